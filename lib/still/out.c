/* What the output formats share. */
#include <stdlib.h>
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
    size_t more = image_mark_size(f, &shot->marks), budget = o.max_bytes;
    o.format = f;
    o.parts = o.whole ? NULL : stage_parts(shot->stage);
    if (budget && budget <= more) {
        report_hint(ctx, DIAG_ERROR, DIAG_IMAGE_BUDGET, where, "raise the budget, or use --metadata strip",
                    "the picture's metadata take %zu bytes of the budget of %zu", more, budget);
        return -1;
    }
    o.max_bytes -= budget ? more : 0;
    struct parts_counts before = o.parts ? parts_counts(o.parts) : (struct parts_counts){0}, after;
    o.encodings = shot->counts ? &shot->counts->encodings : NULL;
    if (image_encode(ctx, shot->pixels, &o, where, out, len) != 0)
        return -1;
    if (shot->counts && o.parts) {
        after = parts_counts(o.parts);
        shot->counts->parts.kept += after.kept - before.kept;
        shot->counts->parts.met += after.met - before.met;
        shot->counts->parts.made += after.made - before.made;
    }
    image_mark(f, &shot->marks, out, len);
    return 0;
}

int out_scene(struct ctx *ctx, const struct still_options *o, const struct still_format *f,
              struct still_shot *shot, struct where where, uint8_t **out, size_t *len)
{
    shot->outlines = o->outlines;
    shot->strip = o->strip_metadata;
    if (!o->strip_metadata)
        shot->marks = stage_marks(ctx, shot->stage, shot->scene);
    if (f->pixels && !(shot->pixels = stage_draw(ctx, shot->stage, shot->scene)))
        return -1;
    if (f->write(ctx, shot, where, out, len) != 0)
        return -1;
    size_t budget = shot->encode->max_bytes;
    if (!budget || *len <= budget)
        return 0;
    report_hint(ctx, DIAG_ERROR, DIAG_IMAGE_BUDGET, where, "raise the budget, or use JPEG or WebP",
                "the picture takes %zu bytes, more than the budget of %zu", *len, budget);
    free(*out);
    return -1;
}
