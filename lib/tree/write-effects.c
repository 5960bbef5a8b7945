/* The SVG writer's clips, masks and the attributes of groups that have them. */
#include "tree/write-imp.h"

static void put_clip_content(struct svg_writer *w, struct str *out, const struct node *first, struct matrix m,
                             const struct rect *box, int depth);

static const char *put_clip(struct svg_writer *w, const struct clip *c, const struct rect *box,
                            struct matrix m, int depth)
{
    struct matrix units = MATRIX_IDENTITY;
    struct str s = STR_INIT;
    if (depth > 64)
        return NULL;
    if (c->units_bbox) {
        if (!box || rect_empty(*box))
            return NULL;
        units = (struct matrix){box->w, 0, 0, box->h, box->x, box->y};
    }
    const char *by = c->clip ? put_clip(w, c->clip, box, m, depth + 1) : NULL;
    if (by)
        str_printf(&s, " clip-path=\"url(#%s)\"", by);
    str_puts(&s, ">\n");
    put_clip_content(w, &s, c->content, matrix_multiply(m, matrix_multiply(c->transform, units)), box,
                     depth + 1);
    str_puts(&s, "</clipPath>\n");
    return write_def(w, "clipPath", &s);
}

/* A clipPath holds shapes alone: transforms of groups go into the paths, and the clip of a group onto each of
 * them. */
static void put_clip_shape(struct svg_writer *w, struct str *out, const struct path *p, struct matrix m,
                           bool evenodd, const char *by)
{
    (void)w;
    str_puts(out, "<path");
    write_path(out, p, m);
    if (evenodd)
        str_puts(out, " clip-rule=\"evenodd\"");
    if (by)
        str_printf(out, " clip-path=\"url(#%s)\"", by);
    str_puts(out, "/>\n");
}

static void put_clip_leaf(struct svg_writer *w, struct str *out, const struct node *n, struct matrix m,
                          const char *by)
{
    if (n->kind == NODE_PATH) {
        put_clip_shape(w, out, n->u.path.path, m, n->u.path.fill && n->u.path.fill->evenodd, by);
        return;
    }
    const struct text_layout *l = n->kind == NODE_TEXT ? node_text_layout(n, w->f) : NULL;
    struct path all = {0};
    for (size_t i = 0; l && i < l->n_runs; i++)
        for (size_t k = 0; k < l->runs[i].n_glyphs; k++) {
            const struct text_run *r = &l->runs[i];
            const struct path *p = face_outline(r->face, r->glyphs[k].id, r->embolden, r->oblique);
            if (p && !r->hidden)
                path_append(&all, p, text_glyph_matrix(r, &r->glyphs[k]));
        }
    for (size_t i = 0; l && i < l->n_decors; i++)
        path_append(&all, &l->decors[i].path, MATRIX_IDENTITY);
    if (all.n_verbs)
        put_clip_shape(w, out, &all, m, false, by);
    path_drop(&all);
}

static void put_clip_content(struct svg_writer *w, struct str *out, const struct node *first, struct matrix m,
                             const struct rect *box, int depth)
{
    for (const struct node *n = first; n && depth < 64; n = n->next) {
        struct matrix own = matrix_multiply(m, n->transform);
        const struct bound *b = frame_at(w->f, n->slot);
        if (b && b->hidden)
            continue;
        if (n->kind != NODE_GROUP) {
            put_clip_leaf(w, out, n, own, NULL);
            continue;
        }
        struct rect inner;
        const struct rect *object = node_object_box(n, w->f, &inner) ? &inner : NULL;
        const char *by = n->u.group.clip ? put_clip(w, n->u.group.clip, object, own, depth + 1) : NULL;
        if (!by)
            put_clip_content(w, out, n->u.group.first, own, box, depth + 1);
        for (const struct node *c = by ? n->u.group.first : NULL; c; c = c->next)
            if (c->kind != NODE_GROUP)
                put_clip_leaf(w, out, c, matrix_multiply(own, c->transform), by);
            else
                put_clip_content(w, out, c->u.group.first, matrix_multiply(own, c->transform), box,
                                 depth + 1);
    }
}

static const char *put_mask(struct svg_writer *w, const struct mask *k, const struct rect *box, int depth)
{
    struct str s = STR_INIT;
    struct rect r = k->rect;
    if (depth > 64 || ((k->units_bbox || k->content_bbox) && (!box || rect_empty(*box))))
        return NULL;
    if (k->units_bbox)
        r = (struct rect){box->x + r.x * box->w, box->y + r.y * box->h, r.w * box->w, r.h * box->h};
    str_puts(&s, " maskUnits=\"userSpaceOnUse\"");
    write_attr(&s, "x", r.x);
    write_attr(&s, "y", r.y);
    write_attr(&s, "width", r.w);
    write_attr(&s, "height", r.h);
    str_printf(&s, " style=\"mask-type:%s\"", k->luminance ? "luminance" : "alpha");
    if (k->linear)
        str_puts(&s, " color-interpolation=\"linearRGB\"");
    const char *by = k->mask ? put_mask(w, k->mask, box, depth + 1) : NULL;
    if (by)
        str_printf(&s, " mask=\"url(#%s)\"", by);
    str_puts(&s, ">\n<g");
    if (k->content_bbox)
        write_matrix(&s, "transform", (struct matrix){box->w, 0, 0, box->h, box->x, box->y});
    str_puts(&s, ">\n");
    write_nodes(w, &s, k->content);
    str_puts(&s, "</g>\n</mask>\n");
    return write_def(w, "mask", &s);
}

void write_effects(struct svg_writer *w, struct str *out, const struct node *n)
{
    const struct node_group *g = &n->u.group;
    struct rect object;
    const struct rect *box = node_object_box(n, w->f, &object) ? &object : NULL;
    struct str style = STR_INIT;
    if (g->opacity < 1)
        write_attr(out, "opacity", g->opacity);
    const char *id = g->clip ? put_clip(w, g->clip, box, MATRIX_IDENTITY, 0) : NULL;
    if (id)
        str_printf(out, " clip-path=\"url(#%s)\"", id);
    id = g->mask ? put_mask(w, g->mask, box, 0) : NULL;
    if (id)
        str_printf(out, " mask=\"url(#%s)\"", id);
    for (size_t i = 0; i < g->n_filters; i++) {
        id = write_filter(w, &g->filters[i], box);
        if (id)
            str_printf(&style, "%surl(#%s)", style.len ? " " : "filter:", id);
    }
    if (g->blend != BLEND_NORMAL)
        str_printf(&style, "%smix-blend-mode:%s", style.len ? ";" : "", fx_blend_name(g->blend));
    if (g->isolate)
        str_printf(&style, "%sisolation:isolate", style.len ? ";" : "");
    if (style.len)
        str_printf(out, " style=\"%s\"", style.data);
    str_drop(&style);
}
