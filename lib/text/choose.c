/* From a style to the faces its families name, variable axes set, weight and slant synthesised where a face
 * lacks them. */
#include "text/layout-imp.h"

#include <hb-ot.h>
#include <math.h>
#include <string.h>

#define MAX_AXES 32

struct axes {
    unsigned n;
    hb_ot_var_axis_info_t at[];
};

static const struct axes *file_axes(struct typesetter *t, const struct font_file *file)
{
    struct axes *axes = memo_find(&t->axes, &file, sizeof file);
    if (axes != NULL)
        return axes;
    hb_blob_t *blob = hb_blob_create_from_file(file->path);
    hb_face_t *face = hb_face_create(blob, (unsigned)file->index);
    unsigned n = hb_ot_var_get_axis_count(face);
    if (n > MAX_AXES)
        n = MAX_AXES;
    axes = arena_alloc(memo_arena(&t->axes), sizeof *axes + n * sizeof axes->at[0]);
    axes->n = n;
    if (n > 0)
        hb_ot_var_get_axis_infos(face, 0, &axes->n, axes->at);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    memo_put(&t->axes, &file, sizeof file, axes);
    return axes;
}

static hb_tag_t tag_of(const char tag[5])
{
    return HB_TAG(tag[0], tag[1], tag[2], tag[3]);
}

/* What the style asks of one axis; false when it has no say. Explicit settings win (CSS Fonts 4, section 7).
 */
static bool axis_value(const struct text_style *s, const hb_ot_var_axis_info_t *axis, float *out)
{
    for (size_t i = s->n_variations; i-- > 0;)
        if (tag_of(s->variations[i].tag) == axis->tag) {
            *out = (float)s->variations[i].value;
            return true;
        }
    switch (axis->tag) {
    case HB_TAG('w', 'g', 'h', 't'):
        *out = (float)s->weight;
        return true;
    case HB_TAG('w', 'd', 't', 'h'):
        *out = (float)s->stretch;
        return true;
    case HB_TAG('o', 'p', 's', 'z'):
        /* A quarter of a unit is finer than any design; it bounds the number of faces. */
        *out = (float)(floor(s->size * 4 + 0.5) / 4);
        return !s->optical_sizing_none;
    case HB_TAG('i', 't', 'a', 'l'):
        *out = s->slant == SLANT_ITALIC ? 1 : 0;
        return true;
    case HB_TAG('s', 'l', 'n', 't'):
        *out = s->slant == SLANT_NORMAL ? 0 : -14;
        return true;
    default:
        return false;
    }
}

struct face_ref choose_open(struct typesetter *t, const struct font_file *file, const struct text_style *s)
{
    const struct axes *axes = file_axes(t, file);
    hb_variation_t coords[MAX_AXES];
    unsigned n = 0;
    double heaviest = file->weight_max;
    bool slants = file->slant != SLANT_NORMAL;
    for (unsigned i = 0; i < axes->n; i++) {
        float v;
        if (axes->at[i].tag == HB_TAG('w', 'g', 'h', 't'))
            heaviest = axes->at[i].max_value;
        if (axes->at[i].tag == HB_TAG('s', 'l', 'n', 't') || axes->at[i].tag == HB_TAG('i', 't', 'a', 'l'))
            slants = true;
        if (!axis_value(s, &axes->at[i], &v) || !isfinite(v))
            continue;
        coords[n].tag = axes->at[i].tag;
        coords[n++].value = fminf(fmaxf(v, axes->at[i].min_value), axes->at[i].max_value);
    }
    struct {
        const struct font_file *file;
        hb_variation_t coords[MAX_AXES];
    } key;
    memset(&key, 0, sizeof key);
    key.file = file;
    memcpy(key.coords, coords, n * sizeof *coords);
    struct face *face = memo_find(&t->face_keys, &key, sizeof key);
    if (face == NULL) {
        face = face_open(file, coords, n, t->fonts->maker);
        if (face != NULL) {
            face->id = (unsigned)t->faces.len;
            vec_push(&t->faces, face);
            memo_put(&t->face_keys, &key, sizeof key, face);
        }
    }
    return (struct face_ref){.face = face,
                             .embolden = s->weight >= 600 && heaviest < 600 && !file->color &&
                                         !(s->no_synthesis & SYNTHESIS_WEIGHT),
                             .oblique = s->slant != SLANT_NORMAL && !slants && !file->color &&
                                        !(s->no_synthesis & SYNTHESIS_STYLE)};
}

