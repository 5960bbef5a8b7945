/* Cycles of clip paths and masks: found once, in document order, so that the same reference is cut wherever
 * the cycle is entered. The element that holds the reference closing a cycle is drawn as if it had none. */
#include "svg/svg-imp.h"

static void visit(struct lower *L, struct el *e, int depth);

/* True when the reference of one property closes a cycle. */
static bool follow(struct lower *L, const char *value, int depth)
{
    const char *id = value ? parse_url(L->scratch, value, NULL) : NULL;
    struct el *target = el_by_id(L, id);
    if (!target || (target->tag != TAG_CLIP_PATH && target->tag != TAG_MASK))
        return false;
    if (target->visited == 1 || depth >= LIMIT_USE_DEPTH)
        return true;
    if (!target->visited)
        visit(L, target, depth + 1);
    return false;
}

static void visit(struct lower *L, struct el *e, int depth)
{
    e->visited = 1;
    for (struct el *k = e; k; k = el_following(e, k)) {
        k->cut_clip |= follow(L, el_prop(k, PROP_CLIP_PATH), depth);
        k->cut_mask |= follow(L, el_prop(k, PROP_MASK), depth);
        if (k->cut_clip || k->cut_mask)
            warn(L, k, DIAG_SVG_CYCLE, "a clip-path or mask leads back to %s #%s and is ignored",
                 tag_name(e->tag), e->id ? e->id : "");
    }
    e->visited = 2;
}

void cycles_cut(struct lower *L)
{
    for (struct el *e = L->root; e; e = el_following(L->root, e))
        if ((e->tag == TAG_CLIP_PATH || e->tag == TAG_MASK) && !e->visited)
            visit(L, e, 0);
}
