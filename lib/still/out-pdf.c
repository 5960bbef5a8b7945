#include "still/still-imp.h"

static int write(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len)
{
    (void)where;
    return paint_pdf(ctx, shot->scene->tree, &shot->scene->frame, out, len);
}

const struct still_format still_format_pdf = {
    .name = "pdf",
    .ext = "pdf",
    .summary = "PDF, one page of vectors with embedded fonts",
    .write = write,
};