static void add(struct typesetter *t, struct choice *c, size_t cap, const struct font_file *file,
                bool generic, bool plain)
{
    if (file == NULL || c->n == cap)
        return;
    struct candidate k = {.ref = choose_open(t, file, &c->style), .generic = generic};
    if (plain) /* named by its own full name: meant as it is */
        k.ref.embolden = k.ref.oblique = false;
    if (k.ref.face != NULL)
        c->at[c->n++] = k;
}

static void add_families(struct typesetter *t, struct choice *c, size_t cap)
{
    const struct text_style *s = &c->style;
    struct fonts *f = t->fonts;
    const char *p = s->families != NULL ? s->families : "";
    char name[256];
    bool quoted;
    while (family_next(&p, name, sizeof name, &quoted)) {
        if (name[0] == '\0')
            continue;
        bool generic = !quoted && family_is_generic(name);
        const struct family *fam =
            generic ? fonts_substitute(f, name, s->lang, false) : fonts_family(f, name);
        if (fam == NULL && !generic && fonts_named(f, name) != NULL) {
            add(t, c, cap, fonts_named(f, name), false, true);
            continue;
        }
        if (fam == NULL && !generic)
            fam = fonts_substitute(f, name, NULL, true);
        if (fam != NULL)
            add(t, c, cap, family_match(fam, s->weight, s->slant, s->stretch), generic, false);
    }
    const struct family *last = fonts_substitute(f, NULL, s->lang, false);
    if (last != NULL) {
        size_t n = c->n;
        add(t, c, cap, family_match(last, s->weight, s->slant, s->stretch), true, false);
        if (c->n > n)
            c->at[n].ref.fallback = n > 0 || s->families != NULL;
    }
}

static void key_tags(struct str *k, const struct text_tag_value *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        str_put(k, at[i].tag, 4);
        str_put(k, (const char *)&at[i].value, sizeof at[i].value);
    }
}

static void build_key(struct str *k, const struct text_style *s, double size)
{
    struct {
        double stretch, size;
        int weight, slant, optical;
        unsigned no_synthesis;
    } head;
    memset(&head, 0, sizeof head);
    head.stretch = s->stretch;
    head.size = size;
    head.weight = s->weight;
    head.slant = (int)s->slant;
    head.optical = s->optical_sizing_none;
    head.no_synthesis = s->no_synthesis;
    str_clear(k);
    str_put(k, (const char *)&head, sizeof head);
    str_puts(k, s->lang != NULL ? s->lang : "");
    str_putc(k, '\n');
    key_tags(k, s->variations, s->n_variations);
    str_puts(k, s->families != NULL ? s->families : "");
}

static struct choice *choice_new(struct typesetter *t, const struct text_style *s)
{
    struct arena *a = memo_arena(&t->choices);
    size_t cap = 2;
    for (const char *p = s->families; p != NULL && *p != '\0'; p++)
        cap += *p == ',';
    if (cap > 64)
        cap = 64;
    struct choice *c = ARENA_NEW(a, struct choice);
    c->style = *s;
    c->style.families = arena_strdup(a, s->families);
    c->style.lang = arena_strdup(a, s->lang);
    struct text_tag_value *v = ARENA_ARRAY(a, s->n_variations, struct text_tag_value);
    if (s->n_variations > 0)
        memcpy(v, s->variations, s->n_variations * sizeof *v);
    c->style.variations = v;
    c->style.features = NULL;
    c->style.n_features = 0;
    c->style.shifts = NULL;
    c->style.n_shifts = 0;
    c->at = ARENA_ARRAY(a, cap, struct candidate);
    c->id = ++t->n_choices;
    add_families(t, c, cap);
    for (size_t i = 0; i < c->n; i++)
        c->optical = c->optical || c->at[i].ref.face->has_opsz;
    return c;
}

const struct choice *choose(struct typesetter *t, const struct text_style *s)
{
    fonts_load(t->fonts);
    build_key(&t->key, s, 0);
    struct choice *c = memo_find(&t->choices, t->key.data, t->key.len);
    if (c == NULL) {
        c = choice_new(t, s);
        memo_put(&t->choices, t->key.data, t->key.len, c);
    }
    if (!c->optical || s->optical_sizing_none)
        return c;
    build_key(&t->key, s, floor(s->size * 4 + 0.5) / 4);
    c = memo_find(&t->choices, t->key.data, t->key.len);
    if (c == NULL) {
        c = choice_new(t, s);
        memo_put(&t->choices, t->key.data, t->key.len, c);
    }
    return c;
}

struct face *choice_first(const struct choice *c)
{
    return c->n > 0 ? c->at[0].ref.face : NULL;
}
