/* A scratch folder with the files of a creative. */
#ifndef PRESSRUN_TEST_SCRATCH_H
#define PRESSRUN_TEST_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>

#include "test.h"

struct scratch {
    char dir[64];
    struct arena *a;
    struct collected_diags diags;
};

static inline void scratch_open(struct scratch *s)
{
    snprintf(s->dir, sizeof s->dir, "/tmp/pressrun-test-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    s->a = arena_new();
    collect_diags(&s->diags);
}

static inline const char *scratch_path(struct scratch *s, const char *name)
{
    return path_join(s->a, s->dir, name);
}

static inline const char *scratch_put(struct scratch *s, const char *name, const char *text)
{
    struct ctx ctx = {0};
    const char *path = scratch_path(s, name);
    assert_int_equal(dir_make(&ctx, path_dir(s->a, path)), 0);
    assert_int_equal(file_write(&ctx, path, text, strlen(text)), 0);
    return path;
}

static inline void scratch_close(struct scratch *s)
{
    struct str cmd = STR_INIT;
    str_printf(&cmd, "rm -rf '%s'", s->dir);
    assert_int_equal(system(cmd.data), 0);
    str_drop(&cmd);
    arena_drop(s->a);
    diag_list_drop(&s->diags.list);
}

/* Whether some message of that code holds the text (in message or hint). */
static inline bool scratch_said(const struct scratch *s, enum diag_code code, const char *text)
{
    for (size_t i = 0; i < s->diags.list.len; i++) {
        const struct diag *d = &s->diags.list.at[i];
        if (d->code == code && (strstr(d->message, text) || (d->hint && strstr(d->hint, text))))
            return true;
    }
    return false;
}

#endif
