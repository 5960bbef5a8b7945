/* What the tests of stages share: a folder for a creative, a stage that reuses what it drew and one that
 * draws everything anew. */
#ifndef PRESSRUN_TEST_RENDER_ENV_H
#define PRESSRUN_TEST_RENDER_ENV_H

#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "render/render.h"

struct env {
    struct collected_diags d;
    struct arena *a;
    struct stage *stage, *plain;
    char dir[64];
    char *creative;
};

static inline void put(struct env *e, const char *name, const char *text)
{
    assert_int_equal(file_write(&e->d.ctx, path_join(e->a, e->dir, name), text, strlen(text)), 0);
}

static inline struct env *env_new(const char *layout, const char *creative)
{
    struct env *e = calloc(1, sizeof *e);
    collect_diags(&e->d);
    e->a = arena_new();
    strcpy(e->dir, "/tmp/pressrun-render-XXXXXX");
    assert_non_null(mkdtemp(e->dir));
    put(e, "a.svg", layout);
    put(e, "creative.xml", creative);
    e->creative = path_join(e->a, e->dir, "creative.xml");
    e->stage = stage_new(&e->d.ctx, &(struct stage_options){0});
    e->plain = stage_new(&e->d.ctx, &(struct stage_options){.no_cache = true});
    return e;
}

static inline int teardown(void **state)
{
    struct env *e = *state;
    stage_drop(e->stage);
    stage_drop(e->plain);
    int rc = system(arena_printf(e->a, "rm -rf %s", e->dir));
    arena_drop(e->a);
    diag_list_drop(&e->d.list);
    free(e);
    return rc;
}

/* Binds and draws; a variant that cannot be bound fails the test. *scene: NULL when it is not wanted. */
static inline const struct pixmap *draw_variant(struct env *e, struct stage *s, const struct variant *v,
                                                struct scene **scene)
{
    struct scene *sc = stage_bind(&e->d.ctx, s, e->a, v);
    if (!sc)
        fail_msg("not bound: %s", last_diag(&e->d) ? last_diag(&e->d)->message : "?");
    if (scene)
        *scene = sc;
    const struct pixmap *p = stage_draw(&e->d.ctx, s, sc);
    assert_non_null(p);
    return p;
}

#endif
