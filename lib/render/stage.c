#include "render/render-imp.h"

#include <math.h>
#include <string.h>

enum { CACHE_DEFAULT = 256 << 20 };

struct stage *stage_new(struct ctx *ctx, const struct stage_options *o)
{
    (void)ctx;
    struct stage *s = xcalloc(1, sizeof *s);
    s->options = *o;
    if (!(s->options.scale > 0))
        s->options.scale = 1;
    size_t budget = o->cache_bytes ? o->cache_bytes : CACHE_DEFAULT;
    s->loaded = map_new();
    s->painter = painter_new();
    s->shared = o->shared ? o->shared : shared_new(budget / 2);
    s->views = cache_new(budget / 4);
    s->images = cache_new(budget / 16);
    s->groups = cache_new(budget / 16);
    s->parts = cache_new(budget / 8);
    s->scratch = arena_new();
    s->key = (struct str)STR_INIT;
    s->marks = map_new();
    s->marks_arena = arena_new();
    return s;
}

static void loaded_drop(void *p)
{
    struct loaded *l = p;
    if (!l)
        return;
    typesetter_drop(l->typesetter);
    fonts_drop(l->fonts);
    creative_drop((struct creative *)l->creative);
    free(l);
}

void stage_drop(struct stage *s)
{
    if (!s)
        return;
    cache_drop(s->views);
    cache_drop(s->images);
    cache_drop(s->groups);
    view_drop(s->plain);
    cache_drop(s->parts);
    painter_drop(s->painter);
    for (size_t i = 0; i < map_len(s->loaded); i++) /* other stages may draw trees with its fonts still */
        if (map_value(s->loaded, i))
            shared_keep(s->shared, map_value(s->loaded, i), loaded_drop);
    if (!s->options.shared)
        shared_drop(s->shared);
    map_drop(s->loaded);
    typesetter_drop(s->plain_typesetter);
    fonts_drop(s->plain_fonts);
    arena_drop(s->scratch);
    str_drop(&s->key);
    map_drop(s->marks);
    arena_drop(s->marks_arena);
    free(s);
}

static unsigned font_flags(const struct stage *s)
{
    return s->options.no_system_fonts ? FONTS_NO_SYSTEM : 0;
}

/* Glyphs that are SVG documents are drawn by this layer. */
static struct typesetter *typesetter_of(struct fonts *fonts)
{
    fonts_svg_glyphs(fonts, &svg_glyphs);
    return typesetter_new(fonts);
}

static struct loaded *load(struct ctx *ctx, struct stage *s, const char *path)
{
    if (map_has(s->loaded, path))
        return map_find(s->loaded, path); /* NULL: it failed before and was reported then */
    struct loaded *l = xcalloc(1, sizeof *l);
    l->creative = creative_load(ctx, path);
    if (l->creative)
        l->fonts =
            creative_fonts(ctx, l->creative, s->options.font_dirs, s->options.n_font_dirs, font_flags(s));
    if (l->fonts)
        l->typesetter = typesetter_of(l->fonts);
    if (!l->typesetter) {
        loaded_drop(l);
        l = NULL;
    }
    map_put(s->loaded, path, l);
    return l;
}

const struct creative *stage_creative(struct ctx *ctx, struct stage *s, const char *path)
{
    struct loaded *l = load(ctx, s, path);
    return l ? l->creative : NULL;
}

static void bind_paint(struct ctx *ctx, const struct creative *c, const struct variant *v,
                       const struct slot_value *value, struct bound *b)
{
    if (stage_color(c, v->theme, value->value, &b->color)) {
        b->has_color = true;
        return;
    }
    report_hint(ctx, DIAG_WARNING, DIAG_SCENE,
                (struct where){.file = c->path, .variant = v->id, .slot = value->slot},
                "write a CSS colour or var(--token) of the theme", "'%s' is not a colour", value->value);
}

