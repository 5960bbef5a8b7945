/* Byte-exact edits of XML files: a scanner that knows where tags, attributes and texts lie, and nothing else.
 */
#include <stdlib.h>
#include <string.h>

#include "brand/fix-imp.h"
#include "svg/svg.h"
#include "xml/xml.h"

struct span {
    size_t start, end;
};

enum part_kind { PART_END, PART_TEXT, PART_OPEN, PART_EMPTY, PART_CLOSE, PART_OTHER };

struct part {
    enum part_kind kind;
    size_t start, end;
    long line, last; /* lines of the part's first and last byte */
};

struct scan {
    const char *data;
    size_t len, at;
    long line;
};

static size_t find_bytes(const char *data, size_t len, size_t from, const char *what)
{
    const char *p = from < len ? memmem(data + from, len - from, what, strlen(what)) : NULL;
    return p ? (size_t)(p - data) + strlen(what) : len;
}

/* '>' inside a quoted value does not end a tag. */
static size_t tag_end(const char *data, size_t len, size_t at)
{
    char quote = 0;
    for (; at < len; at++) {
        if (quote)
            quote = data[at] == quote ? 0 : quote;
        else if (data[at] == '"' || data[at] == '\'')
            quote = data[at];
        else if (data[at] == '>')
            return at + 1;
    }
    return len;
}

static bool starts(const struct scan *s, const char *with)
{
    size_t n = strlen(with);
    return s->len - s->at >= n && memcmp(s->data + s->at, with, n) == 0;
}

static struct part next_part(struct scan *s)
{
    struct part p = {.start = s->at, .line = s->line};
    if (s->at >= s->len)
        return p;
    if (s->data[s->at] != '<') {
        const char *lt = memchr(s->data + s->at, '<', s->len - s->at);
        p.kind = PART_TEXT;
        p.end = lt ? (size_t)(lt - s->data) : s->len;
    } else if (starts(s, "<!--")) {
        p.kind = PART_OTHER;
        p.end = find_bytes(s->data, s->len, s->at + 4, "-->");
    } else if (starts(s, "<![CDATA[")) {
        p.kind = PART_OTHER;
        p.end = find_bytes(s->data, s->len, s->at, "]]>");
    } else if (starts(s, "<?")) {
        p.kind = PART_OTHER;
        p.end = find_bytes(s->data, s->len, s->at, "?>");
    } else if (starts(s, "<!")) { /* a document type ends at its subset's "]>" */
        size_t end = tag_end(s->data, s->len, s->at);
        const char *bracket = memchr(s->data + s->at, '[', end - s->at);
        p.kind = PART_OTHER;
        p.end = bracket ? find_bytes(s->data, s->len, s->at, "]>") : end;
    } else {
        p.end = tag_end(s->data, s->len, s->at);
        p.kind = starts(s, "</")                                    ? PART_CLOSE
                 : p.end - p.start > 2 && s->data[p.end - 2] == '/' ? PART_EMPTY
                                                                    : PART_OPEN;
    }
    for (size_t i = p.start; i < p.end; i++)
        s->line += s->data[i] == '\n';
    s->at = p.end;
    p.last = s->line;
    return p;
}

/* The next attribute of a tag from *at: its name and value (without quotes). */
static bool next_attribute(const char *data, size_t end, size_t *at, struct span *name, struct span *value)
{
    size_t i = *at;
    while (i < end && (ascii_space(data[i]) || data[i] == '/'))
        i++;
    name->start = i;
    while (i < end && !ascii_space(data[i]) && data[i] != '=' && data[i] != '>')
        i++;
    name->end = i;
    while (i < end && ascii_space(data[i]))
        i++;
    if (name->end == name->start || i >= end || data[i] != '=')
        return false;
    i++;
    while (i < end && ascii_space(data[i]))
        i++;
    if (i >= end || (data[i] != '"' && data[i] != '\''))
        return false;
    const char *quote = memchr(data + i + 1, data[i], end - i - 1);
    if (!quote)
        return false;
    value->start = i + 1;
    value->end = (size_t)(quote - data);
    *at = value->end + 1;
    return true;
}

