/* The filter property: references to filter elements and CSS filter functions, in order. */
#include <stdlib.h>

#include "svg/svg-imp.h"

static struct fx_filter *filter_element(struct lower *L, struct el *e, const struct scope *inner)
{
    const struct style *s = style_of(L, e);
    struct fx_filter *f = ARENA_NEW(L->arena, struct fx_filter);
    f->units_bbox = !str_eq(el_attr(e, "filterUnits"), "userSpaceOnUse");
    f->primitive_bbox = str_eq(el_attr(e, "primitiveUnits"), "objectBoundingBox");
    double w = f->units_bbox ? 1 : inner->vw, h = f->units_bbox ? 1 : inner->vh;
    f->x = el_fraction(L, e, "x", s, inner, REL_X, f->units_bbox, -0.1 * w);
    f->y = el_fraction(L, e, "y", s, inner, REL_Y, f->units_bbox, -0.1 * h);
    f->w = el_fraction(L, e, "width", s, inner, REL_X, f->units_bbox, 1.2 * w);
    f->h = el_fraction(L, e, "height", s, inner, REL_Y, f->units_bbox, 1.2 * h);
    struct filter_build b = {.L = L, .filter = e, .sc = inner, .bbox = f->primitive_bbox};
    for (struct el *k = e->first; k && b.n < 1000; k = k->next) {
        struct fx_primitive p;
        if (k->tag == TAG_TEXT_NODE || !filter_primitive(&b, k, &p))
            continue;
        if (b.n == b.cap) {
            size_t cap = b.cap ? b.cap * 2 : 8;
            b.at = arena_grow(L->arena, b.at, b.n, cap, sizeof *b.at);
            b.results = arena_grow(L->scratch, b.results, b.n, cap, sizeof *b.results);
            b.cap = cap;
        }
        b.at[b.n] = p;
        b.results[b.n++] = el_attr(k, "result");
    }
    f->primitives = b.at;
    f->n = b.n;
    return f;
}

/* One filter of a url; NULL when the reference is not valid. */
static struct fx_filter *filter_url(struct lower *L, struct el *user, const char *id,
                                    const struct scope *inner)
{
    struct el *e = el_by_id(L, id);
    if (!e || e->tag != TAG_FILTER) {
        warn(L, user, DIAG_SVG_REF, "filter refers to \"#%s\", which is no filter", id);
        return NULL;
    }
    struct fx_filter *f = e->cache;
    if (f && e->cache_w == inner->vw && e->cache_h == inner->vh)
        return f;
    if (!guard_enter(L, e, "filter"))
        return NULL;
    f = filter_element(L, e, inner);
    e->busy = false;
    e->cache = f;
    e->cache_w = inner->vw;
    e->cache_h = inner->vh;
    return f;
}

#define MAX_FILTERS 64

void resolve_filters(struct lower *L, struct el *user, const char *value, const struct style *s,
                     const struct scope *inner, struct effects *out)
{
    struct fx_filter list[MAX_FILTERS];
    size_t n = 0;
    const char *p = value;
    scan_space(&p);
    while (*p && n < MAX_FILTERS) {
        if (strncasecmp(p, "url(", 4) == 0) {
            const char *rest = NULL, *id = parse_url(L->scratch, p, &rest);
            if (!rest) {
                rest = strchr(p, ')');
                rest = rest ? rest + 1 : p + strlen(p);
            }
            struct fx_filter *f = id ? filter_url(L, user, id, inner) : NULL;
            if (f) /* a broken reference filters nothing, as in browsers */
                list[n++] = *f;
            p = rest;
        } else {
            size_t len = 0;
            while ((p[len] >= 'a' && p[len] <= 'z') || p[len] == '-')
                len++;
            const char *args = p + len;
            int open = 0;
            const char *end = args;
            if (*args != '(')
                goto invalid;
            do {
                open += *end == '(';
                open -= *end == ')';
                end++;
            } while (*end && open > 0);
            if (open)
                goto invalid;
            char *inside = str_trim(L->scratch, args + 1, (size_t)(end - args - 2));
            if (!filter_function(L, p, len, inside, s, inner, &list[n]))
                goto invalid;
            n++;
            p = end;
        }
        scan_space(&p);
    }
    for (size_t i = 0; i < n; i++)
        if (!list[i].n)
            out->skip = true; /* a filter without primitives draws nothing */
    if (n) {
        out->filters = ARENA_ARRAY(L->arena, n, struct fx_filter);
        memcpy(out->filters, list, n * sizeof *list);
        out->n_filters = n;
    }
    return;
invalid:
    warn(L, user, DIAG_SVG_VALUE, "invalid filter \"%.60s\" is ignored", value);
}
