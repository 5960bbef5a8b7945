/* One line: claim its name, draw, encode, write, print. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "still/still-imp.h"

struct still_worker {
    struct still_run *run;
    struct stage *stage;
    struct arena *arena;            /* reset for each line */
    struct map *dirs;               /* folders known to be there and inside the output folder */
    struct diag_list said;          /* reports of the line in hand */
    struct ctx ctx;                 /* collects into `said` */
    struct still_counts counts;     /* its own, added to the run's at the end */
    const struct creative *stamped; /* run_stamp was asked of it last */
    const char *stamp;
    /* between claim and line */
    struct variant *variant; /* NULL: not a variant line */
    const struct creative *creative;
    const struct still_format *format;
    char *name;                  /* without extension; NULL: the claim failed */
    struct str members, printed; /* of an archive: the variant's files, its line */
};

void *still_worker_new(struct ctx *ctx, void *run)
{
    struct still_worker *w = xcalloc(1, sizeof *w);
    struct still_run *r = w->run = run;
    w->members = w->printed = (struct str)STR_INIT;
    w->arena = arena_new();
    w->dirs = map_new();
    w->stage = still_stage(ctx, r->o, r->shared);
    if (!w->stage) {
        still_worker_drop(w);
        return NULL;
    }
    return w;
}

void still_worker_drop(void *worker)
{
    struct still_worker *w = worker;
    if (!w)
        return;
    if (w->stage)
        w->counts.drawn = stage_counts(w->stage);
    run_count(w->run, &w->counts);
    str_drop(&w->members);
    str_drop(&w->printed);
    stage_drop(w->stage);
    map_drop(w->dirs);
    diag_list_drop(&w->said);
    arena_drop(w->arena);
    free(w);
}

void still_claim(struct ctx *ctx, void *worker, const char *line, size_t len, long number)
{
    (void)ctx; /* everything is said with the line's other reports, by still_line */
    struct still_worker *w = worker;
    struct still_run *r = w->run;
    struct where where = {.file = "variants", .line = number};
    arena_reset(w->arena);
    diag_list_clear(&w->said);
    w->ctx = (struct ctx){.sink = diag_list_sink, .payload = &w->said};
    w->name = NULL;
    w->creative = NULL;
    w->variant = variant_read(&w->ctx, w->arena, line, len, where);
    struct variant *v = w->variant;
    if (!v || variant_failed(v))
        return;
    where.variant = v->id;
    w->creative = stage_creative(&w->ctx, w->stage, v->creative);
    if (!w->creative) {
        report_hint(&w->ctx, DIAG_ERROR, DIAG_SCENE, where, "run from the folder where variant-expand ran",
                    "the creative '%s' of this variant cannot be used", v->creative);
        return;
    }
    w->ctx.masked =
        creative_personal(w->arena, w->creative, w->variant, &w->ctx.n_masked); /* never in messages */
    const struct creative *c = w->creative;
    w->format =
        r->format ? r->format : still_format_wanted(&w->ctx, c->output_format ? c->output_format : "png");
    const char *pattern = r->o->name ? r->o->name : c->output_name ? c->output_name : "{id}";
    char *name = w->format ? still_name(&w->ctx, w->arena, pattern, c, v, where) : NULL;
    if (!name)
        return;
    long owner = claims_take(r->claims, name, number);
    if (owner)
        report_hint(&w->ctx, DIAG_ERROR, DIAG_OUTPUT_COLLISION, where,
                    "add a placeholder to the output name that tells them apart, such as {row} or {layout}",
                    "the file '%s' is already written for the variant of line %ld", name, owner);
    else
        w->name = name;
}

/* ---- files ---- */

/* Removes what a killed run left half-written here. Temporary names carry the number of their process. */
static void sweep(struct still_worker *w, const char *dir)
{
    DIR *d = opendir(dir);
    if (!d)
        return;
    for (struct dirent *e; (e = readdir(d));) {
        long pid = str_starts(e->d_name, ".pressrun-") ? strtol(e->d_name + 10, NULL, 10) : 0;
        if (pid > 0 && str_ends(e->d_name, ".tmp") && kill((pid_t)pid, 0) != 0 && errno == ESRCH)
            unlink(path_join(w->arena, dir, e->d_name));
    }
    closedir(d);
}