static bool span_is(const char *data, struct span s, const char *text)
{
    return s.end - s.start == strlen(text) && memcmp(data + s.start, text, s.end - s.start) == 0;
}

static size_t after_name(const char *data, const struct part *p)
{
    size_t at = p->start + 1;
    while (at < p->end && !ascii_space(data[at]) && data[at] != '>' && data[at] != '/')
        at++;
    return at;
}

/* Whether a fix is about this start tag: by id where the fix has one and an element carries it, else by line.
 */
static bool is_about(const char *data, const struct part *p, const struct fix *f, bool by_id)
{
    size_t at = after_name(data, p);
    struct span name, value;
    if (!by_id)
        return f->line >= p->line && f->line <= p->last;
    while (next_attribute(data, p->end, &at, &name, &value))
        if (span_is(data, name, "id") || span_is(data, name, "xml:id") || span_is(data, name, "resname"))
            if (span_is(data, value, f->id))
                return true;
    return false;
}

static void push(struct edits *out, size_t at, size_t len, const char *to)
{
    vec_push(out, ((struct edit){at, len, to}));
}

/* ---- texts ---- */

static size_t text_edits(const char *data, const struct part *p, const char *from, const char *to,
                         struct edits *out)
{
    size_t n = strlen(from), added = 0;
    for (size_t i = p->start; n && i + n <= p->end;) {
        const char *hit = memmem(data + i, p->end - i, from, n);
        if (!hit)
            break;
        push(out, (size_t)(hit - data), n, to);
        added++;
        i = (size_t)(hit - data) + n;
    }
    return added;
}

static size_t fix_texts(struct arena *a, const char *data, size_t len, const struct fix *f, bool by_id,
                        struct edits *out)
{
    struct scan s = {data, len, 0, 1};
    struct str from = STR_INIT, to = STR_INIT;
    size_t added = 0;
    xml_escape(&from, f->from, false);
    xml_escape(&to, f->to, false);
    const char *new = arena_strndup(a, to.data, to.len);
    long depth = 0, inside = 0; /* depth of the element that holds the text; 0 none */
    for (struct part p = next_part(&s); p.kind != PART_END; p = next_part(&s)) {
        if (p.kind == PART_OPEN && ++depth && !inside && is_about(data, &p, f, by_id))
            inside = depth;
        else if (p.kind == PART_CLOSE && depth-- == inside)
            inside = 0;
        else if (p.kind == PART_TEXT && inside)
            added += text_edits(data, &p, from.data, new, out);
    }
    str_drop(&from);
    str_drop(&to);
    return added;
}

/* ---- colours ---- */

static bool is_color(const char *data, struct span s, struct rgba want)
{
    char word[64];
    struct rgba is;
    if (s.end - s.start == 0 || s.end - s.start >= sizeof word)
        return false;
    memcpy(word, data + s.start, s.end - s.start);
    word[s.end - s.start] = '\0';
    return svg_parse_color(word, &is) && is.a == 255 && is.r == want.r && is.g == want.g && is.b == want.b;
}

/* Colours among the words of a value; url(#f0f) is none. */
static size_t value_edits(const char *data, struct span v, struct rgba want, const char *to,
                          struct edits *out)
{
    size_t added = 0;
    for (size_t i = v.start; i < v.end;) {
        while (i < v.end && (ascii_space(data[i]) || data[i] == ','))
            i++;
        struct span word = {i, i};
        for (int depth = 0;
             i < v.end && (depth > 0 || (!ascii_space(data[i]) && data[i] != ',' && data[i] != '!')); i++)
            depth += data[i] == '(' ? 1 : data[i] == ')' ? -1 : 0;
        word.end = i;
        if (i < v.end && data[i] == '!')
            i++;
        if (!is_color(data, word, want) || memchr(data + word.start, '\n', word.end - word.start))
            continue; /* changes are shown line by line */
        push(out, word.start, word.end - word.start, to);
        added++;
    }
    return added;
}

