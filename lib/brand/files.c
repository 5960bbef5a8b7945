/* Files under the rules: what they are, and SVG files, pictures and creatives one by one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "brand/worker-imp.h"

enum brand_input brand_input_of(struct ctx *ctx, const char *path)
{
    struct where where = {.file = path};
    if (dir_exists(path))
        return BRAND_INPUT_CREATIVE;
    struct stat st; /* a pipe holds lines: what is read from it to look at it would be lost */
    if (stat(path, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode) || S_ISSOCK(st.st_mode)))
        return BRAND_INPUT_LINES;
    FILE *f = fopen(path, "rb");
    if (!f) {
        report(ctx, DIAG_NOT_FOUND, where, "cannot be read, check the name");
        return BRAND_INPUT_UNKNOWN;
    }
    char head[4096];
    size_t n = fread(head, 1, sizeof head - 1, f);
    fclose(f);
    head[n] = '\0';
    enum image_format format = image_sniff(head, n);
    if (format != IMAGE_UNKNOWN && format != IMAGE_SVG)
        return BRAND_INPUT_IMAGE;
    const char *p = head;
    if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
        p += 3;
    while (ascii_space(*p))
        p++;
    if (*p == '{')
        return BRAND_INPUT_LINES;
    const char *base = path_base(path);
    bool gzip = n > 2 && (unsigned char)head[0] == 0x1f && (unsigned char)head[1] == 0x8b;
    if (*p == '<' || (gzip && str_ends(base, ".svgz"))) {
        if (format == IMAGE_SVG || str_ends(base, ".svg") || gzip)
            return BRAND_INPUT_SVG;
        if (strstr(head, XML_NS_CREATIVE))
            return BRAND_INPUT_CREATIVE;
        if (strstr(head, XML_NS_SVG) && !strstr(head, XML_NS_BRAND)) /* rules hold SVG as examples */
            return BRAND_INPUT_SVG;
    }
    if (n == 0)
        report(ctx, DIAG_BRAND_FILE, where, "the file is empty");
    else if (strstr(head, XML_NS_BRAND))
        report_hint(ctx, DIAG_ERROR, DIAG_BRAND_FILE, where, "give it with -r, or test it with --self-test",
                    "this is a rule file");
    else
        report_hint(ctx, DIAG_ERROR, DIAG_BRAND_FILE, where,
                    "give variant lines, a creative, an SVG, or a PNG, JPEG, WebP, GIF, TIFF or AVIF picture",
                    "cannot tell what this file is");
    return BRAND_INPUT_UNKNOWN;
}

static int check_and_report(struct ctx *ctx, struct brand_worker *w, const struct brand_rules *rules,
                            struct subject *s, long serial)
{
    struct finding *f = NULL;
    size_t n = 0, errors = 0;
    s->serial = serial;
    int result = check_subject(ctx, w, rules, s, &f, &n);
    for (size_t i = 0; i < n; i++)
        errors += f[i].level == DIAG_ERROR;
    report_add(w->run->report, serial, f, n);
    report_counted(w->run->report, 1, errors > 0 || result < 0);
    return result;
}

static int check_image(struct ctx *ctx, struct brand_worker *w, const char *path, long serial)
{
    struct where where = {.file = path};
    const struct brand_rules *rules = run_rules_for(ctx, w->run, NULL);
    char *data;
    size_t len;
    struct image_info info;
    if (!rules || file_read(ctx, w->arena, path, LIMIT_IMAGE_BYTES, &data, &len) < 0 ||
        image_probe(ctx, data, len, where, &info) < 0)
        return -1;
    struct file_fact file = {.path = path,
                             .format = image_format_name(info.format),
                             .bytes = (long)len,
                             .width = info.width,
                             .height = info.height,
                             .alpha = info.alpha,
                             .animated = info.animated,
                             .has_profile = info.has_profile,
                             .probed = true,
                             .at_hand = true};
    struct subject s = {.kind = SUBJECT_IMAGE,
                        .file = path,
                        .files = &file,
                        .n_files = 1,
                        .width = info.width,
                        .height = info.height};
    struct pixmap *pixels = NULL;
    if (brand_rules_need(rules) == NEED_PIXELS) {
        pixels = image_decode(ctx, data, len, where);
        if (!pixels)
            return -1;
        s.pixels = pixels;
    }
    int result = check_and_report(ctx, w, rules, &s, serial);
    pixmap_drop(pixels);
    return result;
}

