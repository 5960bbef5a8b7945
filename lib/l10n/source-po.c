/* PO, as GNU gettext describes it (gettext manual, "The Format of PO Files"). A message's id is its msgctxt;
 * without one it is the source text itself. */
#include "l10n/l10n-imp.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const suffixes[] = {".po", ".pot", NULL};

enum { MAX_PLURALS = 16 };

struct entry {
    struct str context, id, plural, text[MAX_PLURALS], previous, comment;
    bool has_context, has_id, has_plural, has_text[MAX_PLURALS];
    bool fuzzy, obsolete, message;
    const char *state; /* that our own comment names; NULL: translated */
    bool in_previous;  /* "#| msgid" goes on */
    long line;         /* of msgid */
};

struct reader {
    struct ctx *ctx;
    struct arena *a;
    struct l10n_file *file;
    const char *path;
    long line;
    int result;
    struct map *seen;
    struct entry entry;
    struct str *last;                           /* what a continued string goes on with */
    bool header_seen, domain_changed, messages; /* messages: the header says that all are MessageFormat */
    int n_plurals;                              /* from the header; 0 unknown */
};

static bool sniff(const char *data, size_t len)
{
    (void)data;
    (void)len;
    return true; /* the suffix says it; the reader judges */
}

static void fault_at(struct reader *r, long line, long column, const char *hint, const char *what,
                     const char *detail)
{
    report_hint(r->ctx, DIAG_ERROR, DIAG_L10N_INVALID,
                (struct where){.file = r->path, .line = line, .column = column}, hint, "%s%s%.60s%s", what,
                detail ? " '" : "", detail ? detail : "", detail ? "'" : "");
    r->result = -1;
}

/* The text of a quoted string at p, whose end must be the end of the line. */
static bool take_string(struct reader *r, const char *line, const char *p, struct str *out)
{
    static const char escapes[] = "n\nt\tr\rb\bf\fv\va\a\\\\\"\"";
    if (*p != '"') {
        fault_at(r, r->line, p - line + 1, NULL, "a string in double quotes is missing here", NULL);
        return false;
    }
    const char *open = p;
    for (p++; *p && *p != '"'; p++) {
        if (*p != '\\') {
            str_putc(out, *p);
            continue;
        }
        p++;
        const char *e = *p ? strchr(escapes, *p) : NULL;
        if (e && (e - escapes) % 2 == 0) {
            str_putc(out, e[1]);
        } else if (*p >= '0' && *p <= '7') {
            int v = 0;
            for (int i = 0; i < 3 && *p >= '0' && *p <= '7'; i++, p++)
                v = v * 8 + (*p - '0');
            p--;
            str_putc(out, (char)v);
        } else if (*p == 'x') {
            char *end;
            str_putc(out, (char)strtol(p + 1, &end, 16));
            p = end - 1;
        } else {
            fault_at(r, r->line, p - line + 1, NULL, "an unknown escape follows the backslash", NULL);
            return false;
        }
    }
    if (*p != '"') {
        fault_at(r, r->line, open - line + 1, "close it on the same line; a long text is several strings",
                 "the string is never closed", NULL);
        return false;
    }
    p++;
    p += strspn(p, " \t\r");
    if (*p) {
        fault_at(r, r->line, p - line + 1, "escape quotes inside as \\\"",
                 "something follows the string:", p);
        return false;
    }
    return true;
}

static const char *header_value(struct arena *a, const char *header, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = header; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        if (strncasecmp(p, name, n) == 0 && p[n] == ':') {
            p += n + 1;
            p += strspn(p, " \t");
            return arena_strndup(a, p, strcspn(p, "\n"));
        }
    }
    return NULL;
}

static void read_header(struct reader *r, const char *header)
{
    const char *language = header_value(r->a, header, "Language");
    const char *plurals = header_value(r->a, header, "Plural-Forms");
    if (language && *language && !r->file->target_lang)
        r->file->target_lang = language;
    const char *format = header_value(r->a, header, "X-Message-Format"),
               *source = header_value(r->a, header, "X-Source-Language");
    r->messages = format && str_starts(format, "icu");
    if (source && *source && !r->file->source_lang)
        r->file->source_lang = source;
    const char *count = plurals ? strstr(plurals, "nplurals=") : NULL;
    r->n_plurals = count ? atoi(count + strlen("nplurals=")) : 0;
    r->header_seen = true;
    r->file->header = arena_strdup(r->a, header);
    if (r->entry.comment.len)
        r->file->header_comment = arena_strndup(r->a, r->entry.comment.data, r->entry.comment.len);
}

