/* Every variant of an audience, for tools that look at them and write no lines. */
#include "expand/expand.h"

int expand_each(struct ctx *ctx, const char *creative, const char *audience, expand_emit *emit, void *payload)
{
    struct creative *c = creative_load(ctx, creative);
    struct audience *a = c ? audience_open(ctx, audience, 0) : NULL;
    struct expand *e = a ? expand_new(ctx, c, a, &(struct expand_options){0}) : NULL;
    struct row row;
    long rejected = 0;
    int result = e ? 0 : -1;
    for (int rc, taken = 0; e && taken != 2 && taken != 3; rejected += rc < 0 || taken < 0) {
        struct ctx silent = {.masked = ctx->masked, .n_masked = ctx->n_masked};
        rc = audience_next(&silent, a, &row);
        if (rc == 0 || (rc < 0 && audience_failed(a)))
            break;
        taken = rc > 0 ? expand_row(&silent, e, &row, emit, payload) : 0;
    }
    if (rejected)
        report_hint(ctx, DIAG_WARNING, DIAG_AUDIENCE, (struct where){.file = audience},
                    "variant-expand says what is wrong with each", "%ld row%s cannot be used and %s left out",
                    rejected, rejected == 1 ? "" : "s", rejected == 1 ? "was" : "were");
    expand_drop(e);
    audience_drop(a);
    creative_drop(c);
    return result;
}
