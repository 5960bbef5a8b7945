/* Texts laid out as they will be drawn, and how long a text may be. */
#include "l10n/fit-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct scene_slot *fit_lay(struct l10n_fit *f, const struct fit_use *u, const struct fit_context *c,
                                 const char *locale, const struct fit_text *t, bool open)
{
    const struct locale_def *def = fit_market(f, locale)->def;
    const char *theme;
    struct slot_value *slots = fit_swapped(f, def, c, &theme);
    bool rtl = def && def->dir ? str_eq(def->dir, "rtl") : locale_rtl(locale);
    struct ctx silent = {0}; /* what is wrong with the layout itself is not the translator's */
    struct slot_value value = {.next = slots,
                               .slot = u->slot,
                               .kind = SLOT_VALUE_TEXT,
                               .text = t->text,
                               .runs = t->runs,
                               .n_runs = t->n_runs,
                               .alts = t->alts,
                               .n_alts = t->n_alts,
                               .dir = rtl ? "rtl" : NULL,
                               .font = def ? def->font : NULL,
                               .visible = true};
    struct variant v = {.id = c->variant ? c->variant : "sample",
                        .creative = f->path,
                        .layout = u->layout,
                        .locale = locale,
                        .theme = theme,
                        .dir = value.dir,
                        .slots = &value};
    return open ? stage_bind_open_text(&silent, f->stage, f->scratch, &v, u->slot)
                : stage_bind_text(&silent, f->stage, f->scratch, &v, u->slot);
}

/* ---- texts of the rows ---- */

struct texts {
    struct fit_text *at;
    size_t len, cap;
};

static bool same_language(const char *a, const char *b)
{
    size_t n = strcspn(a, "-");
    return strncmp(a, b, n) == 0 && (b[n] == 0 || b[n] == '-');
}

/* Do rows of `row` use translations into `locale`? */
static bool serves(struct arena *a, const char *locale, const char *row)
{
    for (const char *tag = row ? locale_canonical(a, row) : NULL; tag; tag = locale_parent(a, tag)) {
        if (str_eq(tag, locale))
            return true;
    }
    return false;
}

static bool personal(const struct l10n_fit *f, const char *name)
{
    const struct field *field = creative_field(f->creative, name);
    return field && field->pii;
}

/* `masked`: personal data are ***, for what people are shown. */
static int format_set(struct l10n_fit *f, const struct fit_set *s, const char *id, const struct message *m,
                      const char *locale, bool masked, struct arena *a, struct formatted *out)
{
    struct ctx silent = {0}; /* a message that cannot be formatted is another check's */
    size_t wanted = message_n_args(m), n = 0;
    struct message_arg_value *values = ARENA_ARRAY(a, wanted + 1, struct message_arg_value);
    for (size_t i = 0; i < wanted; i++) {
        struct message_arg_value value = {message_arg(m, i), NULL, NULL};
        for (size_t j = 0; j < s->n_args && !value.value; j++) {
            if (strcmp(s->args[j].name, value.name) == 0)
                value.value = s->args[j].value, value.currency = s->args[j].currency;
        }
        if (!value.value)
            value.value = pair_find(s->fields, s->n_fields, value.name);
        if (value.value && masked && s->variant && personal(f, value.name))
            value.value = "***";
        if (value.value)
            values[n++] = value;
    }
    const struct fit_market *market =
        fit_market(f, s->locale && same_language(locale, s->locale) ? s->locale : locale);
    formatter_set_price(f->formatter, market->def ? market->def->price : NULL);
    formatter_set_isolate(f->formatter, market->def && market->def->isolate ? 1 : 0);
    int result =
        message_format(&silent, f->formatter, m, market->format, values, n, a, (struct where){0}, out);
    unsigned fine = result == 0 ? fit_typesetting(f, market->def, id) : 0;
    if (fine)
        message_typeset(a, locale, fine, out);
    return result;
}

/* The text of a set as people may see it. */
static const char *shown(struct l10n_fit *f, const struct fit_set *s, const struct l10n_fit_request *r)
{
    struct arena *a = arena_new();
    struct formatted text;
    bool ok = format_set(f, s, r->id, r->message, r->locale, true, a, &text) == 0;
    const char *result = fit_intern(f, ok ? text.text : "***");
    arena_drop(a);
    return result;
}

static size_t longest_word(const char *text)
{
    size_t most = 0;
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, " \t\n-");
        size_t length = utf8_length(p, n);
        most = length > most ? length : most;
        p += n;
        p += *p != 0;
    }
    return most;
}

