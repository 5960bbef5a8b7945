#include "still/still-imp.h"

static int write(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len)
{
    (void)where;
    if (paint_pdf(ctx, shot->scene->tree, &shot->scene->frame, out, len) != 0)
        return -1;
    pdf_mark(&shot->marks, out, len);
    return 0;
}

const struct still_format still_format_pdf = {
    .name = "pdf",
    .ext = "pdf",
    .summary = "PDF, one page of vectors with embedded fonts",
    .write = write,
};
