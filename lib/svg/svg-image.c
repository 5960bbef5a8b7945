/* Images: data URLs and files inside the root folder, raster or SVG. */
#include <limits.h>
#include <stdlib.h>

#include "svg/svg-imp.h"

/* SVG pictures inside SVG pictures. */
#define MAX_IMAGE_DEPTH 4

static int base64_value(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+' || c == '-' ? 62
           : c == '/' || c == '_' ? 63
                                  : -1;
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Folds "layouts/../assets/a.png" to "assets/a.png", in place; what would climb above the start is left for
 * path_inside to refuse. */
static char *folded(char *path)
{
    char *out = path;
    for (const char *p = path; *p;) {
        size_t n = strcspn(p, "/");
        char *slash = NULL;
        if (n == 2 && p[0] == '.' && p[1] == '.' && out > path) {
            out[-1] = '\0'; /* the slash behind the segment that goes */
            slash = strrchr(path, '/');
            out = slash ? slash + 1 : path;
            p += n + (p[n] == '/');
            continue;
        }
        memmove(out, p, n + (p[n] == '/'));
        out += n + (p[n] == '/');
        p += n + (p[n] == '/');
    }
    *out = '\0';
    return path;
}

/* data:[type][;base64],... : percent escapes undone, then base64. White space inside is ignored. */
static bool data_url(struct lower *L, const char *url, char **data, size_t *len)
{
    const char *comma = strchr(url, ',');
    if (!comma)
        return false;
    char *head = arena_strndup(L->scratch, url, (size_t)(comma - url));
    bool base64 = strstr(head, ";base64") != NULL;
    size_t n = strlen(comma + 1);
    char *raw = arena_alloc(L->scratch, n + 1);
    size_t w = 0;
    for (const char *p = comma + 1; *p; p++) {
        int hi, lo;
        if (*p == '%' && (hi = hex_value(p[1])) >= 0 && (lo = hex_value(p[2])) >= 0) {
            raw[w++] = (char)(hi * 16 + lo);
            p += 2;
        } else {
            raw[w++] = *p;
        }
    }
    if (!base64) {
        *data = raw;
        *len = w;
        return true;
    }
    uint32_t bits = 0;
    int have = 0;
    size_t out = 0;
    for (size_t i = 0; i < w; i++) {
        int v = base64_value(raw[i]);
        if (v < 0) {
            if (raw[i] == '=' || ascii_space(raw[i]))
                continue;
            return false;
        }
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            raw[out++] = (char)(bits >> have);
        }
    }
    raw[out] = '\0';
    *data = raw;
    *len = out;
    return true;
}

static char *unescape(struct arena *a, const char *href)
{
    char *out = arena_strdup(a, href), *w = out;
    for (const char *p = out; *p; p++) {
        int hi, lo;
        if (*p == '%' && (hi = hex_value(p[1])) >= 0 && (lo = hex_value(p[2])) >= 0 && hi * 16 + lo >= 32) {
            *w++ = (char)(hi * 16 + lo);
            p += 2;
        } else {
            *w++ = *p;
        }
    }
    *w = '\0';
    return out;
}

char *svg_linked_path(struct ctx *ctx, struct arena *a, bool outside, const char *root, const char *doc_path,
                      const char *href, struct where where)
{
    const char *name = unescape(a, str_starts(href, "file://") ? href + 7 : href);
    const char *dir = path_dir(a, doc_path ? doc_path : ".");
    if (outside)
        return path_join(a, dir, name);
    if (!root)
        root = dir;
    size_t n = strlen(root);
    /* hrefs are relative to the document, which lies somewhere below the root */
    if (str_starts(dir, root) && dir[n] == '/')
        name = folded(path_join(a, dir + n + 1, name));
    return path_inside(ctx, a, root, name, where);
}

