#include "still/still-imp.h"

static int write(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len)
{
    (void)where;
    struct str s = STR_INIT;
    struct resolved_svg how = {.embed = true,
                               .strip = shot->strip,
                               .outlines = shot->outlines,
                               .xmp = shot->marks.xmp,
                               .xmp_len = shot->marks.xmp_len};
    if (stage_resolved_svg(ctx, shot->stage, shot->scene, &how, &s) != 0) {
        str_drop(&s);
        return -1;
    }
    *len = s.len;
    *out = (uint8_t *)str_detach(&s);
    return 0;
}

const struct still_format still_format_svg = {
    .name = "svg",
    .ext = "svg",
    .summary = "SVG with slots resolved, pictures embedded, text laid out; --text outlines for paths",
    .write = write,
};