static int check_svg(struct ctx *ctx, struct brand_worker *w, const char *path, long serial)
{
    const struct brand_rules *rules = run_rules_for(ctx, w->run, NULL);
    const struct xml_doc *doc = rules ? xml_load(ctx, w->arena, path) : NULL;
    if (!doc)
        return -1;
    struct subject s = {
        .kind = SUBJECT_SVG, .file = path, .locale = xml_attr_ns(doc->root, XML_NS_XML, "lang")};
    if (!s.locale)
        s.locale = xml_attr(doc->root, "lang");
    copy_of_svg(w->arena, doc, &s);
    if (brand_rules_need(rules) > NEED_LINE) {
        struct stage *stage = worker_stage(ctx, w);
        s.scene = stage ? stage_open_svg(ctx, stage, w->arena, path, 0, 0, 1) : NULL;
        if (!s.scene)
            return -1;
        s.width = s.scene->tree->width;
        s.height = s.scene->tree->height;
    } else {
        svg_parse_length(xml_attr(doc->root, "width") ? xml_attr(doc->root, "width") : "", 0, 16, &s.width);
        svg_parse_length(xml_attr(doc->root, "height") ? xml_attr(doc->root, "height") : "", 0, 16,
                         &s.height);
    }
    return check_and_report(ctx, w, rules, &s, serial);
}

/* A creative: its copy once, then each layout in each theme with the content that the layouts themselves
 * hold. */
static int check_creative(struct ctx *ctx, struct brand_worker *w, const char *path, long serial)
{
    const struct creative *c = run_creative(ctx, w->run, path);
    const struct brand_rules *rules = c ? run_rules_for(ctx, w->run, c) : NULL;
    if (!rules)
        return -1;
    struct subject copy = {
        .kind = SUBJECT_CREATIVE, .file = c->path, .creative = c, .locale = c->source_locale};
    copy_of_creative(w->arena, c, &copy);
    int result = check_and_report(ctx, w, rules, &copy, serial);
    if (brand_rules_need(rules) == NEED_LINE)
        return result;
    size_t themes = c->n_themes ? c->n_themes : 1;
    for (size_t i = 0; i < c->n_layouts; i++) {
        for (size_t t = 0; t < themes; t++) {
            arena_reset(w->arena);
            struct variant v = {.creative = c->path,
                                .layout = c->layouts[i].name,
                                .locale = c->source_locale,
                                .theme = c->n_themes ? c->themes[t].name : NULL,
                                .state = "ok"};
            v.id = arena_printf(w->arena, "%s%s%s", v.layout, v.theme ? "/" : "", v.theme ? v.theme : "");
            struct subject s = {.kind = SUBJECT_CREATIVE,
                                .file = c->layouts[i].path,
                                .variant = &v,
                                .creative = c,
                                .layout = &c->layouts[i],
                                .locale = v.locale,
                                .width = c->layouts[i].width,
                                .height = c->layouts[i].height};
            result |= check_and_report(ctx, w, rules, &s, serial);
        }
    }
    return result;
}

int brand_check_file(struct ctx *outer, struct brand_worker *w, const char *path, enum brand_input input,
                     long serial)
{
    struct watched why;
    struct ctx *ctx = watch(&why, outer, w->run, NULL);
    arena_reset(w->arena);
    switch (input) {
    case BRAND_INPUT_IMAGE:
        return check_image(ctx, w, path, serial);
    case BRAND_INPUT_SVG:
        return check_svg(ctx, w, path, serial);
    case BRAND_INPUT_CREATIVE:
        return check_creative(ctx, w, path, serial);
    default:
        return -1;
    }
}

int brand_inputs_sort(struct ctx *ctx, char **operands, size_t n, struct brand_inputs *out)
{
    int result = 0;
    out->lines = xcalloc(n + 1, sizeof *out->lines);
    out->files = xcalloc(n + 1, sizeof *out->files);
    out->kinds = xcalloc(n + 1, sizeof *out->kinds);
    for (size_t i = 0; i < n; i++) {
        enum brand_input kind =
            str_eq(operands[i], "-") ? BRAND_INPUT_LINES : brand_input_of(ctx, operands[i]);
        if (kind == BRAND_INPUT_UNKNOWN) {
            result = -1;
        } else if (kind == BRAND_INPUT_LINES) {
            out->lines[out->n_lines++] = operands[i];
        } else {
            out->kinds[out->n_files] = kind;
            out->files[out->n_files++] = operands[i];
        }
    }
    return result;
}

void brand_inputs_drop(struct brand_inputs *in)
{
    free(in->lines);
    free(in->files);
    free(in->kinds);
}

int brand_check_files(struct ctx *ctx, struct brand_run *run, const struct brand_inputs *in)
{
    int result = 0;
    struct brand_worker *w = in->n_files ? brand_worker_new(ctx, run) : NULL;
    for (size_t i = 0; i < in->n_files; i++)
        result |= brand_check_file(ctx, w, in->files[i], in->kinds[i], (long)i + 1);
    brand_worker_drop(w);
    return result;
}
