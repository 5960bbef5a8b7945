/* Byte-exact edits of catalogues that are no XML: PO, and tables in CSV or TSV. Each text is read as its
 * format says, with the place of every byte in the file, so that an edit stands inside one string or one cell
 * and is escaped as that is. */
#include <string.h>
#include <strings.h>

#include "brand/fix-imp.h"
#include "csv/csv.h"

enum { MOST_TABLE_COLUMNS = 64 };

/* A text as read; byte i of it begins at place[i] of the file, and the last one ends at place[text.len]. */
struct reading {
    struct str text;
    struct vec(size_t) place;
    size_t piece; /* where the string begins that is being read: an edit may not reach over its start */
};

static void put_byte(struct reading *r, char c, size_t at)
{
    str_putc(&r->text, c);
    vec_push(&r->place, at);
}

static void reading_clear(struct reading *r)
{
    str_clear(&r->text);
    vec_clear(&r->place);
    r->piece = 0;
}

static void reading_drop(struct reading *r)
{
    str_drop(&r->text);
    vec_drop(&r->place);
}

/* Edits wherever the reading says `from`, from its `piece` on. */
static size_t reading_edits(const struct reading *r, const char *from, const char *to, struct edits *out)
{
    size_t n = strlen(from), added = 0;
    for (size_t i = r->piece; n && i + n <= r->text.len;) {
        const char *hit = memmem(r->text.data + i, r->text.len - i, from, n);
        if (!hit)
            break;
        size_t at = (size_t)(hit - r->text.data);
        vec_push(out, ((struct edit){r->place.at[at], r->place.at[at + n] - r->place.at[at], to}));
        added++;
        i = at + n;
    }
    return added;
}

/* ---- PO ---- */

static void po_escape(struct str *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '\n' || *s == '\t' || *s == '\r') {
            str_puts(out, *s == '\n' ? "\\n" : *s == '\t' ? "\\t" : "\\r");
            continue;
        }
        if (*s == '"' || *s == '\\')
            str_putc(out, '\\');
        str_putc(out, *s);
    }
}

/* The string whose quote stands at `at`, added to the reading. The byte behind it; 0 when it is not closed.
 */
static size_t po_string(const char *data, size_t len, size_t at, struct reading *r)
{
    if (r->place.len > r->text.len)
        r->place.len--; /* the end of the string before */
    r->piece = r->text.len;
    for (at++; at < len && data[at] != '\n'; at++) {
        if (data[at] == '"') {
            vec_push(&r->place, at);
            return at + 1;
        }
        if (data[at] != '\\') {
            put_byte(r, data[at], at);
            continue;
        }
        if (at + 1 >= len || data[at + 1] == '\n')
            return 0;
        const char *known = strchr("n\nt\tr\r\\\\\"\"", data[at + 1]);
        size_t start = at++;
        if (known && data[at]) /* others are control characters and bytes by number: nothing that is mended */
            put_byte(r, known[1], start);
        else
            put_byte(r, '\1', start);
    }
    return 0;
}

/* One entry: the edits of its strings stay when it turns out to have the id. */
struct po_entry {
    struct reading id, other;
    bool has_context, is_ours, has_text;
    size_t edits; /* how many there were when it began */
};

static void po_end(struct po_entry *e, struct edits *out)
{
    if (!e->is_ours)
        out->len = e->edits;
    reading_clear(&e->id);
    reading_clear(&e->other);
    e->edits = out->len;
    e->has_context = e->is_ours = e->has_text = false;
}

static bool word_is(const char *data, size_t n, const char *word)
{
    return n == strlen(word) && memcmp(data, word, n) == 0;
}

static size_t fix_po(struct arena *a, const char *data, size_t len, const struct fix *f, struct edits *out)
{
    struct str escaped = STR_INIT;
    struct po_entry e = {.edits = out->len};
    struct reading *into = NULL;
    size_t before = out->len, n_id = strlen(f->id);
    po_escape(&escaped, f->to);
    const char *to = arena_strndup(a, escaped.data, escaped.len);
    for (size_t at = 0; at < len;) {
        const char *nl = memchr(data + at, '\n', len - at);
        size_t end = nl ? (size_t)(nl - data) : len, p = at;
        at = end + (nl != NULL);
        while (p < end && ascii_space(data[p]))
            p++;
        if (p == end || data[p] == '#')
            continue;
        size_t word = p;
        while (p < end && data[p] != '"' && !ascii_space(data[p]))
            p++;
        size_t n = p - word;
        bool context = word_is(data + word, n, "msgctxt"), id = word_is(data + word, n, "msgid");
        if (context || (id && !e.has_context) || (id && e.has_text))
            po_end(&e, out);
        if (n) {
            e.has_context |= context;
            e.has_text |= n >= 6 && memcmp(data + word, "msgstr", 6) == 0;
            into = context || (id && !e.has_context) ? &e.id : &e.other;
            reading_clear(into);
        }
        while (p < end && ascii_space(data[p]))
            p++;
        if (!into || p == end || data[p] != '"' || !po_string(data, end, p, into)) {
            into = NULL;
            continue;
        }
        if (!context && !(into == &e.id && e.has_context))
            reading_edits(into, f->from, to, out);
        if (into == &e.id)
            e.is_ours = e.id.text.len == n_id && memcmp(e.id.text.data, f->id, n_id) == 0;
    }
    po_end(&e, out);
    reading_drop(&e.id);
    reading_drop(&e.other);
    str_drop(&escaped);
    return out->len - before;
}

/* ---- tables ---- */

struct cell {
    size_t start, end; /* bytes of the file, quotes among them */
    bool quoted;
};

