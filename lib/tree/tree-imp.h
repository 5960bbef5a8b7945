/* tree-imp: helpers shared by the files of lib/tree. */
#ifndef PRESSRUN_TREE_IMP_H
#define PRESSRUN_TREE_IMP_H

#include "tree/tree.h"

/* Recursion over trees stops here: lowering bounds real documents far below, this answers hostile ones. */
enum { TREE_DEPTH_MAX = 2048 };

/* The value a variant puts at a slot, or NULL. */
static inline const struct bound *frame_at(const struct frame *f, int slot)
{
    return f && slot >= 0 && (size_t)slot < f->n ? &f->at[slot] : NULL;
}

#endif
