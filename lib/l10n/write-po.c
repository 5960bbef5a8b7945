/* PO, as GNU gettext describes it. The id is the msgctxt, plurals are one entry for each form. That the texts
 * are ICU MessageFormat is said in the header: gettext's tools drop flags that they do not know. */
#include "l10n/exchange-imp.h"

#include <string.h>
#include <strings.h>

/* A string, one line of the file for each of its lines. `prefix` stands before each. */
static void put_string(struct str *out, const char *prefix, const char *keyword, const char *text)
{
    const char *end = strchr(text, '\n');
    bool many = end && end[1];
    str_printf(out, "%s%s ", prefix, keyword);
    if (many)
        str_printf(out, "\"\"\n%s", prefix);
    str_putc(out, '"');
    for (const char *p = text; *p; p++) {
        switch (*p) {
        case '\n':
            str_puts(out, "\\n");
            if (p[1])
                str_printf(out, "\"\n%s\"", prefix);
            break;
        case '"':
            str_puts(out, "\\\"");
            break;
        case '\\':
            str_puts(out, "\\\\");
            break;
        case '\t':
            str_puts(out, "\\t");
            break;
        case '\r':
            str_puts(out, "\\r");
            break;
        default:
            str_putc(out, *p);
            break;
        }
    }
    str_puts(out, "\"\n");
}

static void put_comment(struct str *out, const char *what, const char *text)
{
    str_printf(out, "#. %s: ", what);
    for (const char *p = text; *p; p++)
        str_putc(out, *p == '\n' || *p == '\r' ? ' ' : *p);
    str_putc(out, '\n');
}

/* "# text": translators' own comments. */
static void put_remark(struct str *out, const char *from, const char *text)
{
    for (const char *p = text;; p++) {
        size_t n = strcspn(p, "\n");
        str_printf(out, "#%s%s%s%.*s\n", n || from ? " " : "", from ? from : "", from ? ": " : "", (int)n, p);
        from = NULL;
        p += n;
        if (!*p)
            return;
    }
}

static void put_unit(struct exchange *x, struct str *out, const struct exchange_item *item,
                     const struct exchange_unit *u)
{
    bool fuzzy = u->target_text && (u->proposal || u->stale);
    const struct exchange_match *best = !u->target_text && u->n_matches ? &u->matches[0] : NULL;
    str_putc(out, '\n');
    for (size_t i = 0; i < u->n_notes; i++)
        put_remark(out, u->notes[i].from, u->notes[i].text);
    for (size_t i = 0; i < item->n_notes; i++)
        put_comment(out, item->notes[i].category, item->notes[i].text);
    if (u->hint)
        put_comment(out, "form", arena_printf(x->a, "%s: %s", u->label, u->hint));
    if (item->preview)
        put_comment(out, "preview", item->preview);
    if (u->target_text && !fuzzy && !str_eq(u->state, "translated"))
        put_comment(out, "state", u->state);
    if (best)
        put_comment(out, "match", arena_printf(x->a, "%d%% %s", best->score, best->origin));
    if (item->def->where.file)
        str_printf(out, "#: %s:%ld\n", path_base(item->def->where.file), item->def->where.line);
    if (fuzzy || best)
        str_puts(out, "#, fuzzy\n");
    if (fuzzy && u->previous_text)
        put_string(out, "#| ", "msgid", u->previous_text);
    else if (best)
        put_string(out, "#| ", "msgid", pieces_pattern(x->a, best->source.at, best->source.n));
    put_string(out, "", "msgctxt", u->id);
    put_string(out, "", "msgid", u->source_text);
    put_string(out, "", "msgstr",
               u->target_text ? u->target_text
               : best         ? pieces_pattern(x->a, best->target.at, best->target.n)
                              : "");
}

static bool is_field(const char *line, const char *name)
{
    size_t n = strlen(name);
    return strncasecmp(line, name, n) == 0 && line[n] == ':';
}

/* The fields that the file has so far, with those that are ours to say renewed. */
static void put_header(struct exchange *x, struct str *out, const char *language)
{
    const char *const ours[][2] = {
        {"Language", language},
        {"MIME-Version", "1.0"},
        {"Content-Type", "text/plain; charset=UTF-8"},
        {"Content-Transfer-Encoding", "8bit"},
        {"X-Source-Language", x->source},
        {"X-Message-Format", "icu"},
    };
    enum { OURS = sizeof ours / sizeof *ours };
    bool put[OURS] = {false};
    struct str text = STR_INIT;
    const char *had = x->header;
    if (!had)
        had = arena_printf(x->a,
                           "Project-Id-Version: %s\nPO-Revision-Date: \nLast-Translator: \nLanguage-Team: \n",
                           x->c->name ? x->c->name : "creative");
    for (const char *p = had; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        int field = 0;
        while (field < OURS && !is_field(p, ours[field][0]))
            field++;
        if (field < OURS)
            str_printf(&text, "%s: %s\n", ours[field][0], ours[field][1]);
        else
            str_printf(&text, "%.*s\n", (int)strcspn(p, "\n"), p);
        if (field < OURS)
            put[field] = true;
    }
    for (int i = 0; i < OURS; i++) {
        if (!put[i])
            str_printf(&text, "%s: %s\n", ours[i][0], ours[i][1]);
    }
    put_remark(out, NULL, x->header_comment ? x->header_comment : x->original);
    put_string(out, "", "msgid", "");
    put_string(out, "", "msgstr", text.data);
    str_drop(&text);
}

static int write(struct ctx *ctx, const struct exchange *given, struct str *out)
{
    struct exchange x = *given;
    char *language = arena_strdup(x.a, x.to);
    (void)ctx;
    for (char *p = language; *p; p++)
        *p = *p == '-' ? '_' : *p;
    put_header(&x, out, language);
    for (size_t i = 0; i < x.n_items; i++) {
        for (size_t k = 0; k < x.items[i].n_units; k++)
            put_unit(&x, out, &x.items[i], &x.items[i].units[k]);
    }
    for (size_t i = 0; i < x.n_obsolete; i++) {
        const struct l10n_unit *u = x.obsolete[i];
        str_putc(out, '\n');
        for (size_t n = 0; n < u->n_notes; n++)
            put_remark(out, u->notes[n].from, u->notes[n].text);
        if (u->target && u->state && !str_eq(u->state, "translated"))
            put_comment(out, "state", u->state);
        put_string(out, "#~ ", "msgctxt", u->name ? u->name : u->id);
        put_string(out, "#~ ", "msgid", u->source ? u->source : "");
        put_string(out, "#~ ", "msgstr", u->target ? u->target : u->proposal);
    }
    return 0;
}

const struct l10n_writer l10n_writer_po = {"po", ".po", "po", write};
