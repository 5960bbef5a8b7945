#include "brand/brand-imp.h"

#include <stdlib.h>

static const struct brand_param params[] = {
    {NULL, "max-bytes", BRAND_BYTES, .help = "greatest weight of the file: 150kB"},
    {NULL, "formats", BRAND_CHOICES, .choices = "png|jpeg|webp|gif|tiff|avif|pdf",
     .help = "formats that are allowed"},
    {NULL, "animated", BRAND_YES, .def = "yes", .help = "whether moving pictures are allowed"},
    {NULL, "transparent", BRAND_YES, .def = "yes", .help = "whether a picture may have an alpha channel"},
    {"limit", "sizes", BRAND_SIZES, .required = true, .help = "sizes that have a weight of their own"},
    {"limit", "max-bytes", BRAND_BYTES, .required = true, .help = "greatest weight at these sizes"},
};

static double limit_of(const struct brand_rule *r, const struct file_fact *f)
{
    char size[64];
    snprintf(size, sizeof size, "%ldx%ld", f->width, f->height);
    for (const struct brand_item *i = r->items; i; i = i->next)
        if (words_have(item_value(r, i, "sizes")->words, size))
            return item_value(r, i, "max-bytes")->number;
    return rule_number(r, "max-bytes", 0);
}

static const char *kilobytes(struct check *c, double bytes)
{
    struct str s = STR_INIT;
    str_put_number(&s, bytes / 1000);
    const char *out = arena_strdup(c->arena, s.data);
    str_drop(&s);
    return out;
}

static int check(struct check *c, const struct brand_rule *r)
{
    const char *const *formats = rule_value(r, "formats")->words;
    for (size_t i = 0; i < c->s->n_files; i++) {
        const struct file_fact *f = &c->s->files[i];
        double most = limit_of(r, f);
        if (most > 0 && (double)f->bytes > most)
            found(c, (struct spot){.key = "weight"}, "%s weighs %s kB, at most %s kB are allowed", f->path,
                  kilobytes(c, (double)f->bytes), kilobytes(c, most));
        if (formats && f->format && !words_have(formats, str_eq(f->format, "jpg") ? "jpeg" : f->format))
            found(c, (struct spot){.key = "format"}, "%s is a %s, allowed are %s", f->path, f->format,
                  rule_value(r, "formats")->text);
        if (f->probed && f->animated && !rule_yes(r, "animated"))
            found(c, (struct spot){.key = "animated"}, "%s is animated", f->path);
        if (f->probed && f->alpha && !rule_yes(r, "transparent"))
            found(c, (struct spot){.key = "transparent"}, "%s has an alpha channel", f->path);
    }
    return 0;
}

BRAND_KIND(file, "file", .summary = "weight and format of the picture files", PARAMS(params),
           .need = NEED_LINE, .section = "picture", .hint = "render with --max-bytes or in another format",
           .check = check);