static void entry_clear(struct entry *e)
{
    str_drop(&e->context);
    str_drop(&e->id);
    str_drop(&e->plural);
    str_drop(&e->previous);
    str_drop(&e->comment);
    for (int i = 0; i < MAX_PLURALS; i++)
        str_drop(&e->text[i]);
    *e = (struct entry){
        .context = STR_INIT, .id = STR_INIT, .plural = STR_INIT, .previous = STR_INIT, .comment = STR_INIT};
    for (int i = 0; i < MAX_PLURALS; i++)
        e->text[i] = (struct str)STR_INIT;
}

/* Formats start and end with a line break together, or msgfmt refuses them. */
static void check_breaks(struct reader *r, const struct entry *e, const struct str *text)
{
    if (!text->len || !e->id.len)
        return;
    bool start = e->id.data[0] == '\n', end = e->id.data[e->id.len - 1] == '\n';
    if (start != (text->data[0] == '\n') || end != (text->data[text->len - 1] == '\n'))
        report_hint(r->ctx, DIAG_WARNING, DIAG_L10N_INVALID, (struct where){.file = r->path, .line = e->line},
                    "keep the line breaks at the ends",
                    "source and translation do not both %s with a line break",
                    start != (text->data[0] == '\n') ? "begin" : "end");
}

static void add_entry(struct reader *r, const struct entry *e)
{
    struct l10n_unit *u = e->obsolete ? l10n_add_obsolete(r->a, r->file) : l10n_add_unit(r->a, r->file);
    u->source = arena_strndup(r->a, e->id.data, e->id.len);
    u->id = e->has_context ? arena_strndup(r->a, e->context.data, e->context.len) : u->source;
    u->where = (struct where){.file = r->path, .line = e->line};
    u->message = e->message || r->messages;
    l10n_add_note(r->a, u, (struct l10n_note){.text = arena_strndup(r->a, e->comment.data, e->comment.len)});
    if (!e->text[0].len || e->has_plural)
        return;
    const char *text = arena_strndup(r->a, e->text[0].data, e->text[0].len);
    if (e->fuzzy) {
        u->proposal = text;
        u->previous = e->previous.len ? arena_strndup(r->a, e->previous.data, e->previous.len) : NULL;
    } else {
        u->target = text;
        u->state = e->state ? e->state : "translated";
    }
}

static void finish_entry(struct reader *r)
{
    struct entry *e = &r->entry;
    r->last = NULL;
    if (!e->has_id && !e->has_context && !e->has_text[0]) {
        e->fuzzy = e->message = e->in_previous = false;
        e->state = NULL;
        str_clear(&e->previous);
        str_clear(&e->comment);
        return;
    }
    if (!e->has_id) {
        fault_at(r, r->line, 0, "write msgid before msgstr", "an entry lacks its msgid", NULL);
    } else if (!e->has_text[0]) {
        fault_at(r, e->line, 0, "add msgstr \"\"",
                 e->has_plural ? "an entry lacks its msgstr[0]" : "an entry lacks its msgstr", NULL);
    } else {
        char *key = arena_printf(r->a, "%s\x04%s", e->has_context ? e->context.data : "", e->id.data);
        const long *before = e->obsolete ? NULL : map_find(r->seen, key);
        if (before) {
            fault_at(r, e->line, 0, arena_printf(r->a, "it was translated in line %ld; remove one", *before),
                     "the message is there twice:", e->id.data);
        } else if (!e->obsolete) {
            long *line = ARENA_NEW(r->a, long);
            *line = e->line;
            map_put(r->seen, key, line);
        }
        if (!e->id.len && !e->has_context && !e->obsolete) {
            read_header(r, e->text[0].data);
        } else if (!e->obsolete) {
            int n = 0;
            while (n < MAX_PLURALS && e->has_text[n])
                n++;
            if (e->has_plural && r->n_plurals && n != r->n_plurals && e->text[0].len)
                report_hint(
                    r->ctx, DIAG_WARNING, DIAG_L10N_INVALID, (struct where){.file = r->path, .line = e->line},
                    "give as many as the header says", "%d plural forms instead of %d", n, r->n_plurals);
            for (int i = 0; i < n; i++)
                check_breaks(r, e, &e->text[i]);
            add_entry(r, e);
        } else if (e->text[0].len && !e->has_plural) {
            add_entry(r, e);
        }
    }
    entry_clear(e);
}

