/* What every unit test includes: cmocka with its own prerequisites, and a context that collects diagnostics.
 */
#ifndef PRESSRUN_TEST_H
#define PRESSRUN_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"

struct collected_diags {
    struct diag_list list;
    struct ctx ctx;
};

static inline void collect_diags(struct collected_diags *c)
{
    memset(c, 0, sizeof *c);
    c->ctx.sink = diag_list_sink;
    c->ctx.payload = &c->list;
}

static inline const struct diag *last_diag(const struct collected_diags *c)
{
    return c->list.len ? &c->list.at[c->list.len - 1] : NULL;
}

#endif