static void add_text(struct arena *a, struct texts *t, const struct fit_set *s, const struct formatted *out)
{
    if (t->len == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        t->at = arena_grow(a, t->at, t->len, cap, sizeof *t->at);
        t->cap = cap;
    }
    struct variant_text_run *runs = ARENA_ARRAY(a, out->n_runs + 1, struct variant_text_run);
    for (size_t i = 0; i < out->n_runs; i++)
        runs[i] = (struct variant_text_run){out->runs[i].name, utf8_length(out->text, out->runs[i].start),
                                            utf8_length(out->text, out->runs[i].end)};
    t->at[t->len++] = (struct fit_text){
        .text = out->text, .set = s, .runs = runs, .n_runs = out->n_runs, .word = longest_word(out->text)};
}

static void collect_texts(struct l10n_fit *f, struct arena *a, const struct fit_message *fm,
                          const struct l10n_fit_request *r, struct texts *out)
{
    struct map *seen = map_new(), *known = map_new();
    static char yes, no;
    bool own = false;
    for (size_t i = 0; i < fm->n_sets; i++) {
        const char *row = fm->sets[i]->locale ? fm->sets[i]->locale : "";
        if (!map_has(known, row))
            map_put(known, row, serves(a, r->locale, row) ? &yes : &no);
        own |= map_find(known, row) == &yes;
    }
    for (size_t i = 0; i < fm->n_sets; i++) {
        const struct fit_set *s = fm->sets[i];
        struct formatted text;
        if (own && map_find(known, s->locale ? s->locale : "") != &yes)
            continue;
        if (format_set(f, s, r->id, r->message, r->locale, false, a, &text) == 0 &&
            !map_has(seen, text.text)) {
            map_put(seen, text.text, &yes);
            add_text(a, out, s, &text);
        }
    }
    map_drop(seen);
    map_drop(known);
}

static int by_width(const void *x, const void *y)
{
    const struct fit_text *a = x, *b = y;
    return a->width != b->width ? (a->width > b->width ? -1 : 1) : strcmp(a->text, b->text);
}

static int by_word(const void *x, const void *y)
{
    const struct fit_text *a = x, *b = y;
    return a->word != b->word ? (a->word > b->word ? -1 : 1) : by_width(x, y);
}

/* Of very many texts, the widest on one line and those with the longest words. */
static void keep_worst(struct l10n_fit *f, const struct fit_message *fm, const char *locale, struct texts *t)
{
    const struct fit_use *u = fm->uses[0];
    for (size_t i = 0; i < t->len; i++) {
        arena_reset(f->scratch);
        const struct scene_slot *s = fit_lay(f, u, u->contexts[0], locale, &t->at[i], true);
        t->at[i].width = s ? s->text->em_box.w : 0;
    }
    qsort(t->at, t->len, sizeof *t->at, by_width);
    qsort(t->at + FIT_WORST_TEXTS, t->len - FIT_WORST_TEXTS, sizeof *t->at, by_word);
    t->len = FIT_WORST_TEXTS * 2;
}

/* ---- one place ---- */

static void put_alts(struct l10n_fit *f, struct arena *a, const struct l10n_fit_request *r,
                     const struct fit_use *u, struct fit_text *t)
{
    size_t n = 0;
    while (u->alts && u->alts[n])
        n++;
    t->alts = ARENA_ARRAY(a, n + 1, struct variant_alt);
    t->n_alts = 0;
    for (size_t i = 0; i < n; i++) {
        const struct message *m = r->lookup ? r->lookup(r->payload, u->alts[i]) : NULL;
        const struct message_def *def = creative_message(f->creative, u->alts[i]);
        struct formatted text;
        if (!m)
            m = def ? def->parsed : NULL;
        if (m && !str_eq(u->alts[i], r->id) &&
            format_set(f, t->set, u->alts[i], m, r->locale, false, a, &text) == 0)
            t->alts[t->n_alts++] = (struct variant_alt){u->alts[i], text.text};
    }
}

/* How bad, to find the worst: out of its box, cut off, replaced by a shorter text, squeezed; else how full.
 */
static double badness(const struct text_layout *l, double full)
{
    double out = l->overflow ? 1e6 + l->overflow_x + l->overflow_y : 0;
    double step = l->steps >> FIT_ELLIPSIS & 1 ? 1e5 : l->fallback >= 0 ? 1e4 : l->steps ? 1e3 : 0;
    double filled = (double)l->n_lines + l->em_box.w / (l->em_box.w + 100);
    return out + step + (full > 0 ? 100 * (1 - l->size / full) : 0) + filled / 1000;
}

static void note_missing(struct l10n_fit *f, struct l10n_place *p, const struct text_layout *l,
                         const struct fit_set *set, const struct l10n_fit_request *r)
{
    if (!l->n_missing)
        return;
    if (!p->n_missing)
        p->missing_text = shown(f, set, r);
    size_t n = l->n_missing < sizeof l->missing / sizeof *l->missing ? l->n_missing
                                                                     : sizeof l->missing / sizeof *l->missing;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < p->n_missing && p->missing[k] != l->missing[i])
            k++;
        if (k == p->n_missing && k < sizeof p->missing / sizeof *p->missing)
            p->missing[p->n_missing++] = l->missing[i];
    }
}