/* A keyword's string. What came before it decides whether a new entry begins. */
static void take_keyword(struct reader *r, const char *line, const char *word, size_t n, const char *rest)
{
    struct entry *e = &r->entry;
    long index = -1;
    if (n > 6 && strncmp(word, "msgstr[", 7) == 0) {
        char *end;
        index = strtol(word + 7, &end, 10);
        if (*end != ']' || index < 0 || index >= MAX_PLURALS) {
            fault_at(r, r->line, word - line + 1, NULL, "the number of this plural form is not good", NULL);
            return;
        }
    }
    struct str *into = NULL;
    if (n == 7 && memcmp(word, "msgctxt", 7) == 0) {
        if (e->has_id || e->has_context)
            finish_entry(r);
        e->has_context = true;
        into = &e->context;
    } else if (n == 5 && memcmp(word, "msgid", 5) == 0) {
        if (e->has_id)
            finish_entry(r);
        e->has_id = true;
        e->line = r->line;
        into = &e->id;
    } else if (n == 12 && memcmp(word, "msgid_plural", 12) == 0) {
        if (!e->has_id || e->has_plural || e->has_text[0])
            fault_at(r, r->line, word - line + 1, "write it after msgid",
                     "msgid_plural stands in a wrong place", NULL);
        e->has_plural = true;
        into = &e->plural;
    } else if (n == 6 && memcmp(word, "msgstr", 6) == 0) {
        if (!e->has_id || e->has_text[0])
            fault_at(r, r->line, word - line + 1, "write msgid, then msgstr, once",
                     "msgstr stands in a wrong place", NULL);
        if (e->has_plural)
            fault_at(r, r->line, word - line + 1, "write msgstr[0]",
                     "an entry with msgid_plural has numbered forms", NULL);
        e->has_text[0] = true;
        into = &e->text[0];
    } else if (index >= 0) {
        if (!e->has_plural || e->has_text[index] || (index > 0 && !e->has_text[index - 1]))
            fault_at(r, r->line, word - line + 1, "number the forms from 0, after msgid_plural",
                     "this plural form stands in a wrong place", NULL);
        e->has_text[index] = true;
        into = &e->text[index];
    } else if (n == 6 && memcmp(word, "domain", 6) == 0) {
        struct str name = STR_INIT;
        finish_entry(r);
        if (take_string(r, line, rest, &name) && !name.len)
            fault_at(r, r->line, word - line + 1, NULL, "the domain has no name", NULL);
        str_drop(&name);
        map_drop(r->seen); /* another catalog begins */
        r->seen = map_new();
        return;
    } else {
        fault_at(r, r->line, word - line + 1, "use msgctxt, msgid, msgid_plural, msgstr or a comment",
                 "an unknown keyword:", arena_strndup(r->a, word, n));
        return;
    }
    r->last = into;
    take_string(r, line, rest, into);
}

static const char *state_named(const char *word)
{
    static const char *const states[] = {"initial", "translated", "reviewed", "final"};
    for (size_t i = 0; i < 4; i++) {
        size_t n = strlen(states[i]);
        if (strncmp(word, states[i], n) == 0 && strspn(word + n, " \t\r") == strlen(word + n))
            return states[i];
    }
    return NULL;
}

/* #| msgid "...": the source before it changed. Other keywords are passed over. */
static void take_previous(struct reader *r, const char *line, const char *p)
{
    size_t n = strcspn(p, " \t\r\"");
    if (n) {
        r->entry.in_previous = n == 5 && memcmp(p, "msgid", 5) == 0;
        p += n + strspn(p + n, " \t\r");
    }
    if (r->entry.in_previous && *p == '"')
        take_string(r, line, p, &r->entry.previous);
}

/* "# text": a translator's comment. */
static void take_comment(struct reader *r, const char *p)
{
    size_t n = strcspn(p, "\r");
    if (n && *p == ' ')
        p++, n--;
    if (r->entry.comment.len)
        str_putc(&r->entry.comment, '\n');
    str_put(&r->entry.comment, p, n);
}

