/* Inline codes of both XLIFF versions. */
#include "l10n/inline-codes-imp.h"

#include <string.h>

void put_attr(struct str *out, const char *name, const char *value)
{
    str_printf(out, " %s=\"", name);
    xml_escape(out, value, true);
    str_putc(out, '"');
}

char *unit_nmtoken(struct arena *a, struct map *used, const char *id)
{
    char *out = arena_strdup(a, id);
    for (char *p = out; *p; p++) {
        if (!((unsigned char)*p >= 0x80 || (*p >= '0' && *p <= '9') ||
              ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') || strchr(".-_", *p)))
            *p = '_';
    }
    char *one = out;
    for (size_t i = 2; map_has(used, one); i++)
        one = arena_printf(a, "%s_%zu", out, i);
    map_put(used, one, NULL);
    return one;
}

/* What stands for a code on the translator's screen. */
static const char *display(struct arena *a, const struct message_piece *p)
{
    if (p->kind == PIECE_ARGUMENT && p->text[0] == '<') { /* a run that is not translated: what it says */
        const char *from = strchr(p->text, '>'), *to = strrchr(p->text, '<');
        return from && to > from ? arena_strndup(a, from + 1, (size_t)(to - from - 1)) : p->text;
    }
    if (p->kind != PIECE_ARGUMENT || p->text[0] != '{')
        return p->text;
    return arena_strndup(a, p->text + 1, strcspn(p->text + 1, ",}"));
}

/* Codes of source and target are the same when they say the same: they share an id. */
static size_t code_number(const struct pieces *source, const struct message_piece *list, size_t at)
{
    size_t nth = 0, number = 0;
    for (size_t i = 0; i < at; i++)
        nth += list[i].kind == list[at].kind && strcmp(list[i].text, list[at].text) == 0;
    for (size_t i = 0; i < source->n; i++) {
        const struct message_piece *p = &source->at[i];
        if (p->kind == PIECE_TEXT || p->kind == PIECE_CLOSE)
            continue;
        number++;
        if (p->kind == list[at].kind && strcmp(p->text, list[at].text) == 0 && nth-- == 0)
            return number;
    }
    return number + at + 1; /* the translation's own */
}

static void put_open_2(struct arena *a, struct str *out, const char *name)
{
    put_attr(out, "equivStart", arena_printf(a, "<%s>", name));
    put_attr(out, "equivEnd", arena_printf(a, "</%s>", name));
    put_attr(out, "type", "fmt");
    if (strlen(name) == 1 && strchr("biu", *name))
        put_attr(out, "subType", arena_printf(a, "xlf:%s", name));
}

static void put_open_12(struct arena *a, struct str *out, const char *name)
{
    static const char *const ctypes[][2] = {{"b", "bold"}, {"i", "italic"}, {"u", "underlined"}};
    const char *ctype = arena_printf(a, "x-%s", name);
    for (int k = 0; k < 3; k++)
        ctype = str_eq(ctypes[k][0], name) ? ctypes[k][1] : ctype;
    put_attr(out, "ctype", ctype);
    put_attr(out, "equiv-text", arena_printf(a, "<%s>", name));
}

void put_inline(struct arena *a, struct str *out, const struct pieces *source, const struct pieces *list,
                bool two)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct message_piece *p = &list->at[i];
        if (p->kind == PIECE_TEXT) {
            xml_escape(out, p->text, false);
            continue;
        }
        if (p->kind == PIECE_CLOSE) {
            str_puts(out, two ? "</pc>" : "</g>");
            continue;
        }
        bool open = p->kind == PIECE_OPEN;
        str_puts(out, open ? (two ? "<pc" : "<g") : (two ? "<ph" : "<x"));
        put_attr(out, "id", arena_printf(a, "%zu", code_number(source, list->at, i)));
        if (open && two) {
            put_open_2(a, out, p->text);
        } else if (open) {
            put_open_12(a, out, p->text);
        } else if (two) {
            put_attr(out, "canCopy", "no");
            put_attr(out, "canDelete",
                     p->kind == PIECE_STRUCTURE ? "no" : "yes"); /* one {#} may drop its number */
            put_attr(out, "disp", display(a, p));
            put_attr(out, "equiv", p->text);
        } else {
            put_attr(out, "ctype",
                     p->kind == PIECE_STRUCTURE ? "x-icu-structure"
                     : p->text[0] == '<'        ? "x-protected"
                                                : "x-icu-argument");
            put_attr(out, "equiv-text", p->text);
        }
        str_puts(out, open ? ">" : "/>");
    }
}