/* Snaps the view to whole pixels so that the fitted picture is copied, not resampled again. */
static int bind_image(struct ctx *ctx, struct stage *s, const struct loaded *l, const struct variant *v,
                      const struct slot_fit *fit, const struct slot_node *sn, const struct slot_value *value,
                      double kx, double ky, struct bound *b, const struct pixmap **source)
{
    struct where where = {.file = l->creative->path, .variant = v->id, .slot = value->slot};
    struct rect view = sn->node->u.image.view;
    struct matrix m = matrix_multiply((struct matrix){kx, 0, 0, ky, 0, 0}, sn->matrix), inverse;
    bool upright = fabs(m.b) < 1e-9 && fabs(m.c) < 1e-9 && m.a > 0 && m.d > 0 && matrix_invert(m, &inverse);
    struct rect px = matrix_apply_rect(m, view);
    double sx, sy;
    matrix_scales(m, &sx, &sy);
    int w = (int)lround(upright ? px.w : view.w * sx), h = (int)lround(upright ? px.h : view.h * sy);
    if (w < 1 || h < 1)
        return 0;
    if (w > LIMIT_IMAGE_SIDE || h > LIMIT_IMAGE_SIDE) {
        report(ctx, DIAG_LIMIT, where, "the picture is drawn at %d x %d pixels, more than %d", w, h,
               LIMIT_IMAGE_SIDE);
        return -1;
    }
    b->pixmap = stage_image(ctx, s, l, fit, value->value, w, h, where, source);
    if (!b->pixmap)
        return -1;
    b->view = view;
    if (upright) {
        struct rect snapped = {floor(px.x + 0.5), floor(px.y + 0.5), w, h};
        b->view = matrix_apply_rect(inverse, snapped);
        b->pixels_exact = true;
    }
    return 0;
}

static int bind_slot(struct ctx *ctx, struct stage *s, const struct loaded *l, struct arena *a,
                     struct scene *scene, struct stage_tree *st, size_t i, struct bound *b)
{
    const struct creative *c = l->creative;
    const struct variant *v = scene->variant;
    const struct slot *slot = &c->slots[i];
    const struct slot_fit *fit = slot_fit_for(slot, scene->layout->name);
    const struct slot_node *sn = &st->slots[i];
    struct scene_slot *ss = &scene->slots[i];
    const struct slot_value *value = variant_slot(v, slot->name);
    b->key = value_key(&s->key, v, value);
    double kx = scene->width / st->tree->width, ky = scene->height / st->tree->height;
    ss->slot = slot;
    ss->value = value;
    if (sn->node) {
        ss->matrix = sn->matrix;
        if (sn->has_box)
            ss->view = matrix_apply_rect(sn->matrix, sn->box);
        else if (sn->node->kind == NODE_IMAGE)
            ss->view = matrix_apply_rect(sn->matrix, sn->node->u.image.view);
        else if (sn->node->kind == NODE_TEXT && sn->node->u.text.block->box)
            ss->view = matrix_apply_rect(sn->matrix, sn->node->u.text.block->box->rect);
    }
    if (value && value->kind == SLOT_VALUE_VISIBLE) {
        b->hidden = !value->visible;
        if (b->hidden)
            return 0;
        value = NULL;
    }
    if (value && value->kind == SLOT_VALUE_PAINT) {
        bind_paint(ctx, c, v, value, b);
        return 0;
    }
    if (!sn->node)
        return 0;
    if (slot->kind == SLOT_TEXT && sn->node->kind == NODE_TEXT) {
        /* A text slot without a value shows what the layout says. */
        struct slot_value own = {.kind = SLOT_VALUE_TEXT, .visible = true};
        if (!value || value->kind != SLOT_VALUE_TEXT) {
            struct xml_node *e = xml_by_id(st->doc->root, fit->target);
            own.text = e ? svg_text_content(a, e) : "";
            value = &own;
        }
        b->text = bind_text(l, a, v, fit, sn, value, structure_mirrored(scene->layout, v), b, &ss->style);
        ss->text = b->text;
    } else if (slot->kind == SLOT_IMAGE && sn->node->kind == NODE_IMAGE && value &&
               value->kind == SLOT_VALUE_IMAGE && *value->value) {
        return bind_image(ctx, s, l, v, fit, sn, value, kx, ky, b, &ss->source);
    }
    return 0;
}

static int pixels(double units, double scale)
{
    double p = ceil(units * scale - 1e-6);
    return p < 1 ? 1 : p > LIMIT_CANVAS_SIDE ? -1 : (int)p;
}

