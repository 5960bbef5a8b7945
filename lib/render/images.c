#include "render/render-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t pixmap_bytes(const struct pixmap *p)
{
    return (size_t)p->stride * (size_t)p->height;
}

static void drop_pixmap(void *p)
{
    pixmap_drop(p);
}

static struct pixmap *draw_svg(struct ctx *ctx, struct stage *s, const struct loaded *l, const char *path,
                               const struct slot_fit *fit, int w, int h)
{
    struct pixmap *out = NULL;
    struct tree *t = NULL;
    struct arena *a = arena_new();
    struct xml_doc *doc = xml_load(ctx, a, path);
    struct svg_options o = {.root_dir = l->creative->dir, .typesetter = l->typesetter};
    if (!doc || !(t = svg_lower(ctx, doc, &o)) || !(t->width > 0) || !(t->height > 0))
        goto done;
    double kx = w / t->width, ky = h / t->height;
    double k = fit->fitting.fit == FIT_COVER ? fmax(kx, ky) : fit->fitting.fit == FIT_NONE ? 1 : fmin(kx, ky);
    int pw = fit->fitting.fit == FIT_FILL ? w : (int)lround(t->width * k);
    int ph = fit->fitting.fit == FIT_FILL ? h : (int)lround(t->height * k);
    out = pixmap_new(pw > 0 ? pw : 1, ph > 0 ? ph : 1);
    if (out)
        paint_tree(ctx, s->painter, t, &FRAME_NONE, out);
    for (size_t i = 0; out && i < t->n_pixmaps && !out->notes; i++) { /* of the picture within the picture */
        out->notes = t->pixmaps[i]->notes;
        t->pixmaps[i]->notes = NULL;
    }
done:
    tree_drop(t);
    arena_drop(a);
    return out;
}

struct wanted { /* a picture and how it is to be fitted */
    struct ctx *ctx;
    struct stage *s;
    const struct loaded *l;
    const struct slot_fit *fit;
    const char *rel;
    int w, h;
    struct where where;
    bool vector;
    const struct pixmap *source;
};

struct source {
    struct pixmap *pixels; /* NULL: a vector picture, which is drawn at the size that a slot wants */
};

static void drop_source(void *p)
{
    struct source *s = p;
    pixmap_drop(s->pixels);
    free(s);
}

/* Decodes or draws a file of the creative. */
static void *make_source(void *payload, size_t *bytes)
{
    const struct wanted *x = payload;
    struct arena *a = arena_new();
    struct source *out = NULL;
    struct pixmap *pm = NULL;
    struct where where = x->where;
    char *data, *path = path_inside(x->ctx, a, x->l->creative->dir, x->rel, where);
    size_t len;
    if (path && file_read(x->ctx, a, path, LIMIT_IMAGE_BYTES, &data, &len) == 0) {
        bool vector = image_sniff(data, len) == IMAGE_SVG;
        where.file = path;
        if (!vector)
            pm = image_decode(x->ctx, data, len, where);
        else if (x->vector)
            pm = draw_svg(x->ctx, x->s, x->l, path, x->fit, x->w, x->h);
        if (pm || (vector && !x->vector)) {
            out = xcalloc(1, sizeof *out);
            out->pixels = pm;
            *bytes = sizeof *out + (pm ? pixmap_bytes(pm) : 0);
        }
    }
    arena_drop(a);
    return out;
}

static void *make_fitted(void *payload, size_t *bytes)
{
    const struct wanted *x = payload;
    struct pixmap *p = image_fit(x->source, x->w, x->h, x->fit->fitting);
    *bytes = p ? pixmap_bytes(p) : 0;
    return p;
}

/* From the stage's own cache, else from the one that all stages share. */
static void *find_or_make(struct stage *s, const char *key, shared_maker *make, struct wanted *x,
                          void (*drop)(void *))
{
    struct shared_ref *ref = cache_find(s->images, key, strlen(key));
    if (!ref) {
        ref = shared_get(s->shared, key, strlen(key), make, x, drop);
        if (ref)
            cache_put(s->images, key, strlen(key), ref, shared_bytes(ref), shared_release);
    }
    return shared_value(ref);
}

const struct pixmap *stage_image(struct ctx *ctx, struct stage *s, const struct loaded *l,
                                 const struct slot_fit *fit, const char *rel, int w, int h,
                                 struct where where, const struct pixmap **source)
{
    const struct image_fitting *how = &fit->fitting;
    struct wanted x = {.ctx = ctx, .s = s, .l = l, .fit = fit, .rel = rel, .w = w, .h = h, .where = where};
    char *source_key = arena_printf(s->scratch, "picture\n%s\n%s", l->creative->dir, rel);
    char *key = arena_printf(s->scratch, "%s\n%dx%d %d %.4f %.4f", source_key, w, h, (int)how->fit,
                             how->focus_x, how->focus_y);
    struct source *found = find_or_make(s, source_key, make_source, &x, drop_source);
    if (found && !found->pixels) {
        x.vector = true;
        found = find_or_make(s, arena_printf(s->scratch, "%s\ndrawn", key), make_source, &x, drop_source);
    }
    if (!found)
        return NULL;
    x.source = *source = found->pixels;
    const struct pixmap *fitted = find_or_make(s, key, make_fitted, &x, drop_pixmap);
    if (!fitted)
        report(ctx, DIAG_SCENE, where, "the picture '%s' cannot be fitted into %d x %d pixels", rel, w, h);
    return fitted;
}
