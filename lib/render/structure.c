#include "render/render-imp.h"

#include <string.h>

static bool is_target(const struct creative *c, const char *layout, const char *id)
{
    for (size_t i = 0; i < c->n_slots; i++)
        if (id && str_eq(slot_fit_for(&c->slots[i], layout)->target, id))
            return true;
    return false;
}

static bool is_box(const struct creative *c, const char *layout, const char *id)
{
    for (size_t i = 0; i < c->n_slots; i++)
        if (id && str_eq(slot_fit_for(&c->slots[i], layout)->box, id))
            return true;
    return false;
}

/* Whether lowering gives another tree for another language: switches, or literal text whose glyphs depend on
 * it. */
static bool reads_language(const struct creative *c, const struct layout *l)
{
    const struct xml_node *root = l->doc->root;
    for (const struct xml_node *n = root; n; n = xml_following(root, n)) {
        if (n->kind == XN_ELEMENT && xml_attr(n, "systemLanguage"))
            return true;
        /* the sample text of a slot is laid out per variant */
        if (n->kind != XN_TEXT || !n->parent || is_target(c, l->name, xml_attr(n->parent, "id")) ||
            (n->parent->parent && is_target(c, l->name, xml_attr(n->parent->parent, "id"))))
            continue;
        for (const char *p = n->text; *p; p++)
            if ((unsigned char)*p >= 0xC0)
                return true;
    }
    return false;
}

static bool structural(const struct slot *s)
{
    return s->kind == SLOT_MODULE || s->kind == SLOT_ATTRIBUTE;
}

bool structure_mirrored(const struct layout *l, const struct variant *v)
{
    return l->mirror_rtl && str_eq(v->dir, "rtl");
}

char *structure_key(struct arena *a, const struct creative *c, const struct layout *l,
                    const struct variant *v)
{
    struct str k = STR_INIT;
    str_printf(&k, "%s\n%s\n%s\n%s\n%s", c->path, l->name, v->theme ? v->theme : "", v->dir ? v->dir : "",
               v->locale && reads_language(c, l) ? v->locale : "");
    for (size_t i = 0; i < c->n_slots; i++) {
        const struct slot_value *sv = structural(&c->slots[i]) ? variant_slot(v, c->slots[i].name) : NULL;
        if (!sv)
            continue;
        str_printf(&k, "\n%zu=", i);
        if (sv->kind == SLOT_VALUE_VISIBLE)
            str_puts(&k, sv->visible ? "+" : "-");
        else
            str_puts(&k, sv->value ? sv->value : "");
    }
    char *out = arena_strndup(a, k.data, k.len);
    str_drop(&k);
    return out;
}

/* Prefixes ids (and references to them) of a module so that they cannot meet the layout's; targets and boxes
 * of slots keep theirs. */

static char *prefix_references(struct arena *a, const char *value, struct map *ids, const char *prefix)
{
    struct str s = STR_INIT;
    for (const char *p = value; *p;) {
        const char *hash = strchr(p, '#');
        if (!hash) {
            str_puts(&s, p);
            break;
        }
        str_put(&s, p, (size_t)(hash - p) + 1);
        size_t n = strcspn(hash + 1, ")\"' ;,");
        if (map_find_n(ids, hash + 1, n))
            str_puts(&s, prefix);
        p = hash + 1;
    }
    char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

static void rename_ids(struct arena *a, struct xml_node *root, const struct creative *c, const char *layout,
                       const char *prefix)
{
    struct map *ids = map_new();
    static char yes;
    for (int pass = 0; pass < 2; pass++) {
        for (struct xml_node *n = root; n; n = xml_following(root, n)) {
            for (struct xml_attr *at = n->attrs; at; at = at->next) {
                bool id = strcmp(at->name, "id") == 0 && !at->ns;
                if (pass == 0 && id && !is_target(c, layout, at->value) && !is_box(c, layout, at->value))
                    map_put(ids, at->value, &yes);
                else if (pass == 1 && id && map_has(ids, at->value))
                    at->value = arena_printf(a, "%s%s", prefix, at->value);
                else if (pass == 1 && !id && strchr(at->value, '#'))
                    at->value = prefix_references(a, at->value, ids, prefix);
            }
        }
    }
    map_drop(ids);
}

/* The module's content takes the place of the target's children; its own size is its viewBox, drawn at the
 * target's x, y, width and height where it has them. */
static int put_module(struct ctx *ctx, struct stage_tree *st, const struct creative *c,
                      const struct layout *l, struct xml_node *target, const char *name,
                      const struct slot *slot)
{
    struct module *m = creative_module(c, name);
    if (!m) {
        report(ctx, DIAG_SCENE, (struct where){.file = c->path, .slot = slot->name},
               "there is no module '%s'", name);
        return -1;
    }
    target->first = target->last = NULL;
    struct xml_node *root = xml_clone(st->arena, m->doc->root);
    rename_ids(st->arena, root, c, l->name, arena_printf(st->arena, "%s--", slot->name));
    static const char *const place[] = {"x", "y", "width", "height"};
    for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
        const char *v = xml_attr(target, arena_printf(st->arena, "data-%s", place[i]));
        if (v)
            xml_set_attr(st->arena, root, place[i], v);
    }
    xml_append(target, root);
    return 0;
}