/* Declarations of a style attribute or a style sheet: what stands between ':' and ';' or '}'. A '{' before
 * that says that it was a selector. */
static size_t style_edits(const char *data, struct span v, struct rgba want, const char *to,
                          struct edits *out)
{
    size_t added = 0;
    for (size_t i = v.start; i < v.end; i++) {
        if (v.end - i > 1 && data[i] == '/' && data[i + 1] == '*')
            i = find_bytes(data, v.end, i + 2, "*/") - 1;
        else if (data[i] == ':') {
            struct span value = {i + 1, i + 1};
            while (value.end < v.end && !strchr(";{}", data[value.end]))
                value.end++;
            if (value.end == v.end || data[value.end] != '{')
                added += value_edits(data, value, want, to, out);
            i = value.end < v.end ? value.end : v.end - 1;
        }
    }
    return added;
}

static size_t tag_edits(const char *data, const struct part *p, struct rgba want, const char *to,
                        struct edits *out)
{
    static const char *const names[] = {"fill",           "stroke", "stop-color", "flood-color",
                                        "lighting-color", "color",  "paint"};
    size_t at = after_name(data, p), added = 0;
    bool token = at - p->start >= 6 && memcmp(data + at - 5, "token", 5) == 0;
    struct span name, value;
    while (next_attribute(data, p->end, &at, &name, &value)) {
        bool color = token && span_is(data, name, "value");
        for (size_t i = 0; i < sizeof names / sizeof *names && !color; i++)
            color = span_is(data, name, names[i]);
        if (color)
            added += value_edits(data, value, want, to, out);
        else if (span_is(data, name, "style"))
            added += style_edits(data, value, want, to, out);
    }
    return added;
}

static size_t fix_colors(const char *data, size_t len, const struct fix *f, const char *to, bool by_id,
                         struct edits *out)
{
    struct rgba want;
    struct scan s = {data, len, 0, 1};
    size_t added = 0;
    bool sheet = false;
    if (!svg_parse_color(f->from, &want))
        return 0;
    for (struct part p = next_part(&s); p.kind != PART_END; p = next_part(&s)) {
        bool tag = p.kind == PART_OPEN || p.kind == PART_EMPTY;
        if (tag && (f->anywhere || is_about(data, &p, f, by_id)))
            added += tag_edits(data, &p, want, to, out);
        if (f->anywhere && sheet && (p.kind == PART_TEXT || p.kind == PART_OTHER))
            added += style_edits(data, (struct span){p.start, p.end}, want, to, out);
        if (p.kind != PART_OTHER) {
            size_t at = after_name(data, &p);
            sheet = p.kind == PART_OPEN ? at - p.start >= 6 && memcmp(data + at - 5, "style", 5) == 0
                                        : sheet && p.kind == PART_TEXT;
        }
    }
    return added;
}

size_t fix_find(struct arena *a, const char *data, size_t len, const struct fix *f, struct edits *out)
{
    size_t added = 0;
    const char *to = arena_strdup(a, f->to);
    for (int by_id = 1; by_id >= 0 && !added; by_id--) {
        if ((by_id && !f->id) || (!by_id && f->line <= 0 && !f->anywhere))
            continue;
        added = f->kind == FIX_TEXT ? fix_texts(a, data, len, f, by_id, out)
                                    : fix_colors(data, len, f, to, by_id, out);
    }
    return added;
}

static int by_place(const void *x, const void *y)
{
    const struct edit *a = x, *b = y;
    return a->at != b->at ? (a->at < b->at ? -1 : 1) : (a->len > b->len) - (a->len < b->len);
}

void fix_apply(const char *data, size_t len, struct edits *edits, struct str *out)
{
    size_t at = 0;
    if (edits->len)
        qsort(edits->at, edits->len, sizeof *edits->at, by_place);
    for (size_t i = 0; i < edits->len; i++) {
        const struct edit *e = &edits->at[i];
        if (e->at < at)
            continue;
        str_put(out, data + at, e->at - at);
        str_puts(out, e->to);
        at = e->at + e->len;
    }
    str_put(out, data + at, len - at);
}