/* The next record from *at: its cells, at most MOST_TABLE_COLUMNS of them. 0: the file ends, or a quote is
 * never closed. */
static size_t next_cells(const char *data, size_t len, char delimiter, size_t *at,
                         struct cell cells[MOST_TABLE_COLUMNS])
{
    size_t n = 0, i = *at;
    while (i < len && (data[i] == '\n' || data[i] == '\r'))
        i++;
    for (bool more = i < len; more;) {
        struct cell c = {i, i, i < len && data[i] == '"'};
        if (c.quoted) {
            for (i++; i < len && (data[i] != '"' || (i + 1 < len && data[i + 1] == '"')); i++)
                i += data[i] == '"';
            if (i >= len)
                return 0;
            i++;
        }
        while (i < len && data[i] != delimiter && data[i] != '\n' && data[i] != '\r')
            i++;
        c.end = i;
        more = i < len && data[i] == delimiter;
        i += more;
        if (n < MOST_TABLE_COLUMNS)
            cells[n++] = c;
    }
    *at = i;
    return n;
}

static void read_cell(const char *data, struct cell c, struct reading *r)
{
    reading_clear(r);
    size_t i = c.start + c.quoted;
    for (; i < c.end && !(c.quoted && data[i] == '"' && (i + 1 == c.end || data[i + 1] != '"')); i++) {
        put_byte(r, data[i], i);
        i += c.quoted && data[i] == '"';
    }
    vec_push(&r->place, i);
}

/* Columns as localize knows them. A text is the source, the target, or named by the tag of a language. */
static bool is_id_column(const char *name)
{
    return !strcasecmp(name, "id") || !strcasecmp(name, "key") || !strcasecmp(name, "context") ||
           !strcasecmp(name, "msgctxt");
}

static bool is_text_column(const char *name)
{
    static const char *const names[] = {"source", "msgid", "target", "msgstr", "translation"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t language = strspn(name, letters);
    const char *more = name + language + (name[language] == '-' || name[language] == '_');
    size_t subtag = strcspn(more, "-_");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(name, names[i]))
            return true;
    return language >= 2 && language <= 3 &&
           (!name[language] || (more > name + language && subtag >= 2 && subtag <= 4));
}

static size_t cell_edits(struct arena *a, const char *data, struct cell c, const struct reading *r,
                         const struct fix *f, char delimiter, struct edits *out)
{
    struct str to = STR_INIT;
    size_t before = out->len;
    for (const char *p = f->to; *p; p++)
        str_puts(&to, c.quoted && *p == '"' ? "\"\"" : (char[]){*p, '\0'});
    const char *new = arena_strndup(a, to.data ? to.data : "", to.len);
    char needs_quotes[] = {'"', '\r', '\n', delimiter, '\0'};
    bool rewrite = !c.quoted && strpbrk(f->to, needs_quotes);
    if (reading_edits(r, f->from, new, out) && rewrite) { /* the cell has to be quoted now: anew as a whole */
        struct str text = STR_INIT, cell = STR_INIT;
        struct edits own = {0};
        for (size_t i = before; i < out->len; i++)
            vec_push(&own, ((struct edit){out->at[i].at - c.start, out->at[i].len, out->at[i].to}));
        out->len = before;
        fix_apply(data + c.start, c.end - c.start, &own, &text);
        csv_put_cell(&cell, text.data, text.len, delimiter);
        vec_push(out, ((struct edit){c.start, c.end - c.start, arena_strndup(a, cell.data, cell.len)}));
        vec_drop(&own);
        str_drop(&text);
        str_drop(&cell);
    }
    str_drop(&to);
    return out->len - before;
}

static size_t fix_table(struct arena *a, const char *data, size_t len, const struct fix *f, char delimiter,
                        struct edits *out)
{
    struct cell cells[MOST_TABLE_COLUMNS];
    bool is_text[MOST_TABLE_COLUMNS] = {false};
    size_t at = len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0, added = 0, id = MOST_TABLE_COLUMNS;
    struct reading r = {.text = STR_INIT};
    size_t n = next_cells(data, len, delimiter, &at, cells);
    for (size_t i = 0; i < n; i++) {
        read_cell(data, cells[i], &r);
        const char *name = r.text.len ? r.text.data : "";
        if (id == MOST_TABLE_COLUMNS && is_id_column(name))
            id = i;
        is_text[i] = is_text_column(name);
    }
    while (id < MOST_TABLE_COLUMNS && (n = next_cells(data, len, delimiter, &at, cells))) {
        if (id >= n)
            continue;
        read_cell(data, cells[id], &r);
        if (!str_eq(r.text.len ? r.text.data : "", f->id))
            continue;
        for (size_t i = 0; i < n; i++) {
            if (!is_text[i] || i == id)
                continue;
            read_cell(data, cells[i], &r);
            added += cell_edits(a, data, cells[i], &r, f, delimiter, out);
        }
    }
    reading_drop(&r);
    return added;
}

size_t fix_find_in(struct arena *a, const char *path, const char *data, size_t len, const struct fix *f,
                   struct edits *out)
{
    bool po = str_ends(path, ".po") || str_ends(path, ".pot"), tsv = str_ends(path, ".tsv");
    if (!po && !tsv && !str_ends(path, ".csv"))
        return fix_find(a, data, len, f, out);
    if (f->kind != FIX_TEXT || !f->id || utf8_invalid_at(data, len) >= 0) /* another encoding, or binary */
        return 0;
    return po ? fix_po(a, data, len, f, out) : fix_table(a, data, len, f, tsv ? '\t' : ',', out);
}