/* Makes the folder of `path`, once; a link that leads out of the output folder is refused. */
static int ready_folder(struct still_worker *w, const char *path, struct where where)
{
    char *dir = path_dir(w->arena, path);
    if (map_has(w->dirs, dir))
        return 0;
    if (dir_make(&w->ctx, dir) != 0)
        return -1;
    const char *root = w->run->real_out;
    char *real = realpath(dir, NULL);
    size_t n = strlen(root);
    bool inside = real && strncmp(real, root, n) == 0 && (real[n] == '/' || real[n] == '\0' || n == 1);
    free(real);
    if (!inside) {
        report(&w->ctx, DIAG_PATH, where, "the folder '%s' is a link that leaves the output folder", dir);
        return -1;
    }
    if (w->run->o->resume)
        sweep(w, dir);
    map_put(w->dirs, dir, NULL);
    return 0;
}

/* Writes one file and notes it among the outputs. */
static int put_file(struct still_worker *w, const char *ext, const char *format, const void *data, size_t len,
                    long width, long height, struct variant_output *note, struct where where)
{
    char *rel = arena_printf(w->arena, "%s.%s", w->name, ext);
    if (w->run->archive) {
        archive_put_member(&w->members, rel, data, len);
    } else {
        char *path = path_join(w->arena, w->run->o->out, rel);
        if (ready_folder(w, path, where) != 0 || file_write(&w->ctx, path, data, len) != 0)
            return -1;
    }
    char digest[33];
    digest_hex(data, len, digest);
    *note = (struct variant_output){.path = rel,
                                    .format = format,
                                    .digest = arena_strdup(w->arena, digest),
                                    .bytes = (long)len,
                                    .width = width,
                                    .height = height};
    return 0;
}

/* The slots of this variant that should show a picture and have none to show. */
static int check_pictures(struct still_worker *w, const struct scene *scene, struct where where)
{
    int rc = 0;
    for (size_t i = 0; i < scene->n_slots; i++) {
        const struct scene_slot *s = &scene->slots[i];
        const struct bound *b = i < scene->frame.n ? &scene->frame.at[i] : NULL;
        if (!s->slot || s->slot->kind != SLOT_IMAGE || !s->value || s->value->kind != SLOT_VALUE_IMAGE ||
            !*s->value->value || s->source || (b && (b->hidden || b->pixmap)) || rect_empty(s->view))
            continue;
        where.slot = s->slot->name;
        report(&w->ctx, DIAG_SCENE, where, "the picture '%s' cannot be shown", s->value->value);
        rc = -1;
    }
    return rc;
}

static void options_of(const struct still_worker *w, struct encode_options *e)
{
    *e = w->run->o->encode;
    e->background = w->run->background;
    /* the creative's quality is meant for the creative's format */
    if (!e->quality && w->creative->output_quality &&
        (!w->creative->output_format || still_format_named(w->creative->output_format) == w->format))
        e->quality = w->creative->output_quality;
}

/* Draws and writes everything of the variant; sets its outputs and findings. */
static int render(struct still_worker *w, struct where where)
{
    struct still_run *r = w->run;
    struct variant *v = w->variant;
    struct encode_options encode;
    options_of(w, &encode);
    struct scene *scene = stage_bind(&w->ctx, w->stage, w->arena, v);
    if (!scene || check_pictures(w, scene, where) != 0)
        return -1;
    if (r->o->background)
        scene->background = r->background;
    struct still_shot shot = {.stage = w->stage, .scene = scene, .encode = &encode, .counts = &w->counts};
    uint8_t *data;
    size_t len;
    if (out_scene(&w->ctx, r->o, w->format, &shot, where, &data, &len) != 0)
        return -1;
    struct variant_output *outputs = ARENA_ARRAY(w->arena, 1 + r->n_copies, struct variant_output);
    int rc = put_file(w, w->format->ext, w->format->name, data, len, scene->width, scene->height, &outputs[0],
                      where);
    free(data);
    struct str s = STR_INIT;
    for (size_t i = 0; rc == 0 && i < r->n_copies; i++) {
        const struct copy_format *f = r->copies[i];
        str_clear(&s);
        copy_write(
            &s, f,
            copy_gather(w->arena, w->creative, v, path_base(outputs[0].path), scene->width, scene->height));
        rc = put_file(w, f->ext, f->name, s.data, s.len, 0, 0, &outputs[1 + i], where);
    }
    str_drop(&s);
    if (rc != 0)
        return -1;
    v->outputs = outputs;
    v->n_outputs = 1 + r->n_copies;
    v->touched |= V_OUTPUTS;
    findings_of_scene(w->arena, v, scene);
    return 0;
}

