/* --svg DIR: every variant as an SVG that any renderer draws the same, text already wrapped. */
#include <string.h>

#include "expand/expand.h"
#include "render/render.h"

struct svg_out {
    char *dir;
    struct stage *stage;
    struct arena *a;
    struct str svg;
};

struct svg_out *svg_out_new(struct ctx *ctx, const char *dir)
{
    struct stage *stage = stage_new(ctx, &(struct stage_options){0});
    if (!stage)
        return NULL;
    if (dir_make(ctx, dir) < 0) {
        stage_drop(stage);
        return NULL;
    }
    struct svg_out *s = xcalloc(1, sizeof *s);
    s->dir = xstrdup(dir);
    s->stage = stage;
    s->a = arena_new();
    s->svg = (struct str)STR_INIT;
    return s;
}

void svg_out_drop(struct svg_out *s)
{
    if (!s)
        return;
    stage_drop(s->stage);
    arena_drop(s->a);
    str_drop(&s->svg);
    free(s->dir);
    free(s);
}

int svg_out_put(struct ctx *ctx, struct svg_out *s, const struct variant *v)
{
    arena_reset(s->a);
    str_clear(&s->svg);
    struct resolved_svg how = {.embed = true};
    const struct scene *scene = stage_bind(ctx, s->stage, s->a, v);
    if (!scene || stage_resolved_svg(ctx, s->stage, scene, &how, &s->svg) < 0)
        return -1;
    /* ids are made of safe parts, so the path stays below the folder */
    char *path = arena_printf(s->a, "%s/%s.svg", s->dir, v->id);
    if (dir_make(ctx, path_dir(s->a, path)) < 0)
        return -1;
    return file_write(ctx, path, s->svg.data, s->svg.len);
}