bool image_data(struct lower *L, const struct el *e, const char *href, char **data, size_t *len)
{
    while (ascii_space(*href))
        href++;
    if (strncasecmp(href, "data:", 5) == 0) {
        if (data_url(L, href, data, len))
            return true;
        warn(L, e, DIAG_SVG_IMAGE, "an embedded picture is not valid: it is not drawn");
        return false;
    }
    if (L->outer) { /* SVG pictures are drawn in secure mode: nothing outside them is read */
        warn(L, e, DIAG_SVG_IMAGE, "a picture linked from an SVG picture is not read");
        return false;
    }
    if (strstr(href, "://") && !str_starts(href, "file://")) {
        warn(L, e, DIAG_SVG_IMAGE, "\"%.80s\" is a URL, which is never fetched: put the file beside the SVG",
             href);
        return false;
    }
    /* what goes wrong here costs one picture, not the document: reports become one warning */
    struct diag_list said = {0};
    struct ctx quiet = {.sink = diag_list_sink, .payload = &said};
    char *path = svg_linked_path(&quiet, L->scratch, L->o->links_outside, L->o->root_dir, L->doc->path, href,
                                 xml_where(L->doc, e->x));
    bool ok = path && file_read(&quiet, L->scratch, path, LIMIT_IMAGE_BYTES, data, len) == 0;
    if (!ok)
        warn(L, e, DIAG_SVG_IMAGE, "%s: the picture \"%.80s\" is not drawn",
             said.len ? said.at[0].message : "not found", href);
    diag_list_drop(&said);
    return ok;
}

static bool looks_like_svg(const char *data, size_t len)
{
    enum image_format f = image_sniff(data, len);
    if (f == IMAGE_SVG)
        return true;
    return len > 2 && (uint8_t)data[0] == 0x1f && (uint8_t)data[1] == 0x8b; /* svgz */
}

static struct node *clipped(struct lower *L, struct rect view, struct node *content)
{
    struct nodes c = {content, content};
    return viewport_clip(L, NULL, view, c);
}

/* The SVG picture lowered on its own, as a group whose transform fits it into the view. */
static struct node *svg_picture(struct lower *L, const struct el *e, const char *data, size_t len,
                                struct rect *view, bool auto_w, bool auto_h, int align, bool slice)
{
    if (L->image_depth >= MAX_IMAGE_DEPTH) {
        warn(L, e, DIAG_SVG_CYCLE, "SVG pictures are nested too deeply");
        return NULL;
    }
    struct diag_list said = {0};
    struct ctx quiet = {.sink = diag_list_sink, .payload = &said};
    struct arena *doc_arena = arena_new();
    struct xml_doc *doc = xml_parse(&quiet, doc_arena, L->doc->path, data, len);
    struct svg_options o = *L->o;
    o.n_marks = 0;
    o.width = o.height = 0;
    if (!auto_w && !auto_h && !rect_empty(*view)) {
        o.width = view->w;
        o.height = view->h;
    }
    struct node *out = NULL;
    struct tree sub = {.width = 100, .height = 100};
    struct tree *tree = L->tree;
    struct lower inner = {.ctx = &quiet,
                          .doc = doc,
                          .o = &o,
                          .arena = L->arena,
                          .scratch = arena_new(),
                          .tree = &sub,
                          .lang = L->lang,
                          .image_depth = L->image_depth + 1,
                          .outer = L,
                          .n_used = L->n_used};
    struct nodes body = {0};
    double w = 0, h = 0;
    struct matrix m;
    /* a size of its own wins over the view: the picture is scaled, not laid out again */
    bool ok = doc && doc_prepare(&inner);
    if (ok) {
        bool sized = el_prop(inner.root, PROP_WIDTH) || el_prop(inner.root, PROP_HEIGHT) ||
                     el_attr(inner.root, "viewBox");
        if (sized)
            o.width = o.height = 0;
        ok = doc_lower_root(&inner, &body, &w, &h, &m);
    }
    for (size_t i = 0; i < sub.n_pixmaps; i++)
        doc_keep_pixmap(L, sub.pixmaps[i]);
    L->n_used = inner.n_used;
    (void)tree;
    if (ok && w > 0 && h > 0) {
        if (auto_w && auto_h) {
            view->w = w;
            view->h = h;
        } else if (auto_w) {
            view->w = view->h * w / h;
        } else if (auto_h) {
            view->h = view->w * h / w;
        }
        if (!rect_empty(*view)) {
            struct view_box v = {.box = {0, 0, w, h}, .align = align, .slice = slice};
            const char *own = el_attr(inner.root, "preserveAspectRatio");
            (void)own;
            struct node *g = node_new(L, NODE_GROUP, NULL);
            g->u.group.first = body.first;
            g->transform = m;
            g = clipped(L, (struct rect){0, 0, w, h}, g);
            struct node *fit = node_new(L, NODE_GROUP, NULL);
            fit->u.group.first = g;
            fit->transform = matrix_multiply((struct matrix){1, 0, 0, 1, view->x, view->y},
                                             view_box_matrix(&v, view->w, view->h));
            out = slice ? clipped(L, *view, fit) : fit;
        }
    }
    if (!ok)
        warn(L, e, DIAG_SVG_IMAGE, "%s: the SVG picture is not drawn",
             said.len ? said.at[0].message : "not valid");
    if (doc)
        doc_finish(&inner);
    else
        arena_drop(inner.scratch);
    arena_drop(doc_arena);
    diag_list_drop(&said);
    return out;
}

