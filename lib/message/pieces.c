/* A parsed message written again, in pieces that translators may or may not change. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uenum.h>

#include "message/message-imp.h"

struct writer {
    struct arena *a;
    const struct message *m;
    UPluralRules *rules[2]; /* cardinal, ordinal; NULL: forms as written */
    struct {
        struct message_piece *at;
        size_t len, cap;
    } pieces;
};

static void put(struct writer *w, enum message_piece_kind kind, const char *text)
{
    struct message_piece *last = w->pieces.len ? &w->pieces.at[w->pieces.len - 1] : NULL;
    if (last && last->kind == kind &&
        kind == PIECE_STRUCTURE) { /* "}" and "} other {" are one thing to a translator */
        last->text = arena_printf(w->a, "%s%s", last->text, text);
        return;
    }
    struct message_piece piece = {kind, text};
    vec_push(&w->pieces, piece);
}

/* How many bytes at i have a meaning in patterns: braces, '#' in plurals and '|' in choices (`special`), tags
 * of runs. */
static size_t special_at(const struct writer *w, const struct part *p, size_t i, char special)
{
    char c = p->text[i];
    bool closing;
    size_t n;
    if (c == '{' || c == '}' || (special && c == special))
        return 1;
    return run_tag_at(w->m->runs, p->text + i, p->text + p->len, &closing, &n) >= 0 ? n : 0;
}

static void flush_text(struct writer *w, struct str *text, enum message_piece_kind kind)
{
    if (text->len)
        put(w, kind, arena_strndup(w->a, text->data, text->len));
    str_clear(text);
}

/* Braces of the text itself become protected pieces, quoted: one quotation for all that stand together, or
 * its apostrophes would meet the next one's. Elsewhere an apostrophe stays alone where it quotes nothing. */
static void put_text(struct writer *w, const struct part *p, char special)
{
    struct str out = STR_INIT;
    for (size_t i = 0; i < p->len;) {
        size_t n = special_at(w, p, i, special);
        if (n) {
            flush_text(w, &out, PIECE_TEXT);
            str_putc(&out, '\'');
            for (; i < p->len && ((n = special_at(w, p, i, special)) || p->text[i] == '\''); i += n ? n : 1)
                str_put(&out, n ? p->text + i : "''", n ? n : 2);
            str_putc(&out, '\'');
            flush_text(w, &out, PIECE_ARGUMENT);
        } else if (p->text[i] == '\'') {
            bool last = i + 1 == p->len || p->text[i + 1] == '\'' || p->text[i + 1] == '#' ||
                        special_at(w, p, i + 1, special);
            str_puts(&out, last ? "''" : "'");
            i++;
        } else {
            str_putc(&out, p->text[i++]);
        }
    }
    flush_text(w, &out, PIECE_TEXT);
    str_drop(&out);
}

static void put_simple(struct writer *w, const struct part *p)
{
    const char *name = w->m->args[p->arg].name;
    if (p->kind == PART_ARG)
        put(w, PIECE_ARGUMENT, arena_printf(w->a, "{%s}", name));
    else if (p->style_kind == STYLE_NONE)
        put(w, PIECE_ARGUMENT, arena_printf(w->a, "{%s, %s}", name, p->text));
    else if (p->written)
        put(w, PIECE_ARGUMENT, arena_printf(w->a, "{%s, %s, %s}", name, p->text, p->written));
    else
        put(w, PIECE_ARGUMENT,
            arena_printf(w->a, "{%s, %s, %s%s}", name, p->text, p->style_kind == STYLE_SKELETON ? "::" : "",
                         p->style));
}

static void put_parts(struct writer *w, const struct part *parts, char special);

static void put_branch(struct writer *w, const char *selector, const struct part *parts, char special)
{
    put(w, PIECE_STRUCTURE, arena_printf(w->a, " %s {", selector));
    put_parts(w, parts, special);
    put(w, PIECE_STRUCTURE, "}");
}

static const struct branch *find_branch(const struct part *p, const char *selector)
{
    for (const struct branch *b = p->branches; b; b = b->next) {
        if (strcmp(b->selector, selector) == 0)
            return b;
    }
    return p->other;
}

