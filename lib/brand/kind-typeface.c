#include "brand/worker-imp.h"

#include <stdlib.h>
#include <string.h>

static const struct brand_param params[] = {
    {"family", "name", BRAND_TEXT, .required = true, .help = "a family that may be used"},
    {"family", "weights", BRAND_WORDS, .help = "its weights that may be used: 400 700; default all"},
    {"family", "locales", BRAND_WORDS, .help = "only in these locales"},
    {NULL, "fallback", BRAND_YES, .def = "no",
     .help =
         "whether characters may be drawn in a family that is not listed, because the text's own lacks them"},
    {NULL, "system", BRAND_YES, .def = "yes",
     .help = "whether fonts of the machine may be used; no: only those of the creative and of --font-dir"},
};

static const struct brand_item *family(const struct check *c, const struct brand_rule *r, const char *name)
{
    for (const struct brand_item *i = r->items; i; i = i->next) {
        const char *const *locales = item_value(r, i, "locales")->words;
        if (str_eq_nocase(item_value(r, i, "name")->text, name) &&
            (!locales || (c->s->locale && locale_in(locales, c->s->locale))))
            return i;
    }
    return NULL;
}

static bool weight_listed(const char *const *weights, int weight)
{
    char text[16];
    snprintf(text, sizeof text, "%d", weight);
    return !weights || words_have(weights, text);
}

static bool asked_for(const struct drawn_text *t, size_t span, const char *name)
{
    const struct text_block *b = t->node->u.text.block;
    const char *families =
        b && span < b->n_spans && b->spans[span].style ? b->spans[span].style->families : NULL;
    return families && strcasestr(families, name);
}

static bool below(const char *path, const char *dir)
{
    char *real = realpath(dir, NULL), *file = realpath(path, NULL);
    size_t n = real ? strlen(real) : 0;
    bool inside = n && file && strncmp(file, real, n) == 0 && file[n] == '/';
    free(real);
    free(file);
    return inside;
}

static bool of_system(const struct check *c, const char *path)
{
    const struct brand_options *o = &c->worker->run->options;
    for (size_t i = 0; i < o->n_font_dirs; i++)
        if (below(path, o->font_dirs[i]))
            return false;
    for (size_t i = 0; c->s->creative && i < c->s->creative->n_font_dirs; i++)
        if (below(path, c->s->creative->font_dirs[i]))
            return false;
    return true;
}

static void check_text(struct check *c, const struct brand_rule *r, const struct drawn_text *t)
{
    const struct text_layout *l = t->layout;
    const char *seen[8];
    size_t n_seen = 0;
    for (size_t i = 0; i < l->n_runs; i++) {
        const struct text_run *run = &l->runs[i];
        const char *name = run->face && !run->hidden ? face_family(run->face) : NULL;
        if (!name)
            continue;
        int weight = run->embolden ? 700 : face_weight(run->face);
        char *key = arena_printf(c->arena, "%s %d", name, weight);
        bool known = false;
        for (size_t k = 0; k < n_seen && !known; k++)
            known = str_eq(seen[k], key);
        if (known || n_seen == LENGTH(seen))
            continue;
        seen[n_seen++] = key;
        struct spot spot = text_spot(t, key);
        const char *where = spot_name(c, t->slot, t->id, t->file_line);
        const struct brand_item *f = family(c, r, name);
        bool fallback = !asked_for(t, run->span, name) && l->n_fallback_fonts > 0;
        if (!f && fallback && rule_yes(r, "fallback"))
            continue;
        if (!f && fallback)
            found(c, spot, "%s falls back to %s (%s), which is not a family of the brand", where, name,
                  path_base(face_path(run->face)));
        else if (!f)
            found(c, spot, "%s is set in %s, which is not a family of the brand", where, name);
        else if (!rule_yes(r, "system") && of_system(c, face_path(run->face)))
            found(c, spot, "%s is set in %s from this machine (%s), not from the creative's fonts", where,
                  name, path_base(face_path(run->face)));
        else if (!weight_listed(item_value(r, f, "weights")->words, weight))
            found(c, spot, "%s is set in %s %d, allowed are the weights %s", where, name, weight,
                  item_value(r, f, "weights")->text);
    }
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    return r->items ? 0
                    : rule_wrong(l, r->where, "write <family name=\"Noto Sans\"/>",
                                 "a rule of kind 'typeface' needs a family");
}

static int check(struct check *c, const struct brand_rule *r)
{
    for (size_t i = 0; i < c->s->n_texts; i++)
        if (rule_covers(r, c->s->texts[i].slot, c->s->texts[i].role, c->s->texts[i].id))
            check_text(c, r, &c->s->texts[i]);
    return 0;
}

BRAND_KIND(typeface, "typeface", .summary = "families and weights that text is really drawn in",
           PARAMS(params), .need = NEED_LAYOUT, .by_slot = true, .section = "type",
           .hint = "put the font into the creative's fonts folder and name it in the layout",
           .compile = compile, .check = check);
