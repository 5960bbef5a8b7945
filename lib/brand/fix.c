/* Fixes of a run: noted by workers, looked up in the files of the creative when the checking has ended, and
 * written or shown. What comes from the audience stands in no such file and is never touched. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "brand/fix-imp.h"
#include "brand/worker-imp.h"

struct noted {
    struct fix fix;
    const char *file; /* where the element is; NULL for messages */
    const struct creative *creative;
    const char *rule;
    struct finding of; /* what tells its group in the report */
    bool scoped;       /* the rule is about some slots only: the colour stays elsewhere */
};

struct target {
    char *path;
    char *data;
    size_t len;
    struct edits edits;
};

struct fixes {
    struct arena *arena;
    struct map *seen;
    struct vec(struct noted) noted;
    struct vec(struct target) targets;
};

static void fixable(struct check *c, struct finding_fix fix)
{
    struct finding *f = c->n_found ? &c->found[c->n_found - 1] : NULL;
    if (!c->worker->run->fixes || !f)
        return;
    struct finding_fix *x = ARENA_NEW(c->arena, struct finding_fix);
    *x = fix;
    x->next = f->fixes;
    f->fixes = x;
}

void fixable_text(struct check *c, const struct copy_fact *t, const char *from, size_t len, const char *to)
{
    if (!memchr(from, '\n', len) && len) /* lines are shown one by one */
        fixable(c, (struct finding_fix){.text = true,
                                        .id = t->id,
                                        .file = t->where.file,
                                        .line = t->where.line,
                                        .from = arena_strndup(c->arena, from, len),
                                        .to = to});
}

void fixable_color(struct check *c, const struct color_fact *f, const char *from, const char *to)
{
    fixable(c, (struct finding_fix){.id = f->id,
                                    .line = f->file_line,
                                    .from = arena_strdup(c->arena, from),
                                    .to = arena_strdup(c->arena, to)});
}

void fixes_note(struct brand_run *run, const struct subject *s, const struct finding *found, size_t n)
{
    struct fixes *x = run->fixes;
    struct str key = STR_INIT;
    pthread_mutex_lock(&run->lock);
    for (size_t i = 0; x && i < n; i++)
        for (const struct finding_fix *f = found[i].fixes; f; f = f->next) {
            const char *file = f->text ? f->file : found[i].file;
            const struct brand_rule *r = rule_of(&found[i]);
            str_clear(&key);
            str_printf(&key, "%s\n%s\n%s\n%ld\n%s\n%s", s->creative ? s->creative->path : "",
                       file ? file : "", f->id ? f->id : "", f->line, f->from, f->to);
            if (map_has(x->seen, key.data))
                continue;
            map_put(x->seen, key.data, x);
            vec_push(&x->noted,
                     ((struct noted){.fix = {f->text ? FIX_TEXT : FIX_COLOR, arena_strdup(x->arena, f->id),
                                             f->line, arena_strdup(x->arena, f->from),
                                             arena_strdup(x->arena, f->to), false},
                                     .file = arena_strdup(x->arena, file),
                                     .creative = s->creative,
                                     .rule = r->entry.id,
                                     .of = {.rule = found[i].rule,
                                            .level = found[i].level,
                                            .slot = arena_strdup(x->arena, found[i].slot),
                                            .element = arena_strdup(x->arena, found[i].element),
                                            .key = arena_strdup(x->arena, found[i].key),
                                            .about = arena_strdup(x->arena, found[i].about)},
                                     .scoped = r->slots || r->roles || r->except}));
        }
    pthread_mutex_unlock(&run->lock);
    str_drop(&key);
}