/* ---- resuming ---- */

static void key_of(struct still_worker *w, const char *line, size_t len, char key[33])
{
    struct str s = STR_INIT;
    if (w->stamped != w->creative) {
        w->stamped = w->creative;
        w->stamp = run_stamp(w->run, w->creative);
    }
    str_printf(&s, "%s\n%s\n%s\n", w->run->options_key, w->format->name, w->stamp);
    str_put(&s, line, len);
    digest_hex(s.data, s.len, key);
    str_drop(&s);
}

static void put_member(struct str *s, const char *name, const char *value)
{
    if (!value)
        return;
    if (s->data[s->len - 1] != '{')
        str_putc(s, ',');
    json_put_string(s, name);
    str_putc(s, ':');
    json_put_string(s, value);
}

/* Outputs, and the findings from number `from` on. */
static void put_record(struct str *s, const struct variant *v, size_t from)
{
    str_puts(s, "{\"outputs\":[");
    for (size_t i = 0; i < v->n_outputs; i++) {
        const struct variant_output *o = &v->outputs[i];
        str_puts(s, i ? ",{" : "{");
        put_member(s, "path", o->path);
        put_member(s, "format", o->format);
        put_member(s, "digest", o->digest);
        str_printf(s, ",\"bytes\":%ld,\"width\":%ld,\"height\":%ld}", o->bytes, o->width, o->height);
    }
    str_puts(s, "],\"findings\":[");
    for (size_t i = from; i < v->n_findings; i++) {
        const struct variant_finding *f = &v->findings[i];
        str_puts(s, i > from ? ",{" : "{");
        put_member(s, "level", f->level);
        put_member(s, "code", f->code);
        put_member(s, "slot", f->slot);
        put_member(s, "message", f->message);
        str_putc(s, '}');
    }
    str_puts(s, "]}");
}

/* Takes a finished variant's outputs from the journal. False when a file is gone or another. */
static bool take_record(struct still_worker *w, const char *text)
{
    struct ctx quiet = {0};
    struct variant *v = w->variant;
    const struct json *top =
        json_parse(&quiet, w->arena, text, strlen(text), (struct where){.file = "journal"});
    const struct json *outputs = json_member(top, "outputs"), *findings = json_member(top, "findings");
    if (!outputs || outputs->kind != JSON_ARRAY || !outputs->n || !findings)
        return false;
    struct variant_output *list = ARENA_ARRAY(w->arena, outputs->n, struct variant_output);
    size_t n = 0;
    for (const struct json *o = outputs->first; o; o = o->next) {
        struct variant_output *x = &list[n++];
        *x = (struct variant_output){.path = json_member_string(o, "path"),
                                     .format = json_member_string(o, "format"),
                                     .digest = json_member_string(o, "digest"),
                                     .bytes = json_long(json_member(o, "bytes"), -1),
                                     .width = json_long(json_member(o, "width"), 0),
                                     .height = json_long(json_member(o, "height"), 0)};
        struct stat st;
        if (!x->path || !str_starts(x->path, w->name) ||
            stat(path_join(w->arena, w->run->o->out, x->path), &st) != 0 || !S_ISREG(st.st_mode) ||
            st.st_size != x->bytes)
            return false;
    }
    v->outputs = list;
    v->n_outputs = n;
    v->touched |= V_OUTPUTS;
    for (const struct json *f = findings->first; f; f = f->next)
        variant_add_finding(w->arena, v, json_member_string(f, "level"), json_member_string(f, "code"), NULL,
                            json_member_string(f, "slot"), json_member_string(f, "message"));
    return true;
}

