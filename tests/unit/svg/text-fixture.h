/* Lowers a document whose text with the id t is a slot, so that its block can be looked at without fonts. */
#ifndef TEST_SVG_TEXT_FIXTURE_H
#define TEST_SVG_TEXT_FIXTURE_H

#include <math.h>

#include "svg/fixture.h"

static const struct svg_mark mark = {"t", MARK_NODE, 0};

static inline const struct node *find_text(const struct node *n)
{
    for (; n; n = n->next) {
        if (n->kind == NODE_TEXT)
            return n;
        const struct node *found = n->kind == NODE_GROUP ? find_text(n->u.group.first) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static inline const struct text_block *block_of(struct lowered *l, const char *body)
{
    struct str s = STR_INIT;
    struct svg_options o = {.marks = &mark, .n_marks = 1, .n_slots = 1};
    str_printf(&s,
               "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100' xmlns:xlink='%s'>%s</svg>",
               XML_NS_XLINK, body);
    lower_with(l, s.data, &o);
    str_drop(&s);
    const struct node *n = l->tree ? find_text(l->tree->root) : NULL;
    assert_non_null(n);
    assert_null(n->u.text.layout);
    return n->u.text.block;
}

#endif
