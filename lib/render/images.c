#include "render/render-imp.h"

#include <math.h>
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

/* Decodes a picture once; vector pictures are drawn at the size that the slot wants. */
static struct pixmap *load(struct ctx *ctx, struct stage *s, const struct loaded *l,
                           const struct slot_fit *fit, const char *rel, int w, int h, struct where where,
                           bool *vector)
{
    struct arena *a = arena_new();
    struct pixmap *out = NULL;
    char *path =
        path_inside(ctx, a, l->creative->dir, rel, where); /* lines name files from the creative on */
    char *data;
    size_t len;
    *vector = false;
    if (!path || file_read(ctx, a, path, LIMIT_IMAGE_BYTES, &data, &len) != 0)
        goto done;
    *vector = image_sniff(data, len) == IMAGE_SVG;
    where.file = path;
    out = *vector ? draw_svg(ctx, s, l, path, fit, w, h) : image_decode(ctx, data, len, where);
done:
    arena_drop(a);
    return out;
}

const struct pixmap *stage_image(struct ctx *ctx, struct stage *s, const struct loaded *l,
                                 const struct slot_fit *fit, const char *rel, int w, int h,
                                 struct where where, const struct pixmap **source)
{
    const struct image_fitting *how = &fit->fitting;
    char *src_key = arena_printf(s->scratch, "s\n%s\n%s", l->creative->dir, rel);
    char *key = arena_printf(s->scratch, "%s\n%dx%d %d %.4f %.4f", src_key, w, h, (int)how->fit, how->focus_x,
                             how->focus_y);
    struct pixmap *fitted = cache_find(s->images, key, strlen(key));
    struct pixmap *src = cache_find(s->images, src_key, strlen(src_key));
    *source = src;
    if (fitted && src)
        return fitted;
    if (!src) {
        bool vector;
        src = load(ctx, s, l, fit, rel, w, h, where, &vector);
        if (!src)
            return NULL;
        if (vector) /* drawn for this size: no other size may take it */
            src_key = arena_printf(s->scratch, "%s\nvector", key);
    }
    fitted = image_fit(src, w, h, *how);
    if (!cache_find(s->images, src_key, strlen(src_key)))
        cache_put(s->images, src_key, strlen(src_key), src, pixmap_bytes(src), drop_pixmap);
    *source = src;
    if (!fitted) {
        report(ctx, DIAG_SCENE, where, "the picture '%s' cannot be fitted into %d x %d pixels", rel, w, h);
        return NULL;
    }
    cache_put(s->images, key, strlen(key), fitted, pixmap_bytes(fitted), drop_pixmap);
    return fitted;
}
