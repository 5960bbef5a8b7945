/* What the output formats share. */
#include <string.h>

#include "still/still-imp.h"

const struct still_format *still_format_named(const char *name)
{
    for (size_t i = 0; name && still_formats[i]; i++)
        if (str_eq_nocase(name, still_formats[i]->name) || str_eq_nocase(name, still_formats[i]->ext))
            return still_formats[i];
    return NULL;
}

int out_pixels(struct ctx *ctx, const struct still_shot *shot, enum image_format f, struct where where,
               uint8_t **out, size_t *len)
{
    struct encode_options o = *shot->encode;
    o.format = f;
    o.parts = stage_parts(shot->stage);
    return image_encode(ctx, shot->pixels, &o, where, out, len);
}
