/* A parsed message written again, in pieces that translators may or may not change. */
#include <stdlib.h>
#include <string.h>

#include "message/message-imp.h"

void piece_put(struct piece_writer *w, enum message_piece_kind kind, const char *text)
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
static size_t special_at(const struct piece_writer *w, const struct part *p, size_t i, char special)
{
    char c = p->text[i];
    bool closing;
    size_t n;
    if (c == '{' || c == '}' || (special && c == special))
        return 1;
    return run_tag_at(w->m->runs, p->text + i, p->text + p->len, &closing, &n) >= 0 ? n : 0;
}

static void flush_text(struct piece_writer *w, struct str *text, enum message_piece_kind kind)
{
    if (text->len)
        piece_put(w, kind, arena_strndup(w->a, text->data, text->len));
    str_clear(text);
}

/* Braces of the text itself become protected pieces, quoted: one quotation for all that stand together, or
 * its apostrophes would meet the next one's. Elsewhere an apostrophe stays alone where it quotes nothing. */
static void put_text(struct piece_writer *w, const struct part *p, char special)
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

static void put_simple(struct piece_writer *w, const struct part *p)
{
    const char *name = w->m->args[p->arg].name;
    if (p->kind == PART_ARG)
        piece_put(w, PIECE_ARGUMENT, arena_printf(w->a, "{%s}", name));
    else if (p->style_kind == STYLE_NONE)
        piece_put(w, PIECE_ARGUMENT, arena_printf(w->a, "{%s, %s}", name, p->text));
    else if (p->written)
        piece_put(w, PIECE_ARGUMENT, arena_printf(w->a, "{%s, %s, %s}", name, p->text, p->written));
    else
        piece_put(w, PIECE_ARGUMENT,
                  arena_printf(w->a, "{%s, %s, %s%s}", name, p->text,
                               p->style_kind == STYLE_SKELETON ? "::" : "", p->style));
}

static void put_parts(struct piece_writer *w, const struct part *parts, char special);

static void put_branch(struct piece_writer *w, const char *selector, const struct part *parts, char special)
{
    piece_put(w, PIECE_STRUCTURE, arena_printf(w->a, " %s {", selector));
    put_parts(w, parts, special);
    piece_put(w, PIECE_STRUCTURE, "}");
}

static const struct branch *find_branch(const struct part *p, const char *selector)
{
    for (const struct branch *b = p->branches; b; b = b->next) {
        if (strcmp(b->selector, selector) == 0)
            return b;
    }
    return p->other;
}

static void put_choice(struct piece_writer *w, const struct part *p)
{
    static const char *const categories[] = {"zero", "one", "two", "few", "many", "other"};
    bool plural = p->kind == PART_PLURAL;
    char offset[40] = "";
    if (p->offset != 0)
        snprintf(offset, sizeof offset, " offset:%g", p->offset);
    piece_put(w, PIECE_STRUCTURE, arena_printf(w->a, "{%s, %s,%s", w->m->args[p->arg].name, p->text, offset));
    for (const struct branch *b = p->branches; b; b = b->next) {
        if (b->exact || !plural || !w->rules[p->ordinal])
            put_branch(w, b->selector, b->parts, plural ? '#' : 0);
    }
    for (int i = 0; i < 6 && plural && w->rules[p->ordinal]; i++) {
        if (plural_has(w->rules[p->ordinal], categories[i]))
            put_branch(w, categories[i], find_branch(p, categories[i])->parts, '#');
    }
    piece_put(w, PIECE_STRUCTURE, "}");
}

static void put_ranges(struct piece_writer *w, const struct part *p)
{
    piece_put(w, PIECE_STRUCTURE, arena_printf(w->a, "{%s, choice, ", w->m->args[p->arg].name));
    for (const struct branch *b = p->branches; b; b = b->next) {
        piece_put(w, PIECE_STRUCTURE, arena_printf(w->a, "%s%c", b->selector, b->above ? '<' : '#'));
        put_parts(w, b->parts, '|');
        piece_put(w, PIECE_STRUCTURE, b->next ? "|" : "}");
    }
}

void piece_put_part(struct piece_writer *w, const struct part *p, char special)
{
    switch (p->kind) {
    case PART_TEXT:
        put_text(w, p, special);
        break;
    case PART_HASH:
        piece_put(w, PIECE_ARGUMENT, "#");
        break;
    case PART_RUN_OPEN:
        piece_put(w, PIECE_OPEN, p->text);
        break;
    case PART_RUN_CLOSE:
        piece_put(w, PIECE_CLOSE, p->text);
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

static void put_parts(struct piece_writer *w, const struct part *parts, char special)
{
    for (const struct part *p = parts; p; p = p->next)
        piece_put_part(w, p, special);
}

/* The number of pieces from a run's opening one to its closing one. */
static size_t run_length(const struct message_piece *at, size_t n)
{
    int depth = 0;
    for (size_t i = 0; i < n; i++) {
        depth += (at[i].kind == PIECE_OPEN) - (at[i].kind == PIECE_CLOSE);
        if (depth == 0)
            return i + 1;
    }
    return n;
}

size_t pieces_take(struct piece_writer *w, struct message_piece **out)
{
    size_t n = 0;
    const struct message_piece *all = w->pieces.at;
    *out = ARENA_ARRAY(w->a, w->pieces.len + 1, struct message_piece);
    for (size_t i = 0; i < w->pieces.len;) {
        bool fixed = all[i].kind == PIECE_OPEN && run_is_fixed(w->m, all[i].text);
        size_t len = fixed ? run_length(all + i, w->pieces.len - i) : 1;
        (*out)[n++] =
            fixed ? (struct message_piece){PIECE_ARGUMENT, pieces_pattern(w->a, all + i, len)} : all[i];
        i += len;
    }
    vec_drop(&w->pieces);
    return n;
}

size_t message_pieces(const struct message *m, struct arena *a, const char *locale,
                      struct message_piece **out)
{
    struct piece_writer w = {.a = a, .m = m};
    plural_rules(locale, w.rules);
    put_parts(&w, m->parts, 0);
    plural_rules_drop(w.rules);
    return pieces_take(&w, out);
}

char *pieces_pattern(struct arena *a, const struct message_piece *pieces, size_t n)
{
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

char *message_pattern(const struct message *m, struct arena *a, const char *locale)
{
    struct message_piece *pieces;
    size_t n = message_pieces(m, a, locale, &pieces);
    return pieces_pattern(a, pieces, n);
}
