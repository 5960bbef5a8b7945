/* The picture files of a subject: those that are ads, and those that ads are made of. */
#include <string.h>

#include "brand/pictures-imp.h"

static const struct image_meta *meta_of(struct check *c, const char *path)
{
    struct brand_worker *w = c->worker;
    if (!w->metas)
        w->metas = map_new();
    const struct image_meta *known = map_find(w->metas, path);
    if (known)
        return known;
    struct arena *a = arena_new();
    struct image_meta *m = ARENA_NEW(w->keep, struct image_meta);
    char *data;
    size_t len;
    int result = file_read(c->ctx, a, path, LIMIT_IMAGE_BYTES, &data, &len);
    if (result == 0)
        result = image_metadata(c->ctx, data, len, (struct where){.file = path}, m);
    arena_drop(a);
    if (result < 0)
        return NULL; /* reported, and reported again for the next ad that needs it */
    map_put(w->metas, path, m);
    return m;
}

static int visit(struct check *c, const struct brand_rule *r, const char *path, struct spot spot,
                 picture_check *each)
{
    const struct image_meta *m = meta_of(c, path);
    if (!m)
        return -1;
    each(c, r, path, m, spot);
    return 0;
}

/* Pictures that the variant puts into slots. */
static int sources_of_variant(struct check *c, const struct brand_rule *r, picture_check *each)
{
    const struct variant *v = c->s->variant;
    for (const struct slot_value *sv = v ? v->slots : NULL; sv && c->s->creative; sv = sv->next) {
        if (sv->kind != SLOT_VALUE_IMAGE || !sv->value || !*sv->value)
            continue;
        const char *path = path_inside(c->ctx, c->arena, c->s->creative->dir, sv->value,
                                       (struct where){.variant = v->id, .slot = sv->slot});
        if (!path || visit(c, r, path, (struct spot){.slot = sv->slot}, each) < 0)
            return -1;
    }
    return 0;
}

/* A link of a layout as a path of the creative: "../assets/a.png" in layouts/mpu.svg is assets/a.png. */
static char *link_of(struct arena *a, const char *layout, const char *href)
{
    char *joined = path_join(a, path_dir(a, layout), href), *to = joined;
    for (const char *p = joined; *p;) {
        size_t n = strcspn(p, "/");
        bool up = n == 2 && p[0] == '.' && p[1] == '.', can = to > joined + 1;
        if (up && can) {
            to--; /* the '/' behind the last part */
            while (to > joined && to[-1] != '/')
                to--;
        } else {
            memmove(to, p, n);
            to += n;
            if (p[n])
                *to++ = '/';
        }
        p += n + (p[n] == '/');
    }
    *to = '\0';
    return joined;
}

/* Pictures that the layouts of a creative link to. */
static int sources_of_layout(struct check *c, const struct brand_rule *r, const struct layout *layout,
                             picture_check *each)
{
    const struct xml_doc *doc = layout->doc;
    for (const struct xml_node *n = doc->root; n; n = xml_following(doc->root, n)) {
        if (!xml_is(n, XML_NS_SVG, "image"))
            continue;
        const char *href = xml_attr(n, "href") ? xml_attr(n, "href") : xml_attr_ns(n, XML_NS_XLINK, "href");
        if (!href || str_starts(href, "data:") || strstr(href, "://") || str_ends(href, ".svg"))
            continue;
        struct where where = xml_where(doc, n);
        const char *path = path_inside(c->ctx, c->arena, c->s->creative->dir,
                                       link_of(c->arena, layout->src ? layout->src : "", href), where);
        if (!path ||
            visit(c, r, path, (struct spot){.id = xml_attr(n, "id"), .file = where.file, .line = where.line},
                  each) < 0)
            return -1;
    }
    return 0;
}

int pictures_each(struct check *c, const struct brand_rule *r, picture_check *each)
{
    const char *const *of = rule_value(r, "of")->words;
    int result = 0;
    for (size_t i = 0; i < c->s->n_files && words_have(of, "output"); i++)
        if (c->s->files[i].at_hand)
            result |= visit(c, r, c->s->files[i].path, (struct spot){0}, each);
    if (!words_have(of, "source"))
        return result;
    if (c->s->kind == SUBJECT_VARIANT)
        result |= sources_of_variant(c, r, each);
    for (size_t i = 0; c->s->kind == SUBJECT_CREATIVE && i < c->s->creative->n_layouts; i++)
        if (c->s->creative->layouts[i].doc)
            result |= sources_of_layout(c, r, &c->s->creative->layouts[i], each);
    return result;
}