static void take_line(struct reader *r, const char *line)
{
    const char *p = line + strspn(line, " \t\r\f");
    bool obsolete = false;
    if (p[0] == '#' && p[1] == '~') {
        obsolete = true;
        p += 2;
        if (*p == '|')
            return;
        p += strspn(p, " \t\r");
    }
    if (!*p)
        return;
    if (*p == '#') {
        if (r->entry.has_text[0] || r->entry.obsolete != obsolete)
            finish_entry(r);
        if (!p[1] || p[1] == ' ' || p[1] == '\t' || p[1] == '\r')
            take_comment(r, p + 1);
        if (p[1] == '|')
            take_previous(r, line, p + 2 + strspn(p + 2, " \t"));
        if (p[1] == '.' && strncmp(p, "#. state: ", 10) == 0)
            r->entry.state = state_named(p + 10);
        if (p[1] == ',' && strstr(p, "fuzzy"))
            r->entry.fuzzy = true;
        if (p[1] == ',' && strstr(p, "icu-message-format"))
            r->entry.message = true;
        return;
    }
    if (*p == '"') {
        if (!r->last)
            fault_at(r, r->line, p - line + 1, "write msgid or msgstr before it",
                     "a string without a keyword", NULL);
        else
            take_string(r, line, p, r->last);
        return;
    }
    if (obsolete != r->entry.obsolete && r->entry.has_text[0])
        finish_entry(r);
    r->entry.obsolete = obsolete;
    size_t n = strcspn(p, " \t\r\"");
    const char *rest = p + n + strspn(p + n, " \t\r");
    take_keyword(r, line, p, n, rest);
}

/* The charset that the header names: looked for in the first bytes, before anything is decoded. */
static char *declared_charset(struct arena *a, const char *data, size_t len)
{
    const char *key = "charset=";
    size_t n = strlen(key);
    for (size_t i = 0; i + n < len && i < 65536; i++) {
        if (strncasecmp(data + i, key, n) == 0) {
            size_t m = strcspn(data + i + n, "\\\n \t\"");
            return arena_strndup(a, data + i + n, m);
        }
    }
    return NULL;
}

static char *to_utf8(struct reader *r, const char *data, size_t len, size_t *out_len)
{
    const char *charset = declared_charset(r->a, data, len);
    if (!charset || str_eq_nocase(charset, "CHARSET") || str_eq_nocase(charset, "UTF-8") ||
        str_eq_nocase(charset, "utf8") || str_eq_nocase(charset, "US-ASCII") ||
        str_eq_nocase(charset, "ASCII")) {
        long bad = utf8_invalid_at(data, len);
        if (bad >= 0) {
            long line = 1;
            for (long i = 0; i < bad; i++)
                line += data[i] == '\n';
            fault_at(r, line, 0, "convert the file, or name its charset in the header",
                     "the text is not valid UTF-8", NULL);
            return NULL;
        }
        *out_len = len;
        return (char *)data;
    }
    iconv_t cd = iconv_open("UTF-8", charset);
    if (cd == (iconv_t)-1) {
        fault_at(r, 1, 0, "use UTF-8", "the charset is unknown:", charset);
        return NULL;
    }
    size_t room = len * 4 + 16;
    char *out = arena_alloc(r->a, room), *in = (char *)data, *at = out;
    size_t in_left = len, left = room - 1;
    size_t bad = iconv(cd, &in, &in_left, &at, &left);
    iconv_close(cd);
    if (bad == (size_t)-1) {
        long line = 1;
        for (const char *p = data; p < in; p++)
            line += *p == '\n';
        fault_at(r, line, 0, "convert the file to UTF-8", "the text is not valid in its charset", charset);
        return NULL;
    }
    *out_len = (size_t)(at - out);
    return out;
}

static int load(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len,
                struct l10n_file *out)
{
    struct reader r = {.ctx = ctx, .a = a, .path = path, .file = out, .seen = map_new()};
    entry_clear(&r.entry);
    if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        len -= 3;
    }
    size_t n = 0;
    const char *text = to_utf8(&r, data, len, &n);
    struct str line = STR_INIT;
    for (const char *p = text; text && p < text + n;) {
        const char *end = memchr(p, '\n', (size_t)(text + n - p));
        if (!end)
            end = text + n;
        r.line++;
        str_clear(&line);
        str_put(&line, p, (size_t)(end - p));
        take_line(&r, line.data);
        p = end + 1;
    }
    if (text)
        finish_entry(&r);
    entry_clear(&r.entry);
    str_drop(&line);
    map_drop(r.seen);
    return r.result;
}

const struct l10n_source l10n_source_po = {"po", "PO", suffixes, sniff, load};
