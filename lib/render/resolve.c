#include "render/render-imp.h"

#include <math.h>
#include <string.h>

/* The variant as a standalone SVG: what a renderer that knows nothing of slots, themes or boxes draws the
 * same. */

struct resolver {
    struct ctx *ctx;
    struct arena *a;
    const struct scene *scene;
    const struct stage_tree *st;
    struct xml_node *root;
};

/* The style attribute without `property`. */
static char *style_without(struct arena *a, const char *style, const char *property)
{
    struct str s = STR_INIT;
    size_t n = strlen(property);
    for (const char *p = style; *p;) {
        while (ascii_space(*p) || *p == ';')
            p++;
        size_t len = strcspn(p, ";");
        if (len && !(strncmp(p, property, n) == 0 && (p[n] == ':' || ascii_space(p[n])))) {
            if (s.len)
                str_putc(&s, ';');
            str_put(&s, p, len);
        }
        p += len;
    }
    char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

static void style_set(struct arena *a, struct xml_node *e, const char *property, const char *value)
{
    const char *style = xml_attr(e, "style");
    char *rest = style_without(a, style ? style : "", property);
    if (value)
        rest = arena_printf(a, "%s%s%s:%s", rest, *rest ? ";" : "", property, value);
    xml_set_attr(a, e, "style", *rest ? rest : NULL);
    if (!value || !xml_attr(e, property))
        return;
    xml_set_attr(a, e, property, NULL);
}

/* var(--name, fallback) replaced by the theme's value; unknown names without a fallback stay. */
static char *fill_tokens(struct resolver *r, const char *text)
{
    struct str s = STR_INIT;
    for (const char *p = text; *p;) {
        const char *v = strstr(p, "var(");
        if (!v) {
            str_puts(&s, p);
            break;
        }
        str_put(&s, p, (size_t)(v - p));
        const char *name = v + 4 + strspn(v + 4, " ");
        size_t n = strcspn(name, " ,)");
        int depth = 1;
        const char *end = name + n;
        for (; *end && depth; end++)
            depth += *end == '(' ? 1 : *end == ')' ? -1 : 0;
        char *key = arena_strndup(r->a, name, n);
        const char *value = stage_token(r->scene->creative, r->scene->variant->theme, key);
        const char *comma = memchr(name + n, ',', (size_t)(end - (name + n)));
        if (value)
            str_puts(&s, value);
        else if (comma)
            str_put(&s, comma + 1, (size_t)(end - comma) - 2);
        else
            str_put(&s, v, (size_t)(end - v));
        p = end;
    }
    char *out = arena_strndup(r->a, s.data, s.len);
    str_drop(&s);
    return out;
}

static void resolve_tokens(struct resolver *r)
{
    for (struct xml_node *n = r->root; n; n = xml_following(r->root, n)) {
        if (n->kind == XN_TEXT && strstr(n->text, "var("))
            n->text = fill_tokens(r, n->text);
        for (struct xml_attr *at = n->attrs; at; at = at->next)
            if (strstr(at->value, "var("))
                at->value = fill_tokens(r, at->value);
    }
}

static char *number(struct arena *a, double v)
{
    struct str s = STR_INIT;
    str_put_number(&s, v);
    char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

static struct xml_node *new_tspan(struct resolver *r, const struct xml_node *text)
{
    struct xml_node *t = xml_new_element(r->a, XML_NS_SVG, "tspan");
    t->prefix = text->prefix;
    return t;
}

static void append_piece(struct resolver *r, struct xml_node *parent, const char *text, size_t from,
                         size_t to)
{
    if (to > from)
        xml_append(parent, xml_new_text(r->a, arena_strndup(r->a, text + from, to - from)));
}

/* Text [from, to) with the runs of the value as nested tspans. */
static void append_runs(struct resolver *r, struct xml_node *parent, const char *text, size_t from, size_t to,
                        const struct slot_value *value, double size)
{
    const struct creative *c = r->scene->creative;
    size_t at = from;
    for (size_t i = 0; value && i < value->n_runs; i++) {
        size_t a = utf8_offset(text, value->runs[i].start), b = utf8_offset(text, value->runs[i].end);
        a = a < at ? at : a;
        b = b > to ? to : b;
        if (b <= a)
            continue;
        append_piece(r, parent, text, at, a);
        struct xml_node *t = new_tspan(r, parent);
        for (size_t k = 0; k < c->n_styles; k++) {
            const struct style_def *d = &c->styles[k];
            if (!str_eq(d->name, value->runs[i].name))
                continue;
            if (d->weight)
                style_set(r->a, t, "font-weight", number(r->a, d->weight));
            if (d->slant >= 0)
                style_set(r->a, t, "font-style", d->slant == SLANT_NORMAL ? "normal" : "italic");
            if (d->family)
                style_set(r->a, t, "font-family", d->family);
            if (d->size > 0)
                style_set(r->a, t, "font-size", arena_printf(r->a, "%spx", number(r->a, size * d->size)));
            if (d->color)
                style_set(r->a, t, "fill", fill_tokens(r, d->color));
        }
        append_piece(r, t, text, a, b);
        xml_append(parent, t);
        at = b;
    }
    append_piece(r, parent, text, at, to);
}

static void resolve_text(struct resolver *r, struct xml_node *e, const struct scene_slot *ss)
{
    const struct text_layout *l = ss->text;
    const struct slot_value *value = ss->value && ss->value->kind == SLOT_VALUE_TEXT ? ss->value : NULL;
    if (!l || !value || !ss->style)
        return;
    bool main_text = l->fallback < 0;
    const char *text = main_text ? (value->text ? value->text : "") : value->alts[l->fallback].text;
    size_t len = strlen(text);
    struct xml_node *first_tspan = xml_child(e, XML_NS_SVG, "tspan");
    static const char *const kept[] = {"x", "y"};
    for (size_t i = 0; i < 2 && first_tspan; i++)
        if (!xml_attr(e, kept[i]) && xml_attr(first_tspan, kept[i]))
            xml_set_attr(r->a, e, kept[i], xml_attr(first_tspan, kept[i]));
    e->first = e->last = NULL;
    style_set(r->a, e, "shape-inside", NULL);
    style_set(r->a, e, "inline-size", NULL);
    style_set(r->a, e, "font-size", arena_printf(r->a, "%spx", number(r->a, l->size)));
    if (str_eq(value->dir ? value->dir : r->scene->variant->dir, "rtl"))
        xml_set_attr(r->a, e, "direction", "rtl");
    if (!l->n_lines) {
        append_runs(r, e, text, 0, len, main_text ? value : NULL, l->size);
        return;
    }
    style_set(r->a, e, "text-anchor", "start");
    for (size_t i = 0; i < l->n_lines; i++) {
        const struct text_line *line = &l->lines[i];
        bool cut = i + 1 == l->n_lines && l->steps & 1u << FIT_ELLIPSIS;
        size_t end = cut && line->end >= 3 ? line->end - 3 : line->end; /* the text laid out ends with it */
        size_t from = line->start > len ? len : line->start, to = end > len ? len : end;
        while (to > from && ascii_space(text[to - 1]))
            to--;
        struct xml_node *t = new_tspan(r, e);
        xml_set_attr(r->a, t, "x", number(r->a, line->rtl ? line->x + line->width : line->x));
        xml_set_attr(r->a, t, "y", number(r->a, line->baseline));
        append_runs(r, t, text, from, to, main_text ? value : NULL, l->size);
        if (line->hyphenated)
            xml_append(t, xml_new_text(r->a, "-"));
        if (cut)
            xml_append(t, xml_new_text(r->a, "\xE2\x80\xA6"));
        xml_append(e, t);
    }
}

/* The attribute that the layout has, href or xlink:href, so that programs which read its pictures read these.
 */
static void set_href(struct resolver *r, struct xml_node *e, const char *value)
{
    struct xml_attr *kept = NULL;
    for (struct xml_attr **p = &e->attrs; *p;) {
        if (strcmp((*p)->name, "href") != 0 || !kept) {
            kept = strcmp((*p)->name, "href") == 0 ? *p : kept;
            p = &(*p)->next;
        } else {
            *p = (*p)->next;
        }
    }
    if (kept)
        kept->value = arena_strdup(r->a, value);
    else
        xml_set_attr(r->a, e, "href", value);
}

/* The fitted picture goes in as pixels, so that cover, contain and focal point need nothing of the reader. */
static int resolve_image(struct resolver *r, struct xml_node *e, const struct scene_slot *ss,
                         const struct bound *b)
{
    if (!b->pixmap || !ss->value)
        return 0;
    struct encode_options o = {.format = IMAGE_PNG};
    uint8_t *data;
    size_t len;
    if (image_encode(r->ctx, b->pixmap, &o, (struct where){.file = ss->value->value}, &data, &len) != 0)
        return -1;
    struct str url = STR_INIT;
    str_puts(&url, "data:image/png;base64,");
    str_put_base64(&url, data, len);
    set_href(r, e, url.data);
    str_drop(&url);
    free(data);
    xml_set_attr(r->a, e, "x", number(r->a, b->view.x));
    xml_set_attr(r->a, e, "y", number(r->a, b->view.y));
    xml_set_attr(r->a, e, "width", number(r->a, b->view.w));
    xml_set_attr(r->a, e, "height", number(r->a, b->view.h));
    xml_set_attr(r->a, e, "preserveAspectRatio", "none");
    return 0;
}

static int resolve_slot(struct resolver *r, size_t i)
{
    const struct scene *sc = r->scene;
    const struct scene_slot *ss = &sc->slots[i];
    const struct bound *b = &sc->frame.at[i];
    const struct slot_fit *fit = slot_fit_for(ss->slot, sc->layout->name);
    struct xml_node *e = fit->target ? xml_by_id(r->root, fit->target) : NULL;
    if (!e)
        return 0;
    if (b->hidden) {
        xml_set_attr(r->a, e, "display", "none");
    } else if (b->has_color) {
        const char *color = arena_printf(r->a, "#%02x%02x%02x", b->color.r, b->color.g, b->color.b);
        style_set(r->a, e, fit->property ? fit->property : "fill", color);
    } else if (ss->slot->kind == SLOT_TEXT) {
        resolve_text(r, e, ss);
    } else if (ss->slot->kind == SLOT_IMAGE) {
        return resolve_image(r, e, ss, b);
    }
    return 0;
}

/* A picture that says who made it becomes a PNG that does not. */
static bool without_notes(struct resolver *r, enum image_format *f, char **data, size_t *len)
{
    struct image_notes *notes = image_notes_read(*data, *len);
    struct pixmap *p = notes ? image_decode(r->ctx, *data, *len, (struct where){0}) : NULL;
    struct encode_options o = {.format = IMAGE_PNG};
    uint8_t *out;
    size_t n;
    bool ok = !notes || (p && image_encode(r->ctx, p, &o, (struct where){0}, &out, &n) == 0);
    if (p && ok) {
        *data = arena_strndup(r->a, (const char *)out, n);
        *len = n;
        *f = IMAGE_PNG;
        free(out);
    }
    image_notes_drop(notes);
    pixmap_drop(p);
    return ok;
}

/* Pictures of the layout itself stay links unless everything is to be in one file. What cannot be read was
 * not drawn either: the link stays. */
static void embed_links(struct resolver *r, bool strip)
{
    const struct layout *l = r->scene->layout;
    struct ctx quiet = {0};
    for (struct xml_node *n = r->root; n; n = xml_following(r->root, n)) {
        bool picture = xml_is(n, XML_NS_SVG, "image") || xml_is(n, XML_NS_SVG, "feImage");
        const char *href = picture ? xml_attr(n, "href") : NULL;
        if (!href && picture)
            href = xml_attr_ns(n, XML_NS_XLINK, "href");
        if (!href || str_starts(href, "data:") || *href == '#')
            continue;
        char *data;
        size_t len;
        char *path = svg_linked_path(&quiet, r->a, !l, l ? r->scene->creative->dir : NULL,
                                     l ? l->path : r->st->doc->path, href, (struct where){0});
        if (!path || file_read(&quiet, r->a, path, LIMIT_IMAGE_BYTES, &data, &len) != 0)
            continue;
        enum image_format f = image_sniff(data, len);
        if (f == IMAGE_UNKNOWN || (strip && !without_notes(r, &f, &data, &len)))
            continue;
        struct str url = STR_INIT;
        str_printf(&url, "data:image/%s;base64,", f == IMAGE_SVG ? "svg+xml" : image_format_name(f));
        str_put_base64(&url, data, len);
        set_href(r, n, url.data);
        str_drop(&url);
    }
}

/* ---- mirrored layouts: as structure_mirror does on the tree ---- */

struct by_id {
    const char *id;
    const struct node *found;
};

static bool id_enter(void *payload, const struct node *n, struct matrix m)
{
    struct by_id *q = payload;
    (void)m;
    if (!q->found && str_eq(n->id, q->id))
        q->found = n;
    return true;
}

static void id_leave(void *payload, const struct node *n, struct matrix m)
{
    (void)payload;
    (void)n;
    (void)m;
}

static void id_leaf(void *payload, const struct node *n, struct matrix m)
{
    id_enter(payload, n, m);
}

/* The flip that lowering's node got is read back from it: its transform ends in matrix(-1 0 0 1 2x 0). */
static bool face_axis(struct resolver *r, const struct xml_node *e, double *x)
{
    const char *id = xml_attr(e, "id");
    struct by_id q = {id, NULL};
    struct tree_visitor v = {id_enter, id_leave, id_leaf, &q};
    struct rect box;
    if (id)
        tree_walk(r->scene->tree, &r->scene->frame, &v);
    if (q.found && q.found->slot != SLOT_NONE && r->st->slots[q.found->slot].has_box)
        box = r->st->slots[q.found->slot].box;
    else if (xml_is(e, XML_NS_SVG, "image") || !q.found || q.found->kind == NODE_TEXT)
        box = (struct rect){0, 0, 0, 0};
    else if (!node_object_box(q.found, &r->scene->frame, &box))
        return false;
    const char *ax = xml_attr(e, "x"), *aw = xml_attr(e, "width");
    double vx = 0, vw = 0;
    if (box.w > 0) {
        *x = box.x + box.w / 2;
        return true;
    }
    if (ax)
        svg_parse_length(ax, r->scene->tree->width, 16, &vx);
    if (aw && xml_is(e, XML_NS_SVG, "image"))
        svg_parse_length(aw, r->scene->tree->width, 16, &vw);
    *x = vx + vw / 2;
    return true;
}

static void put_transform(struct resolver *r, struct xml_node *e, struct matrix m)
{
    xml_set_attr(r->a, e, "transform",
                 arena_printf(r->a, "matrix(%s %s %s %s %s %s)", number(r->a, m.a), number(r->a, m.b),
                              number(r->a, m.c), number(r->a, m.d), number(r->a, m.e), number(r->a, m.f)));
}

static struct matrix own_transform(const struct xml_node *e)
{
    struct matrix m;
    const char *t = xml_attr(e, "transform");
    return t && svg_parse_transform(t, &m) ? m : MATRIX_IDENTITY;
}

/* `flip` of the whole picture in the space of the siblings at n. */
static void mirror_faces(struct resolver *r, struct xml_node *n, struct matrix flip)
{
    for (; n; n = n->next) {
        struct matrix own, inverse;
        if (n->kind != XN_ELEMENT || xml_is(n, XML_NS_SVG, "defs"))
            continue;
        own = own_transform(n);
        if (str_eq(xml_attr(n, "data-mirror"), "fixed")) {
            put_transform(r, n, matrix_multiply(flip, own));
            continue;
        }
        bool face = xml_is(n, XML_NS_SVG, "text") || xml_is(n, XML_NS_SVG, "image") ||
                    str_eq(xml_attr(n, "data-mirror"), "no");
        double x;
        if (face && face_axis(r, n, &x)) {
            const char *old = xml_attr(n, "transform");
            xml_set_attr(r->a, n, "transform",
                         arena_printf(r->a, "%s%smatrix(-1 0 0 1 %s 0)", old ? old : "", old ? " " : "",
                                      number(r->a, 2 * x)));
        } else if (!face) {
            mirror_faces(r, n->first,
                         matrix_invert(own, &inverse) ? matrix_multiply(inverse, matrix_multiply(flip, own))
                                                      : flip);
        }
    }
}

static void mirror(struct resolver *r)
{
    /* the root matrix of the tree has the flip in picture units; here it goes into the view box's units */
    struct matrix inverse, m = r->scene->tree->root_matrix;
    struct matrix flip = {-1, 0, 0, 1, r->scene->tree->width, 0};
    struct matrix plain = matrix_multiply(flip, m);
    if (!matrix_invert(plain, &inverse))
        return;
    m = matrix_multiply(inverse, m);
    mirror_faces(r, r->root->first, m);
    struct xml_node *g = xml_new_element(r->a, XML_NS_SVG, "g");
    g->prefix = r->root->prefix;
    put_transform(r, g, m);
    for (struct xml_node *c = r->root->first, *next; c; c = next) {
        next = c->next;
        xml_unlink(c);
        xml_append(g, c);
    }
    xml_append(r->root, g);
}

/* The packet as a metadata element; its own id keeps it apart from the layout's. */
static void put_metadata(struct resolver *r, const struct resolved_svg *how)
{
    struct ctx quiet = {0};
    struct xml_doc *doc = how->xmp ? xml_parse(&quiet, r->a, "xmp", how->xmp, how->xmp_len) : NULL;
    if (!doc)
        return;
    struct xml_node *m = xml_new_element(r->a, XML_NS_SVG, "metadata");
    m->prefix = r->root->prefix;
    xml_set_attr(r->a, m, "id", "pressrun-credits");
    xml_append(m, doc->root);
    if (r->root->first)
        xml_insert_before(r->root->first, m);
    else
        xml_append(r->root, m);
}

/* Numbers of the picture instead of those of the file. */
static void put_size(struct resolver *r)
{
    const struct tree *t = r->scene->tree;
    if (r->scene->width == t->width && r->scene->height == t->height)
        return;
    if (!xml_attr(r->root, "viewBox"))
        xml_set_attr(r->a, r->root, "viewBox",
                     arena_printf(r->a, "0 0 %s %s", number(r->a, t->width), number(r->a, t->height)));
    xml_set_attr(r->a, r->root, "width", arena_printf(r->a, "%d", r->scene->width));
    xml_set_attr(r->a, r->root, "height", arena_printf(r->a, "%d", r->scene->height));
}

int stage_resolved_svg(struct ctx *ctx, struct stage *s, const struct scene *scene,
                       const struct resolved_svg *how, struct str *out)
{
    struct stage_tree *st = s->current ? s->current->st : NULL;
    if (!st || st->tree != scene->tree) {
        report(ctx, DIAG_SCENE, (struct where){0}, "a scene is written after another one was bound");
        return -1;
    }
    if (how->outlines)
        return tree_write_svg(ctx, scene->tree, &scene->frame,
                              &(struct tree_svg){.width = scene->width,
                                                 .height = scene->height,
                                                 .background = scene->background,
                                                 .lang = scene->variant ? scene->variant->locale : NULL,
                                                 .metadata = how->xmp,
                                                 .metadata_len = how->xmp_len},
                              out);
    int rc = -1;
    struct resolver r = {ctx, arena_new(), scene, st, NULL};
    r.root = xml_clone(r.a, st->doc->root);
    if (scene->creative)
        resolve_tokens(&r);
    if (scene->layout && structure_mirrored(scene->layout, scene->variant))
        mirror(&r);
    for (size_t i = 0; i < scene->n_slots; i++)
        if (resolve_slot(&r, i) != 0)
            goto done;
    if (how->embed)
        embed_links(&r, how->strip);
    put_metadata(&r, how);
    put_size(&r);
    if (scene->variant && scene->variant->locale)
        xml_set_attr(r.a, r.root, "lang", scene->variant->locale);
    xml_write(out, r.root, true);
    rc = 0;
done:
    arena_drop(r.a);
    return rc;
}