/* The worst of the texts in one place. False when the layout has no such text. */
static bool measure_place(struct l10n_fit *f, const struct l10n_fit_request *r, const struct fit_use *u,
                          const struct texts *t, struct l10n_place *p)
{
    double worst = -1;
    const struct fit_set *worst_set = NULL;
    *p = (struct l10n_place){.layout = u->layout, .slot = u->slot, .fallback = -1};
    for (size_t k = 0; k < u->n_contexts; k++) {
        for (size_t i = 0; i < t->len; i++) {
            arena_reset(f->scratch);
            struct fit_text one = t->at[i];
            put_alts(f, f->scratch, r, u, &one);
            const struct scene_slot *s = fit_lay(f, u, u->contexts[k], r->locale, &one, false);
            if (!s)
                break; /* the place is not in this context */
            const struct text_layout *l = s->text;
            double scale = matrix_scale_of(s->matrix), full = s->style ? s->style->size : 0;
            bool fits = !l->overflow && !(l->steps >> FIT_ELLIPSIS & 1);
            p->n_texts++;
            p->n_overflow += !fits;
            note_missing(f, p, l, one.set, r);
            if (badness(l, full) <= worst)
                continue;
            worst = badness(l, full);
            p->fits = fits;
            worst_set = one.set;
            p->variant = one.set->variant;
            p->row = one.set->row;
            p->sample = !one.set->variant;
            p->steps = l->steps;
            p->fallback = l->fallback;
            p->fallback_id =
                l->fallback >= 0 && (size_t)l->fallback < one.n_alts ? one.alts[l->fallback].message : NULL;
            p->size = l->size * scale;
            p->full_size = full * scale;
            p->overflow_x = l->overflow ? l->overflow_x * scale : 0;
            p->overflow_y = l->overflow ? l->overflow_y * scale : 0;
            p->box_width = s->view.w;
            p->box_height = s->view.h;
        }
    }
    p->text = worst_set ? shown(f, worst_set, r) : NULL;
    return p->n_texts > 0;
}

static void measure_key(struct arena *a, const struct l10n_fit_request *r, const struct fit_message *m,
                        struct str *key)
{
    str_printf(key, "%s\n%s\n%s", r->locale, r->id, message_pattern(r->message, a, NULL));
    for (size_t i = 0; i < m->n_uses; i++) {
        for (size_t k = 0; r->lookup && m->uses[i]->alts && m->uses[i]->alts[k]; k++) {
            const struct message *alt = r->lookup(r->payload, m->uses[i]->alts[k]);
            str_printf(key, "\n%s", alt ? message_pattern(alt, a, NULL) : "");
        }
    }
}

struct measured {
    struct l10n_place *places;
    size_t n;
};

size_t l10n_fit_measure(struct l10n_fit *f, const struct l10n_fit_request *r, const struct l10n_place **out)
{
    const struct fit_message *m = map_find(f->messages, r->id);
    *out = NULL;
    if (!m || !m->n_uses)
        return 0;
    struct arena *a = arena_new();
    struct str key = STR_INIT;
    measure_key(a, r, m, &key);
    struct measured *result = map_find(f->measured, key.data);
    if (!result) {
        struct texts texts = {0};
        result = ARENA_NEW(f->arena, struct measured);
        result->places = ARENA_ARRAY(f->arena, m->n_uses, struct l10n_place);
        collect_texts(f, a, m, r, &texts);
        if (texts.len > FIT_FEW_TEXTS && !f->options.all_rows)
            keep_worst(f, m, r->locale, &texts);
        for (size_t i = 0; i < m->n_uses; i++)
            result->n += measure_place(f, r, m->uses[i], &texts, &result->places[result->n]);
        map_put(f->measured, key.data, result);
    }
    str_drop(&key);
    arena_drop(a);
    *out = result->places;
    return result->n;
}

size_t l10n_fit_longest(struct l10n_fit *f, const struct l10n_fit_request *r, bool code_points,
                        const char **text)
{
    const struct fit_message *m = map_find(f->messages, r->id);
    struct arena *a = arena_new();
    struct texts texts = {0};
    const struct fit_text *longest = NULL;
    size_t most = 0;
    if (m)
        collect_texts(f, a, m, r, &texts);
    for (size_t i = 0; i < texts.len; i++) {
        size_t len = strlen(texts.at[i].text);
        size_t n = (code_points ? utf8_length : char_count)(texts.at[i].text, len);
        if (n > most)
            most = n, longest = &texts.at[i];
    }
    *text = longest ? shown(f, longest->set, r) : NULL;
    arena_drop(a);
    return most;
}