/* A slot that the creative does not have would be dropped in silence. */
static int check_slots(struct ctx *ctx, const struct creative *c, const struct variant *v)
{
    for (const struct slot_value *sv = v->slots; sv; sv = sv->next) {
        if (creative_slot(c, sv->slot))
            continue;
        struct where where = {.file = c->path, .variant = v->id, .slot = sv->slot};
        const char **names = xcalloc(c->n_slots + 1, sizeof *names);
        for (size_t i = 0; i < c->n_slots; i++)
            names[i] = c->slots[i].name;
        const char *near = did_you_mean(sv->slot, names, c->n_slots);
        struct str hint = STR_INIT;
        if (near)
            str_printf(&hint, "did you mean '%s'?", near);
        else
            str_puts(&hint, "name one of its slots");
        report_hint(ctx, DIAG_ERROR, DIAG_SCENE, where, hint.data, "the creative has no slot of this name");
        str_drop(&hint);
        free(names);
        return -1;
    }
    return 0;
}

/* The scene of a variant with no slot bound yet. NULL with reports. */
static struct scene *scene_new(struct ctx *ctx, struct stage *s, struct arena *a, const struct variant *v,
                               struct loaded **loaded, struct view **view)
{
    struct where where = {.file = v->creative, .variant = v->id};
    struct loaded *l = *loaded = load(ctx, s, v->creative);
    if (!l) {
        report_hint(ctx, DIAG_ERROR, DIAG_SCENE, where, "run from the folder where variant-expand ran",
                    "the creative of this variant cannot be used");
        return NULL;
    }
    arena_reset(s->scratch);
    cache_next_epoch(s->views);
    cache_next_epoch(s->images);
    const struct creative *c = l->creative;
    const struct layout *layout = creative_layout(c, v->layout);
    if (!layout) {
        report(ctx, DIAG_SCENE, where, "the creative has no layout '%s'", v->layout);
        return NULL;
    }
    if (v->theme && !creative_theme(c, v->theme)) {
        report(ctx, DIAG_SCENE, where, "the creative has no theme '%s'", v->theme);
        return NULL;
    }
    if (check_slots(ctx, c, v) != 0)
        return NULL;
    *view = stage_view_for(ctx, s, l, layout, v);
    if (!*view)
        return NULL;
    const struct stage_tree *st = (*view)->st;
    struct scene *scene = ARENA_NEW(a, struct scene);
    scene->creative = c;
    scene->layout = layout;
    scene->variant = v;
    scene->tree = st->tree;
    scene->width = pixels(st->tree->width, s->options.scale);
    scene->height = pixels(st->tree->height, s->options.scale);
    if (scene->width < 0 || scene->height < 0) {
        report(ctx, DIAG_LIMIT, where, "the picture is larger than %d pixels", LIMIT_CANVAS_SIDE);
        return NULL;
    }
    scene->slots = ARENA_ARRAY(a, c->n_slots + 1, struct scene_slot);
    scene->n_slots = c->n_slots;
    return scene;
}

struct scene *stage_bind(struct ctx *ctx, struct stage *s, struct arena *a, const struct variant *v)
{
    struct loaded *l;
    struct view *view;
    struct scene *scene = scene_new(ctx, s, a, v, &l, &view);
    if (!scene)
        return NULL;
    struct bound *bound = ARENA_ARRAY(a, scene->n_slots + 1, struct bound);
    scene->frame = (struct frame){bound, scene->n_slots};
    int rc = 0;
    for (size_t i = 0; i < scene->n_slots; i++)
        if (bind_slot(ctx, s, l, a, scene, view->st, i, &bound[i]) != 0)
            rc = -1;
    s->current = view;
    return rc == 0 ? scene : NULL;
}

/* A text slot's number, or n_slots. */
static size_t find_text_slot(const struct scene *scene, const char *slot)
{
    size_t i = 0;
    while (i < scene->n_slots &&
           (!str_eq(scene->creative->slots[i].name, slot) || scene->creative->slots[i].kind != SLOT_TEXT))
        i++;
    return i;
}

const struct scene_slot *stage_bind_text(struct ctx *ctx, struct stage *s, struct arena *a,
                                         const struct variant *v, const char *slot)
{
    struct loaded *l;
    struct view *view;
    struct bound b = {0};
    struct scene *scene = scene_new(ctx, s, a, v, &l, &view);
    size_t i = scene ? find_text_slot(scene, slot) : 0;
    if (!scene || i == scene->n_slots || bind_slot(ctx, s, l, a, scene, view->st, i, &b) != 0 ||
        !scene->slots[i].text)
        return NULL;
    return &scene->slots[i];
}