static bool has_category(const UPluralRules *rules, const char *category)
{
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *words = uplrules_getKeywords(rules, &status);
    const char *word;
    bool found = false;
    while (U_SUCCESS(status) && !found && (word = uenum_next(words, NULL, &status)) != NULL)
        found = strcmp(word, category) == 0;
    uenum_close(words);
    return found;
}

static void put_choice(struct writer *w, const struct part *p)
{
    static const char *const categories[] = {"zero", "one", "two", "few", "many", "other"};
    bool plural = p->kind == PART_PLURAL;
    char offset[40] = "";
    if (p->offset != 0)
        snprintf(offset, sizeof offset, " offset:%g", p->offset);
    put(w, PIECE_STRUCTURE, arena_printf(w->a, "{%s, %s,%s", w->m->args[p->arg].name, p->text, offset));
    for (const struct branch *b = p->branches; b; b = b->next) {
        if (b->exact || !plural || !w->rules[p->ordinal])
            put_branch(w, b->selector, b->parts, plural ? '#' : 0);
    }
    for (int i = 0; i < 6 && plural && w->rules[p->ordinal]; i++) {
        if (has_category(w->rules[p->ordinal], categories[i]))
            put_branch(w, categories[i], find_branch(p, categories[i])->parts, '#');
    }
    put(w, PIECE_STRUCTURE, "}");
}

static void put_ranges(struct writer *w, const struct part *p)
{
    put(w, PIECE_STRUCTURE, arena_printf(w->a, "{%s, choice, ", w->m->args[p->arg].name));
    for (const struct branch *b = p->branches; b; b = b->next) {
        put(w, PIECE_STRUCTURE, arena_printf(w->a, "%s%c", b->selector, b->above ? '<' : '#'));
        put_parts(w, b->parts, '|');
        put(w, PIECE_STRUCTURE, b->next ? "|" : "}");
    }
}

static void put_parts(struct writer *w, const struct part *parts, char special)
{
    for (const struct part *p = parts; p; p = p->next) {
        switch (p->kind) {
        case PART_TEXT:
            put_text(w, p, special);
            break;
        case PART_HASH:
            put(w, PIECE_ARGUMENT, "#");
            break;
        case PART_RUN_OPEN:
            put(w, PIECE_OPEN, p->text);
            break;
        case PART_RUN_CLOSE:
            put(w, PIECE_CLOSE, p->text);
            break;
        case PART_PLURAL:
        case PART_SELECT:
            put_choice(w, p);
            break;
        case PART_CHOICE:
            put_ranges(w, p);
            break;
        default:
            put_simple(w, p);
            break;
        }
    }
}

size_t message_pieces(const struct message *m, struct arena *a, const char *locale,
                      struct message_piece **out)
{
    struct writer w = {.a = a, .m = m};
    UErrorCode status = U_ZERO_ERROR;
    char icu[160];
    if (locale) {
        uloc_forLanguageTag(locale, icu, sizeof icu, NULL, &status);
        w.rules[0] = uplrules_openForType(icu, UPLURAL_TYPE_CARDINAL, &status);
        w.rules[1] = uplrules_openForType(icu, UPLURAL_TYPE_ORDINAL, &status);
    }
    put_parts(&w, m->parts, 0);
    *out = ARENA_ARRAY(a, w.pieces.len + 1, struct message_piece);
    if (w.pieces.len)
        memcpy(*out, w.pieces.at, w.pieces.len * sizeof **out);
    uplrules_close(w.rules[0]);
    uplrules_close(w.rules[1]);
    size_t n = w.pieces.len;
    vec_drop(&w.pieces);
    return n;
}

char *message_pattern(const struct message *m, struct arena *a, const char *locale)
{
    struct message_piece *pieces;
    size_t n = message_pieces(m, a, locale, &pieces);
    struct str out = STR_INIT;
    for (size_t i = 0; i < n; i++) {
        bool run = pieces[i].kind == PIECE_OPEN || pieces[i].kind == PIECE_CLOSE;
        if (run)
            str_printf(&out, pieces[i].kind == PIECE_OPEN ? "<%s>" : "</%s>", pieces[i].text);
        else
            str_puts(&out, pieces[i].text);
    }
    char *pattern = arena_strndup(a, out.data, out.len);
    str_drop(&out);
    return pattern;
}
