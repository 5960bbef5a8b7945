/* A creative's messages as XLIFF, for translators. */
#include "l10n/l10n-imp.h"

#include <string.h>

struct writing {
    struct str *out;
    struct arena *a;
    const struct creative *c;
    const struct l10n_catalog *catalog;
    const char *source, *to;
    bool two; /* XLIFF 2.1 */
};

struct unit_text { /* one message in both languages */
    const struct message_def *def;
    struct message_piece *source, *target;
    size_t n_source, n_target;
    const char *state;
    bool changed; /* the source was another when this was translated */
};

static void put_attr(struct writing *w, const char *name, const char *value)
{
    str_printf(w->out, " %s=\"", name);
    xml_escape(w->out, value, true);
    str_putc(w->out, '"');
}

/* An id with what NMTOKEN has no room for replaced. The message's own id is then the unit's name. */
static char *unit_id(struct arena *a, const char *id)
{
    char *out = arena_strdup(a, id);
    for (char *p = out; *p; p++) {
        if (!((unsigned char)*p >= 0x80 || (*p >= '0' && *p <= '9') ||
              ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') || strchr(".-_", *p)))
            *p = '_';
    }
    return out;
}

/* What stands for a code on the translator's screen. */
static const char *display(struct arena *a, const struct message_piece *p)
{
    if (p->kind != PIECE_ARGUMENT || p->text[0] != '{')
        return p->text;
    return arena_strndup(a, p->text + 1, strcspn(p->text + 1, ",}"));
}

/* Codes of source and target are the same when they say the same: they share an id. */
static size_t code_number(const struct unit_text *u, const struct message_piece *list, size_t at)
{
    size_t nth = 0, number = 0;
    for (size_t i = 0; i < at; i++)
        nth += list[i].kind == list[at].kind && strcmp(list[i].text, list[at].text) == 0;
    for (size_t i = 0; i < u->n_source; i++) {
        if (u->source[i].kind == PIECE_TEXT || u->source[i].kind == PIECE_CLOSE)
            continue;
        number++;
        if (u->source[i].kind == list[at].kind && strcmp(u->source[i].text, list[at].text) == 0 && nth-- == 0)
            return number;
    }
    return number + at + 1; /* the translation's own */
}

static const char *run_subtype(const char *name)
{
    return strlen(name) == 1 && strchr("biu", *name) ? name : NULL;
}

static void put_inline(struct writing *w, const struct unit_text *u, const struct message_piece *list,
                       size_t n)
{
    static const char *const ctypes[][2] = {{"b", "bold"}, {"i", "italic"}, {"u", "underlined"}};
    for (size_t i = 0; i < n; i++) {
        const struct message_piece *p = &list[i];
        if (p->kind == PIECE_TEXT) {
            xml_escape(w->out, p->text, false);
            continue;
        }
        if (p->kind == PIECE_CLOSE) {
            str_puts(w->out, w->two ? "</pc>" : "</g>");
            continue;
        }
        char *id = arena_printf(w->a, "%zu", code_number(u, list, i));
        if (p->kind == PIECE_OPEN) {
            str_puts(w->out, w->two ? "<pc" : "<g");
            put_attr(w, "id", id);
            if (w->two) {
                put_attr(w, "equivStart", arena_printf(w->a, "<%s>", p->text));
                put_attr(w, "equivEnd", arena_printf(w->a, "</%s>", p->text));
                put_attr(w, "type", "fmt");
                if (run_subtype(p->text))
                    put_attr(w, "subType", arena_printf(w->a, "xlf:%s", p->text));
            } else {
                const char *ctype = arena_printf(w->a, "x-%s", p->text);
                for (int k = 0; k < 3; k++)
                    ctype = str_eq(ctypes[k][0], p->text) ? ctypes[k][1] : ctype;
                put_attr(w, "ctype", ctype);
                put_attr(w, "equiv-text", arena_printf(w->a, "<%s>", p->text));
            }
            str_putc(w->out, '>');
            continue;
        }
        str_puts(w->out, w->two ? "<ph" : "<x");
        put_attr(w, "id", id);
        if (w->two) {
            put_attr(w, "canCopy", "no");
            put_attr(w, "canDelete",
                     p->kind == PIECE_STRUCTURE ? "no" : "yes"); /* one {#} may drop its number */
            put_attr(w, "disp", display(w->a, p));
            put_attr(w, "equiv", p->text);
        } else {
            put_attr(w, "ctype", p->kind == PIECE_STRUCTURE ? "x-icu-structure" : "x-icu-argument");
            put_attr(w, "equiv-text", p->text);
        }
        str_puts(w->out, "/>");
    }
}

static void put_note(struct writing *w, const char *category, const char *text)
{
    str_puts(w->out, w->two ? "        <note" : "        <note");
    if (w->two)
        put_attr(w, "category", category);
    else
        put_attr(w, "from", category);
    str_putc(w->out, '>');
    xml_escape(w->out, text, false);
    str_puts(w->out, "</note>\n");
}

static void put_notes(struct writing *w, const struct unit_text *u)
{
    const struct message_def *d = u->def;
    bool any = d->role || d->note || d->max_chars;
    if (w->two && any)
        str_puts(w->out, "      <notes>\n");
    if (d->role)
        put_note(w, "role", d->role);
    if (d->note)
        put_note(w, "description", d->note);
    if (d->max_chars)
        put_note(w, "length", arena_printf(w->a, "at most %ld characters", d->max_chars));
    if (w->two && any)
        str_puts(w->out, "      </notes>\n");
}

static void put_unit_2(struct writing *w, const struct unit_text *u)
{
    str_puts(w->out, "    <unit");
    put_attr(w, "id", unit_id(w->a, u->def->id));
    put_attr(w, "name", u->def->id);
    put_attr(w, "type", "pressrun:message");
    if (u->def->max_chars)
        put_attr(w, "slr:sizeRestriction", arena_printf(w->a, "%ld", u->def->max_chars));
    str_puts(w->out, ">\n");
    put_notes(w, u);
    str_puts(w->out, "      <segment");
    put_attr(w, "state", u->changed ? "initial" : u->state);
    if (u->changed)
        put_attr(w, "subState", "pressrun:source-changed");
    str_puts(w->out, ">\n        <source xml:space=\"preserve\">");
    put_inline(w, u, u->source, u->n_source);
    str_puts(w->out, "</source>\n");
    if (u->target) {
        str_puts(w->out, "        <target xml:space=\"preserve\">");
        put_inline(w, u, u->target, u->n_target);
        str_puts(w->out, "</target>\n");
    }
    str_puts(w->out, "      </segment>\n    </unit>\n");
}

static const char *state_12(const struct unit_text *u)
{
    if (u->changed)
        return "needs-adaptation";
    return str_eq(u->state, "final")        ? "final"
           : str_eq(u->state, "reviewed")   ? "signed-off"
           : str_eq(u->state, "translated") ? "translated"
                                            : "needs-translation";
}

static void put_unit_12(struct writing *w, const struct unit_text *u)
{
    str_puts(w->out, "      <trans-unit");
    put_attr(w, "id", unit_id(w->a, u->def->id));
    put_attr(w, "resname", u->def->id);
    put_attr(w, "xml:space", "preserve");
    if (u->def->max_chars) {
        put_attr(w, "maxwidth", arena_printf(w->a, "%ld", u->def->max_chars));
        put_attr(w, "size-unit", "char");
    }
    str_puts(w->out, ">\n        <source>");
    put_inline(w, u, u->source, u->n_source);
    str_puts(w->out, "</source>\n");
    if (u->target) {
        str_puts(w->out, "        <target");
        put_attr(w, "state", state_12(u));
        str_putc(w->out, '>');
        put_inline(w, u, u->target, u->n_target);
        str_puts(w->out, "</target>\n");
    }
    put_notes(w, u);
    str_puts(w->out, "      </trans-unit>\n");
}

static void put_unit(struct writing *w, const struct message_def *def)
{
    struct unit_text u = {.def = def, .state = "initial"};
    u.n_source = message_pieces(def->parsed, w->a, w->to, &u.source);
    const struct l10n_entry *e = l10n_catalog_entry(w->catalog, w->to, def->id);
    if (e) {
        u.n_target = message_pieces(e->message, w->a, w->to, &u.target);
        u.state = e->state;
        u.changed = e->source && !str_eq(message_pattern(e->source, w->a, w->to),
                                         message_pattern(def->parsed, w->a, w->to));
    }
    if (w->two)
        put_unit_2(w, &u);
    else
        put_unit_12(w, &u);
}

/* The sample text of a slot that rules fill is not for translators. */
static bool is_sample(const struct creative *c, const struct message_def *def)
{
    for (size_t i = 0; def->implicit && i < c->n_slots; i++) {
        const char *name = c->slots[i].literal ? c->slots[i].name : "";
        size_t n = strlen(name);
        if (n && strncmp(def->id, name, n) == 0 && (def->id[n] == 0 || def->id[n] == '@') &&
            l10n_always_chosen(c, c->slots[i].name))
            return true;
    }
    return false;
}

int l10n_extract(struct ctx *ctx, const struct creative *c, const struct l10n_catalog *catalog,
                 const char *to, const char *version, struct str *out)
{
    struct arena *a = arena_new();
    struct writing w = {out,
                        a,
                        c,
                        catalog,
                        locale_canonical(a, c->source_locale ? c->source_locale : "en"),
                        locale_canonical(a, to),
                        str_eq(version, "2.1")};
    int result = -1;
    if (!w.to || !w.source) {
        report_hint(ctx, DIAG_ERROR, DIAG_L10N_LOCALE, (struct where){.file = c->path},
                    "use a tag like de-DE", "'%s' is not a locale", w.to ? c->source_locale : to);
        goto done;
    }
    str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (w.two) {
        str_puts(out, "<xliff version=\"2.1\" xmlns=\"" XLIFF2_NS
                      "\" xmlns:slr=\"urn:oasis:names:tc:xliff:sizerestriction:2.0\"");
        put_attr(&w, "srcLang", w.source);
        put_attr(&w, "trgLang", w.to);
        str_puts(out, ">\n  <file id=\"copy\"");
        put_attr(&w, "original", path_base(c->path));
        str_puts(out, ">\n    <slr:profiles generalProfile=\"xliff:codepoints\"/>\n");
    } else {
        str_puts(out, "<xliff version=\"1.2\" xmlns=\"" XLIFF12_NS "\">\n  <file");
        put_attr(&w, "original", path_base(c->path));
        put_attr(&w, "source-language", w.source);
        put_attr(&w, "target-language", w.to);
        str_puts(out, " datatype=\"x-icu-messageformat\">\n    <body>\n");
    }
    for (size_t i = 0; i < c->n_messages; i++) {
        if (!is_sample(c, &c->messages[i]))
            put_unit(&w, &c->messages[i]);
    }
    str_puts(out, w.two ? "  </file>\n</xliff>\n" : "    </body>\n  </file>\n</xliff>\n");
    result = 0;
done:
    arena_drop(a);
    return result;
}