/* ---- the line ---- */

static bool has_warnings(const struct variant *v, size_t from)
{
    for (size_t i = from; i < v->n_findings; i++)
        if (!str_eq(v->findings[i].level, "info"))
            return true;
    return false;
}

/* Puts the errors that were said into the line. A picture that one row names and that is not there makes that
 * variant fail; it does not make the input unreadable, as a missing operand does: hence the code with the
 * status of a variant. */
static void fail(struct still_worker *w)
{
    struct variant *v = w->variant;
    bool any = false;
    for (size_t i = 0; i < w->said.len; i++) {
        struct diag *d = &w->said.at[i];
        if (d->level != DIAG_ERROR)
            continue;
        if (d->code == DIAG_NOT_FOUND && d->where.variant)
            d->code = DIAG_SCENE;
        any = true;
        variant_add_finding(w->arena, v, "error", diag_code_name(d->code), NULL, d->where.slot,
                            arena_strdup(w->arena, d->message));
    }
    if (!any)
        variant_add_finding(w->arena, v, "error", diag_code_name(DIAG_SCENE), NULL, NULL,
                            "the variant cannot be drawn");
}

/* Draws, writes and prints the claimed line. */
static int do_line(struct ctx *ctx, struct still_worker *w, const char *line, size_t len, long number,
                   struct str *out)
{
    struct still_run *r = w->run;
    struct variant *v = w->variant;
    if (!v || variant_failed(v)) { /* passes through as it is: lines in equal lines out */
        str_put(out, line, len);
        str_putc(out, '\n');
        w->counts.failed++;
        diag_list_replay(&w->said, ctx);
        if (v && ctx->status < 1)
            ctx->status = 1;
        return v ? 0 : -1;
    }
    struct where where = {.file = "variants", .line = number, .variant = v->id};
    char key[33];
    size_t n_before = v->n_findings;
    int rc = w->name ? 0 : -1;
    bool resumed = false;
    if (rc == 0 && r->journal)
        key_of(w, line, len, key);
    if (rc == 0) {
        const char *record = r->o->resume ? journal_find(r->journal, w->name, key) : NULL;
        resumed = record && take_record(w, record);
        if (!resumed)
            rc = render(w, where);
    }
    bool fatal = w->ctx.status >= 3;
    if (rc == 0 && !resumed && r->journal) {
        struct str s = STR_INIT;
        put_record(&s, v, n_before);
        if (journal_add(&w->ctx, r->journal, w->name, key, s.data) != 0)
            fatal = true;
        str_drop(&s);
    }
    if (rc != 0)
        fail(w);
    bool warned = rc == 0 && has_warnings(v, n_before);
    w->counts.failed += rc != 0;
    w->counts.resumed += resumed;
    w->counts.images += rc == 0 && !resumed;
    w->counts.findings += warned;
    for (size_t i = 0; rc == 0 && !resumed && i < v->n_outputs; i++)
        w->counts.bytes += v->outputs[i].bytes;
    run_replay(r, &w->said, ctx);
    if (rc != 0 && ctx->status < 1)
        ctx->status = 1;
    if (warned && r->o->strict && ctx->status < 1)
        ctx->status = 1;
    variant_write(out, v);
    return fatal ? -2 : rc;
}

int still_line(struct ctx *ctx, void *worker, const char *line, size_t len, long number, struct str *out)
{
    struct still_worker *w = worker;
    if (!w->run->archive)
        return do_line(ctx, w, line, len, number, out);
    str_clear(&w->members);
    str_clear(&w->printed);
    int rc = do_line(ctx, w, line, len, number, &w->printed);
    if (rc != 0) /* a variant that failed has no file, not even those made before it did */
        str_clear(&w->members);
    archive_put_line(out, &w->members, w->printed.data, w->printed.len);
    return rc;
}