const struct scene_slot *stage_bind_open_text(struct ctx *ctx, struct stage *s, struct arena *a,
                                              const struct variant *v, const char *slot)
{
    struct loaded *l;
    struct view *view;
    struct bound b = {0};
    struct scene *scene = scene_new(ctx, s, a, v, &l, &view);
    size_t i = scene ? find_text_slot(scene, slot) : 0;
    const struct slot_value *value = variant_slot(v, slot);
    if (!scene || i == scene->n_slots || !view->st->slots[i].node ||
        view->st->slots[i].node->kind != NODE_TEXT || !value || value->kind != SLOT_VALUE_TEXT)
        return NULL;
    struct slot_node open = view->st->slots[i];
    struct node node = *open.node;
    struct text_block block = *node.u.text.block;
    struct slot_fit fit = *slot_fit_for(&scene->creative->slots[i], scene->layout->name);
    open.has_box = false;
    block.box = NULL;
    fit.width = 0;
    node.u.text.block = &block;
    open.node = &node;
    struct scene_slot *ss = &scene->slots[i];
    ss->slot = &scene->creative->slots[i];
    ss->value = value;
    ss->matrix = open.matrix;
    ss->text = bind_text(l, a, v, &fit, &open, value, false, &b, &ss->style);
    return ss->text ? ss : NULL;
}

const struct pixmap *stage_draw(struct ctx *ctx, struct stage *s, const struct scene *scene)
{
    struct view *view = s->current;
    if (!view || view->st->tree != scene->tree) {
        report(ctx, DIAG_SCENE, (struct where){0}, "a scene is drawn after another one was bound");
        return NULL;
    }
    if (s->options.no_cache)
        painter_forget(s->painter);
    const struct bake *b = view->plan ? plan_bake(view->plan) : NULL;
    struct rgba x = scene->background, y = b ? b->background : x;
    if (!b || s->options.no_cache || b->width != scene->width || b->height != scene->height || x.r != y.r ||
        x.g != y.g || x.b != y.b || x.a != y.a) {
        plan_drop(view->plan);
        view->plan = NULL;
        b = bake_for(ctx, s, view->st, scene->width, scene->height, scene->background);
        if (!b)
            return NULL;
        view->plan = plan_new(s, view->st, b);
    }
    return plan_draw(ctx, s, view->plan, &scene->frame);
}

struct stage_counts stage_counts(const struct stage *s)
{
    struct stage_counts c = s->counts;
    painter_counts(s->painter, &c.filtered, &c.recalled);
    return c;
}

struct parts *stage_parts(const struct stage *s)
{
    return s->current && s->current->plan ? plan_parts(s->current->plan) : NULL;
}

struct scene *stage_open_svg(struct ctx *ctx, struct stage *s, struct arena *a, const char *path,
                             double width, double height, double scale)
{
    if (!s->plain_fonts)
        s->plain_fonts = fonts_new(ctx, s->options.font_dirs, s->options.n_font_dirs, font_flags(s));
    if (s->plain_fonts && !s->plain_typesetter)
        s->plain_typesetter = typesetter_of(s->plain_fonts);
    view_drop(s->plain);
    s->current = s->plain = xcalloc(1, sizeof *s->plain);
    struct stage_tree *st = s->plain->st = stage_tree_new();
    st->doc = xml_load(ctx, st->arena, path);
    if (!st->doc)
        return NULL;
    struct svg_options o = {.links_outside = true, .typesetter = s->plain_typesetter};
    st->tree = svg_lower(ctx, st->doc, &o);
    if (!st->tree)
        return NULL;
    struct scene *scene = ARENA_NEW(a, struct scene);
    struct tree *t = st->tree;
    double k = scale > 0 ? scale : 1;
    double w = t->width * k, h = t->height * k;
    if (width > 0 && height > 0)
        w = width, h = height;
    else if (width > 0)
        h = t->height * width / t->width, w = width;
    else if (height > 0)
        w = t->width * height / t->height, h = height;
    scene->tree = t;
    scene->width = pixels(w, 1);
    scene->height = pixels(h, 1);
    if (scene->width < 0 || scene->height < 0) {
        report(ctx, DIAG_LIMIT, (struct where){.file = path}, "the picture is larger than %d pixels",
               LIMIT_CANVAS_SIDE);
        return NULL;
    }
    return scene;
}