/* What the creative names to stay as it is, an element may say of itself. */
static void mark(struct stage_tree *st, const char *const *ids, const char *how)
{
    for (; ids && *ids; ids++) {
        struct xml_node *e = xml_by_id(st->doc->root, *ids);
        if (e && !xml_attr(e, "data-mirror"))
            xml_set_attr(st->arena, e, "data-mirror", how);
    }
}

int structure_apply(struct ctx *ctx, struct stage_tree *st, const struct creative *c, const struct layout *l,
                    const struct variant *v)
{
    st->doc = ARENA_NEW(st->arena, struct xml_doc);
    *st->doc = *l->doc;
    st->doc->root = xml_clone(st->arena, l->doc->root);
    for (size_t i = 0; i < c->n_slots; i++) {
        const struct slot *slot = &c->slots[i];
        const struct slot_value *sv = structural(slot) ? variant_slot(v, slot->name) : NULL;
        if (!sv)
            continue;
        const struct slot_fit *fit = slot_fit_for(slot, l->name);
        struct xml_node *target = xml_by_id(st->doc->root, fit->target);
        if (!target)
            continue;
        if (sv->kind == SLOT_VALUE_VISIBLE) {
            if (!sv->visible)
                xml_set_attr(st->arena, target, "display", "none");
        } else if (slot->kind == SLOT_MODULE) {
            if (put_module(ctx, st, c, l, target, sv->value, slot) != 0)
                return -1;
        } else if (fit->attribute) {
            xml_set_attr(st->arena, target, fit->attribute, sv->value);
        }
    }
    if (str_eq(v->dir, "rtl"))
        xml_set_attr(st->arena, st->doc->root, "direction", "rtl");
    if (structure_mirrored(l, v)) {
        mark(st, l->unmirrored, "no");
        mark(st, l->fixed, "fixed");
    }
    return 0;
}

/* ---- mirroring, on the lowered tree ---- */

struct mirror {
    struct stage_tree *st;
    struct matrix flip; /* of the whole picture */
};

/* data-mirror: "no" moves and keeps its face, "fixed" stays where it is. NULL: it is mirrored. */
static const char *opts_out(const struct mirror *m, const struct node *n)
{
    const struct xml_node *e = n->id ? xml_by_id(m->st->doc->root, n->id) : NULL;
    return e ? xml_attr(e, "data-mirror") : NULL;
}

/* The vertical line (in the node's own user space) around which a node is flipped back. */
static bool face_axis(const struct stage_tree *st, const struct node *n, double *x)
{
    struct rect box;
    if (n->kind == NODE_IMAGE) {
        *x = n->u.image.view.x + n->u.image.view.w / 2;
        return true;
    }
    if (n->kind == NODE_TEXT) {
        const struct text_block *b = n->u.text.block;
        if (n->slot != SLOT_NONE && st->slots[n->slot].has_box)
            *x = st->slots[n->slot].box.x + st->slots[n->slot].box.w / 2;
        else if (b->box)
            *x = b->box->rect.x + b->box->rect.w / 2;
        else
            *x = b->pos && b->pos[0].x == b->pos[0].x ? b->pos[0].x : 0;
        return true;
    }
    if (!node_object_box(n, &FRAME_NONE, &box))
        return false;
    *x = box.x + box.w / 2;
    return true;
}

/* `parent`: from the space that the node's transform leads to, to the picture before it is flipped. */
static void mirror_node(const struct mirror *m, struct node *n, struct matrix parent)
{
    double x;
    struct matrix back;
    const char *out = opts_out(m, n);
    if (str_eq(out, "fixed") && matrix_invert(parent, &back)) {
        /* flipped here, it is back in its place when the whole picture is flipped */
        n->transform = matrix_multiply(back, matrix_multiply(m->flip, matrix_multiply(parent, n->transform)));
        return;
    }
    if (n->kind == NODE_TEXT || n->kind == NODE_IMAGE || str_eq(out, "no")) {
        if (face_axis(m->st, n, &x))
            n->transform = matrix_multiply(n->transform, (struct matrix){-1, 0, 0, 1, 2 * x, 0});
        return;
    }
    if (n->kind == NODE_GROUP)
        for (const struct node *c = n->u.group.first; c; c = c->next)
            mirror_node(m, (struct node *)c,
                        matrix_multiply(parent, n->transform)); /* the tree is still ours alone */
}

void structure_mirror(struct stage_tree *st)
{
    struct tree *t = st->tree;
    struct mirror m = {st, {-1, 0, 0, 1, t->width, 0}};
    for (const struct node *c = st->tree->root->u.group.first; c; c = c->next)
        mirror_node(&m, (struct node *)c, t->root_matrix);
    t->root_matrix = matrix_multiply(m.flip, t->root_matrix);
}
