/* Plain SVG files to pictures. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "still/still-imp.h"

static bool is_svg(const char *path)
{
    if (str_eq(path, "-"))
        return false;
    char head[4096];
    struct stat
        st; /* what is read from a pipe to look at it would be lost: <(variant-expand ...) goes by its name */
    FILE *f = stat(path, &st) == 0 && S_ISREG(st.st_mode) ? fopen(path, "rbe") : NULL;
    if (!f)
        return str_eq_nocase(path_ext(path), "svg") || str_eq_nocase(path_ext(path), "svgz");
    size_t n = fread(head, 1, sizeof head, f);
    fclose(f);
    /* A broken SVG is still meant to be one. */
    return image_sniff(head, n) == IMAGE_SVG || str_eq_nocase(path_ext(path), "svg") ||
           str_eq_nocase(path_ext(path), "svgz");
}

int still_inputs(struct ctx *ctx, const struct still_options *o, const char *const *paths, size_t n)
{
    size_t n_svg = 0;
    for (size_t i = 0; i < n; i++)
        n_svg += is_svg(paths[i]);
    if (n_svg && n_svg < n) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, "give one kind of file at a time",
                    "SVG files and variant lines are mixed");
        return -1;
    }
    if (!n_svg && (o->width > 0 || o->height > 0)) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0},
                    "use --scale: layouts have their own sizes", "--width and --height are for SVG files");
        return -1;
    }
    return n_svg > 0;
}

struct job {
    struct ctx *ctx;
    const struct still_options *o;
    struct stage *stage;
    struct arena *arena;
    struct rgba background;
    const struct still_format *format;
    struct claims *claims;
    bool folder;
};

static int put_stdout(struct ctx *ctx, const uint8_t *data, size_t len)
{
    while (len) {
        ssize_t n = write(STDOUT_FILENO, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno != EPIPE)
                report_errno(ctx, "standard output", "write", errno);
            return -1;
        }
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

static int draw(struct job *j, const char *path, const char *target)
{
    struct where where = {.file = path};
    const struct still_options *o = j->o;
    struct encode_options encode = o->encode;
    encode.background = j->background;
    struct scene *scene = stage_open_svg(j->ctx, j->stage, j->arena, path, o->width, o->height, o->scale);
    if (!scene)
        return -1;
    scene->background = j->background;
    struct still_shot shot = {.stage = j->stage, .scene = scene, .encode = &encode};
    uint8_t *data;
    size_t len;
    if (out_scene(j->ctx, o, j->format, &shot, where, &data, &len) != 0)
        return -1;
    int rc = str_eq(target, "-") ? put_stdout(j->ctx, data, len) : file_write(j->ctx, target, data, len);
    free(data);
    return rc;
}

/* NAME.svg to OUT/NAME.EXT. */
static char *target_of(struct job *j, const char *path)
{
    if (!j->folder)
        return arena_strdup(j->arena, j->o->out);
    const char *base = path_base(path), *ext = path_ext(path);
    size_t n = strlen(base) - (*ext ? strlen(ext) + 1 : 0);
    return path_join(j->arena, j->o->out, arena_printf(j->arena, "%.*s.%s", (int)n, base, j->format->ext));
}

static const struct still_format *choose(struct ctx *ctx, const struct still_options *o, bool folder)
{
    const char *ext = o->out && !folder ? path_ext(o->out) : "";
    if (o->format)
        return still_format_wanted(ctx, o->format);
    return still_format_wanted(ctx, *ext ? ext : "png");
}

int still_files(struct ctx *ctx, const struct still_options *o, const char *const *paths, size_t n)
{
    struct job j = {.ctx = ctx, .o = o};
    int rc = -1;
    if (!o->out) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0},
                    "add -o FILE, -o DIR or -o - for standard output", "no output is named");
        return -1;
    }
    size_t len = strlen(o->out);
    j.folder = n > 1 || dir_exists(o->out) || (len && o->out[len - 1] == '/');
    if (n > 1 && str_eq(o->out, "-")) {
        report(ctx, DIAG_USAGE, (struct where){0},
               "standard output takes one picture; name a folder with -o");
        return -1;
    }
    j.arena = arena_new();
    j.claims = claims_new();
    if (still_background(ctx, o, &j.background) != 0 || !(j.format = choose(ctx, o, j.folder)))
        goto done;
    if (!str_eq(o->out, "-") && dir_make(ctx, j.folder ? o->out : path_dir(j.arena, o->out)) != 0)
        goto done;
    j.stage = still_stage(ctx, o, NULL);
    if (!j.stage)
        goto done;
    rc = 0;
    for (size_t i = 0; i < n; i++) {
        arena_reset(j.arena);
        char *target = target_of(&j, paths[i]);
        long owner = claims_take(j.claims, target, (long)i + 1);
        if (owner) {
            report(ctx, DIAG_OUTPUT_COLLISION, (struct where){.file = paths[i]},
                   "the file '%s' is already written for '%s'", target, paths[owner - 1]);
            rc = -1;
        } else if (draw(&j, paths[i], target) != 0) {
            rc = -1;
        }
    }
done:
    stage_drop(j.stage);
    claims_drop(j.claims);
    arena_drop(j.arena);
    return rc;
}