static int compare(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* Whichever worker noted it first. */
static int by_all(const void *a, const void *b)
{
    const struct noted *x = a, *y = b;
    int d = compare(x->file, y->file);
    if (!d)
        d = compare(x->fix.id, y->fix.id);
    if (!d)
        d = (x->fix.line > y->fix.line) - (x->fix.line < y->fix.line);
    if (!d)
        d = compare(x->fix.from, y->fix.from);
    return d ? d : compare(x->fix.to, y->fix.to);
}

/* A file that may be edited, loaded once; NULL where there is none, or it is packed. */
static struct target *target_of(struct ctx *ctx, struct fixes *x, const char *path)
{
    char *real = path ? realpath(path, NULL) : NULL;
    if (!real)
        return NULL;
    for (size_t i = 0; i < x->targets.len; i++)
        if (str_eq(x->targets.at[i].path, real)) {
            free(real);
            return x->targets.at[i].data ? &x->targets.at[i] : NULL;
        }
    struct target t = {.path = arena_strdup(x->arena, real)};
    free(real);
    if (file_read(ctx, x->arena, t.path, LIMIT_XML_BYTES, &t.data, &t.len) < 0 ||
        (t.len > 1 && (unsigned char)t.data[0] == 0x1f))
        t.data = NULL;
    vec_push(&x->targets, t);
    return t.data ? &x->targets.at[x->targets.len - 1] : NULL;
}

static size_t try_file(struct ctx *ctx, struct fixes *x, const char *path, const struct fix *f)
{
    struct target *t = target_of(ctx, x, path);
    return t ? fix_find_in(x->arena, t->path, t->data, t->len, f, &t->edits) : 0;
}

/* A PO file or a table that writes what is mended, but where it cannot be: over two strings, in another
 * encoding, in a message with another id. */
static void tell_of_catalogue(struct ctx *ctx, struct fixes *x, const char *path, const struct noted *n)
{
    const struct target *t =
        str_ends(path, ".xlf") || str_ends(path, ".xliff") ? NULL : target_of(ctx, x, path);
    if (t && memmem(t->data, t->len, n->fix.id, strlen(n->fix.id)) &&
        memmem(t->data, t->len, n->fix.from, strlen(n->fix.from)))
        report_hint(ctx, DIAG_WARNING, DIAG_BRAND_FIX, (struct where){.file = path},
                    "mend it there by hand, or in the tool that it comes from",
                    "this catalogue writes \"%s\" for \"%s\" too, not in a text of '%s' that can be edited",
                    n->fix.from, n->fix.to, n->fix.id);
}

/* A message: in the creative and, so that sources and translations stay in step, in its catalogues. */
static size_t look_for_text(struct ctx *ctx, struct fixes *x, const struct noted *n, bool tell)
{
    struct fix by_id = n->fix;
    const struct creative *c = n->creative;
    size_t hits = n->file ? try_file(ctx, x, n->file, &n->fix) : 0;
    by_id.line = 0;
    if (!c || !by_id.id)
        return hits;
    if (!str_eq(n->file, c->path))
        hits += try_file(ctx, x, c->path, &by_id);
    static const char *const suffixes[] = {".xlf", ".xliff", ".po", ".pot", ".csv", ".tsv"};
    for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) {
        char **names = NULL;
        size_t n_names = 0;
        if (c->locales_dir && dir_exists(c->locales_dir))
            dir_list(ctx, x->arena, c->locales_dir, suffixes[k], &names, &n_names);
        for (size_t i = 0; i < n_names; i++) {
            char *path = path_join(x->arena, c->locales_dir, names[i]);
            size_t n_hits = try_file(ctx, x, path, &by_id);
            hits += n_hits;
            if (!n_hits && tell)
                tell_of_catalogue(ctx, x, path, n);
        }
    }
    return hits;
}

/* The element itself; else whatever gives it the colour: a group, a style sheet, a token of a theme. */
static size_t look_for_color(struct ctx *ctx, struct fixes *x, const struct noted *n)
{
    struct fix f = n->fix;
    const struct creative *c = n->creative;
    size_t hits = try_file(ctx, x, n->file, &f);
    if (hits || n->scoped)
        return hits;
    f.anywhere = true;
    f.id = NULL;
    hits = try_file(ctx, x, n->file, &f);
    if (c && !str_eq(c->path, n->file))
        hits += try_file(ctx, x, c->path, &f);
    for (size_t i = 0; c && i < c->n_modules; i++)
        hits += try_file(ctx, x, c->modules[i].path, &f);
    return hits;
}