static const struct pixmap *decode(struct lower *L, const struct el *e, const char *href, const char *data,
                                   size_t len)
{
    struct pixmap *p = map_find(L->images, href);
    if (p)
        return p;
    struct diag_list said = {0};
    struct ctx quiet = {.sink = diag_list_sink, .payload = &said};
    p = image_decode(&quiet, data, len, xml_where(L->doc, e->x));
    if (p) {
        doc_keep_pixmap(L, p);
        map_put(L->images, href, p);
    } else {
        warn(L, e, DIAG_SVG_IMAGE, "%s: the picture is not drawn",
             said.len ? said.at[0].message : "not valid");
    }
    diag_list_drop(&said);
    return p;
}

struct node *image_node(struct lower *L, const struct el *e, const char *href, struct rect view, bool auto_w,
                        bool auto_h, int align, bool slice, bool crisp, const struct scope *inner)
{
    char *data = NULL;
    size_t len = 0;
    (void)inner;
    bool have = href && *href && (map_has(L->images, href) || image_data(L, e, href, &data, &len));
    if (have && data && looks_like_svg(data, len))
        return svg_picture(L, e, data, len, &view, auto_w, auto_h, align, slice);
    const struct pixmap *p = have ? decode(L, e, href, data, len) : NULL;
    if (p) {
        if (auto_w && auto_h) {
            view.w = p->width;
            view.h = p->height;
        } else if (auto_w) {
            view.w = view.h * p->width / p->height;
        } else if (auto_h) {
            view.h = view.w * p->height / p->width;
        }
    }
    if (e->mark_node == SLOT_NONE && (!p || rect_empty(view)))
        return NULL;
    struct node *n = node_new(L, NODE_IMAGE, e);
    n->u.image =
        (struct node_image){.pixmap = p, .view = view, .href = arena_strdup(L->arena, href ? href : "")};
    n->u.image.fit =
        (struct view_box){.box = {0, 0, p ? p->width : 1, p ? p->height : 1}, .align = align, .slice = slice};
    n->u.image.rendering = crisp ? IMAGE_CRISP : IMAGE_SMOOTH;
    return n;
}

void lower_image(struct lower *L, struct el *e, const struct style *s, const struct scope *inner,
                 struct nodes *out)
{
    const char *href = el_href(e), *w = el_prop(e, PROP_WIDTH), *h = el_prop(e, PROP_HEIGHT);
    bool marked = e->mark_node != SLOT_NONE;
    if ((!s->visible && !marked) || inner->in_clip || (!href && !marked))
        return;
    double width = w && !str_eq(w, "auto") ? el_length(L, e, "width", s, inner, REL_X, NAN) : NAN;
    double height = h && !str_eq(h, "auto") ? el_length(L, e, "height", s, inner, REL_Y, NAN) : NAN;
    bool auto_w = isnan(width), auto_h = isnan(height);
    if (((!auto_w && !(width > 0)) || (!auto_h && !(height > 0))) && !marked)
        return;
    struct rect view = {el_length(L, e, "x", s, inner, REL_X, 0), el_length(L, e, "y", s, inner, REL_Y, 0),
                        auto_w ? 0 : width, auto_h ? 0 : height};
    int align;
    bool slice;
    parse_aspect(el_attr(e, "preserveAspectRatio"), &align, &slice);
    struct node *n = image_node(L, e, href, view, auto_w, auto_h, align, slice, s->crisp_images, inner);
    if (n && marked && n->kind != NODE_IMAGE) { /* an SVG picture in a slot keeps the slot */
        n->slot = e->mark_node;
        n->id = arena_strdup(L->arena, e->id);
    }
    nodes_add(out, n);
}
