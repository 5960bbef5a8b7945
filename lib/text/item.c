/* Itemising: runs of one span, level, script, face and orientation. */
#include "text/layout-imp.h"

#include <string.h>
#include <unicode/uchar.h>

/* Browsers synthesise small capitals at seven tenths. */
#define SMALL_CAPS_SCALE 0.7

static bool upright(const struct para *p, uint32_t cp)
{
    if (!p->vertical)
        return false;
    if (p->block->orientation != ORIENT_MIXED)
        return p->block->orientation == ORIENT_UPRIGHT;
    return u_getIntPropertyValue((UChar32)cp, UCHAR_VERTICAL_ORIENTATION) != U_VO_ROTATED;
}

static bool is_control(uint32_t cp)
{
    return cp >= 0x200B && u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static struct item *push(struct para *p)
{
    if (p->n_items == p->cap_items) {
        size_t cap = p->cap_items * 2 + 8;
        p->items = arena_grow(p->a, p->items, p->cap_items, cap, sizeof *p->items);
        p->cap_items = cap;
    }
    return &p->items[p->n_items++];
}

static double face_size(const struct text_style *s, const struct face *f)
{
    double size = s->size;
    if (s->size_adjust > 0 && f != NULL && f->x_height > 0.01)
        size *= s->size_adjust / f->x_height;
    return size;
}

static bool same_ref(struct face_ref a, struct face_ref b)
{
    return a.face == b.face && a.embolden == b.embolden && a.oblique == b.oblique;
}

static bool same_tags(const struct text_tag_value *a, size_t n_a, const struct text_tag_value *b, size_t n_b)
{
    bool same = n_a == n_b;
    for (size_t i = 0; same && i < n_a; i++)
        same = a[i].value == b[i].value && strncmp(a[i].tag, b[i].tag, 4) == 0;
    return same;
}

/* Text in the same font is shaped as one across elements: kerning and joining do not mind a change of colour.
 */
static bool shares_shape(const struct para *p, const struct item *last, size_t i, struct face_ref ref,
                         bool caps, bool up)
{
    if (last == NULL || p->chunk[i] || p->cp[i] == '\n' || p->cp[last->end - 1] == '\n')
        return false;
    const struct text_style *a = p->spans[last->span].style, *b = p->spans[p->span[i]].style;
    return same_ref(last->ref, ref) && last->level == p->level[i] &&
           last->script == (UScriptCode)p->script[i] && last->caps == caps && last->upright == up &&
           a->size == b->size && a->size_adjust == b->size_adjust && a->small_caps == b->small_caps &&
           a->letter_case == b->letter_case && (a->letter_spacing != 0) == (b->letter_spacing != 0) &&
           a->n_shifts == b->n_shifts && a->dominant == b->dominant && a->alignment == b->alignment &&
           str_eq(a->lang, b->lang) && same_tags(a->features, a->n_features, b->features, b->n_features);
}

/* Is the letter a small capital that the face does not have? */
static bool made_small(const struct text_style *s, const struct face *f, uint32_t cp)
{
    if (f == NULL || !s->small_caps || (s->no_synthesis & SYNTHESIS_CAPS))
        return false;
    if (!f->has_smcp && u_hasBinaryProperty((UChar32)cp, UCHAR_CHANGES_WHEN_UPPERCASED))
        return true;
    return s->all_small_caps && !f->has_c2sc &&
           u_hasBinaryProperty((UChar32)cp, UCHAR_CHANGES_WHEN_LOWERCASED);
}

void para_itemize(struct para *p)
{
    for (size_t i = 0; i < p->n;) {
        size_t end = i + 1;
        while (end < p->n && !p->cluster[end] && p->span[end] == p->span[i])
            end++;
        const struct text_style *style = p->spans[p->span[i]].style;
        struct item *last = p->n_items > 0 ? &p->items[p->n_items - 1] : NULL;
        bool joins = last != NULL && last->span == p->span[i] && last->level == p->level[i] && !p->chunk[i] &&
                     p->cp[i] != '\n' && p->cp[last->end - 1] != '\n';
        struct face_ref ref;
        if (joins && is_control(p->cp[i])) /* bidi marks and joiners stay with the text they are about */
            ref = last->ref;
        else
            ref = choose_cluster(p->t, p->choice[p->span[i]], &p->cp[i], end - i, (UScriptCode)p->script[i]);
        bool caps = made_small(style, ref.face, p->cp[i]);
        bool up = upright(p, p->cp[i]);
        if (joins && same_ref(last->ref, ref) && last->script == (UScriptCode)p->script[i] &&
            last->caps == caps && last->upright == up) {
            last->end = (uint32_t)end;
        } else {
            bool shares = shares_shape(p, last, i, ref, caps, up);
            struct item *it = push(p);
            it->joined = shares;
            it->ref = ref;
            it->start = (uint32_t)i;
            it->end = (uint32_t)end;
            it->span = p->span[i];
            it->script = (UScriptCode)p->script[i];
            it->level = p->level[i];
            it->caps = caps;
            it->upright = up;
            it->size = face_size(style, ref.face) * (caps ? SMALL_CAPS_SCALE : 1);
        }
        i = end;
    }
}