struct fixes *fixes_new(void)
{
    struct fixes *x = xcalloc(1, sizeof *x);
    x->arena = arena_new();
    x->seen = map_new();
    return x;
}

void fixes_drop(struct fixes *x)
{
    if (!x)
        return;
    for (size_t i = 0; i < x->targets.len; i++)
        vec_drop(&x->targets.at[i].edits);
    vec_drop(&x->targets);
    vec_drop(&x->noted);
    map_drop(x->seen);
    arena_drop(x->arena);
    free(x);
}

/* Where a change stands: columns in characters and in bytes. */
static struct report_edit place_of(const struct target *t, const struct edit *e)
{
    const char *start = t->data + e->at;
    struct report_edit out = {.file = t->path, .line = 1, .to = e->to};
    while (start > t->data && start[-1] != '\n')
        start--;
    for (const char *p = t->data; (p = memchr(p, '\n', (size_t)(start - p))); p++)
        out.line++;
    size_t before = (size_t)(t->data + e->at - start);
    out.byte = (long)before + 1;
    out.byte_end = out.byte + (long)e->len;
    out.column = (long)utf8_length(start, before) + 1;
    out.end = out.column + (long)utf8_length(t->data + e->at, e->len);
    return out;
}

void fixes_suggest(struct ctx *ctx, struct brand_run *run)
{
    struct fixes *x = run->fixes;
    if (x->noted.len)
        qsort(x->noted.at, x->noted.len, sizeof *x->noted.at, by_all);
    for (size_t i = 0; i < x->noted.len; i++) {
        const struct noted *n = &x->noted.at[i];
        struct vec(struct report_edit) edits = {0};
        if (!(n->fix.kind == FIX_TEXT ? look_for_text(ctx, x, n, false) : look_for_color(ctx, x, n)))
            continue;
        for (size_t k = 0; k < x->targets.len; k++) {
            struct target *t = &x->targets.at[k];
            for (size_t j = 0; j < t->edits.len; j++)
                vec_push(&edits, place_of(t, &t->edits.at[j]));
            t->edits.len = 0;
        }
        report_suggest(run->report, &n->of, edits.at, edits.len);
        vec_drop(&edits);
    }
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct target *)a)->path, ((const struct target *)b)->path);
}

int brand_fix(struct ctx *ctx, struct brand_run *run, struct str *diff)
{
    struct fixes *x = run->fixes;
    size_t files = 0;
    int result = 0;
    if (x->noted.len)
        qsort(x->noted.at, x->noted.len, sizeof *x->noted.at, by_all);
    for (size_t i = 0; i < x->noted.len; i++) {
        const struct noted *n = &x->noted.at[i];
        size_t hits = n->fix.kind == FIX_TEXT ? look_for_text(ctx, x, n, true) : look_for_color(ctx, x, n);
        if (!hits)
            report_hint(ctx, DIAG_WARNING, DIAG_BRAND_FIX,
                        (struct where){.file = n->file, .line = n->fix.line},
                        "fix it by hand, or in the data that it comes from",
                        "a fix of %s has nothing to change in the files of the creative", n->rule);
    }
    if (x->targets.len)
        qsort(x->targets.at, x->targets.len, sizeof *x->targets.at, by_path);
    for (size_t i = 0; i < x->targets.len; i++) {
        struct target *t = &x->targets.at[i];
        struct str out = STR_INIT;
        if (t->edits.len) {
            fix_apply(t->data, t->len, &t->edits, &out);
            files++;
            if (diff)
                fix_diff(diff, report_path(t->path), t->data, t->len, out.data, out.len);
            else
                result |= file_write(ctx, t->path, out.data, out.len);
        }
        str_drop(&out);
    }
    if (files)
        report_hint(ctx, DIAG_INFO, DIAG_BRAND_FIX, (struct where){0}, NULL, "%zu file%s %s", files,
                    files == 1 ? "" : "s", diff ? "would change" : "changed: check again");
    return result;
}
