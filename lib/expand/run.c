/* The whole of variant-expand: rows in, lines out, counts kept. Threads read rows in turn, expand them each
 * with a plan of its own, and what must happen in the order of the rows (keys that were there before, totals,
 * messages, output) happens when a batch is put out. */
#include <limits.h>
#include <pthread.h>
#include <string.h>

#include "base/ordered.h"
#include "expand/expand.h"

enum { WRITE_BATCH = 64 * 1024, BATCH_ROWS = 128 };

/* A row of a batch and what became of it. */
struct item {
    struct row row;      /* a copy */
    bool damaged, fatal; /* reading cannot go on */
    struct diag_list diags;
    int rc;                                           /* of expand_row */
    uint64_t key;                                     /* to be claimed in order; 0: none, or it was */
    const char *locale;                               /* the key's */
    size_t diags_before;                              /* reports before the key was asked for */
    size_t out_end;                                   /* its lines in the batch end here */
    long n_read, variants, selected, skipped, capped; /* n_read: rows up to this one */
};

struct batch {
    struct arena *a; /* of the rows */
    struct item items[BATCH_ROWS];
    size_t n;
    struct str out;
};

struct run {
    const struct run_options *o;
    struct run_totals *totals;
    struct creative *c;
    struct audience *audience;
    struct expand *e; /* the plan of the first worker; its keys are everyone's */
    struct lint *lint;
    struct rejects *rejects;
    struct svg_out *svg;
    struct str out;
    struct arena *a;
    struct row_range *ranges;
    size_t n_ranges;
    long shard, shards;
    int jobs;

    pthread_mutex_t reading;   /* guards the audience, and the next seven */
    const struct row *sampled; /* of --sample, instead of the audience's rows */
    size_t n_sampled, at;
    bool from_sample, ended;
    long n_read;
    bool planned; /* a worker has taken e */

    bool closed; /* the reader of our output is gone, or writing failed */
};

static int parse_delimiter(struct ctx *ctx, const char *s, char *out)
{
    *out = 0;
    if (!s)
        return 0;
    if (str_eq(s, "tab") || str_eq(s, "\\t"))
        *out = '\t';
    else if (strlen(s) == 1 && !strchr("\"\r\n", *s))
        *out = *s;
    if (*out)
        return 0;
    report(ctx, DIAG_USAGE, (struct where){0}, "--delimiter wants one character or the word tab, not '%s'",
           s);
    return -1;
}

struct worker {
    struct run *r;
    struct expand *e;
    struct batch *b;
    struct item *it; /* under way */
};

/* ---- reading, one thread at a time ---- */

static bool mine(const struct run *r, long row)
{
    return r->shards <= 1 || (row - 1) % r->shards + 1 == r->shard || row < 1;
}

/* The next row that is wanted: 1; -1 when it is damaged, with reports; 0 after the last. */
static int next_row(struct ctx *ctx, struct run *r, struct row *row)
{
    if (r->from_sample) {
        while (r->at < r->n_sampled && !mine(r, r->sampled[r->at].row))
            r->at++;
        if (r->at == r->n_sampled)
            return 0;
        *row = r->sampled[r->at++];
        return 1;
    }
    long last = ranges_last(r->ranges, r->n_ranges);
    for (int rc; (rc = audience_next(ctx, r->audience, row)) != 0;) {
        r->n_read++;
        if (r->o->progress && r->n_read % 1024 == 0)
            r->o->progress(r->o->progress_payload, 1024);
        if (row->row > last)
            return 0;
        if (rc < 0 ||
            (ranges_have(r->ranges, r->n_ranges, row->row) && (r->o->sample >= 0 || mine(r, row->row))))
            return rc;
    }
    return 0;
}

static int fill(struct ctx *ctx __attribute__((unused)), void *shared, void *worker __attribute__((unused)),
                void *data, size_t round)
{
    struct run *r = shared;
    struct batch *b = data;
    arena_reset(b->a);
    str_clear(&b->out);
    b->n = 0;
    long most = r->o->limit >= 0 ? 1 : ordered_share(round, BATCH_ROWS);
    pthread_mutex_lock(&r->reading);
    while (!r->ended && (long)b->n < most) {
        struct item *it = &b->items[b->n];
        struct ctx inner = {.sink = diag_list_sink, .payload = &it->diags};
        struct row row;
        int rc = next_row(&inner, r, &row);
        if (rc == 0) {
            diag_list_clear(&it->diags);
            r->ended = true;
            break;
        }
        *it = (struct item){.row = row_copy(&row, arena_alloc(b->a, row_size(&row))),
                            .damaged = rc < 0,
                            .diags = it->diags,
                            .n_read = r->n_read};
        it->fatal = rc < 0 && audience_failed(r->audience);
        r->ended = it->fatal;
        b->n++;
    }
    pthread_mutex_unlock(&r->reading);
    return b->n > 0;
}

/* ---- a row, on the thread that took it ---- */

static int emit(struct ctx *ctx, void *payload, const struct variant *v)
{
    struct worker *w = payload;
    struct run *r = w->r;
    /* with a limit there is one worker, and all before this row is put out */
    long left = r->o->limit >= 0 ? r->o->limit - r->totals->variants - w->it->variants : LONG_MAX;
    if (left <= 0)
        return 1;
    if (r->svg && svg_out_put(ctx, r->svg, v) < 0)
        return -1;
    if (r->lint)
        lint_variant(r->lint, v, w->it->row.line);
    else if (!r->o->dry_run)
        variant_write(&w->b->out, v);
    w->it->variants++;
    return left == 1;
}

/* Whether a key is new is known when the rows before have been put out. */
static bool claim_later(void *payload, uint64_t key, const char *locale)
{
    struct worker *w = payload;
    w->it->key = key;
    w->it->locale = arena_strdup(w->b->a, locale);
    w->it->diags_before = w->it->diags.len;
    return true;
}

static void *worker_new(struct ctx *ctx, void *shared)
{
    struct run *r = shared;
    struct worker *w = xcalloc(1, sizeof *w);
    struct ctx silent = {0}; /* the first plan has reported all there is */
    w->r = r;
    pthread_mutex_lock(&r->reading);
    w->e = r->planned ? expand_new(&silent, r->c, r->audience, &r->o->expand) : r->e;
    r->planned = true;
    pthread_mutex_unlock(&r->reading);
    if (!w->e) {
        report(ctx, DIAG_SYSTEM, (struct where){.file = r->c->path}, "cannot be planned for another worker");
        free(w);
        return NULL;
    }
    if (r->jobs > 1)
        expand_claim_with(w->e, claim_later, w);
    return w;
}

static void worker_drop(void *worker)
{
    struct worker *w = worker;
    if (w->e != w->r->e)
        expand_drop(w->e);
    free(w);
}

/* Whether the row stops the run: the contract says so, or it is bad and bad rows are not skipped. */
static bool stops(const struct run *r, const struct item *it)
{
    return it->rc == 3 || ((it->damaged || it->rc < 0) && !r->o->skip_errors && !r->lint);
}

/* Whether the run ends with this row, for that or another reason. */
static bool ends(const struct run *r, const struct item *it)
{
    return it->fatal || it->rc == 2 || stops(r, it);
}

static bool work(struct ctx *ctx __attribute__((unused)), void *shared, void *worker, void *data)
{
    struct run *r = shared;
    struct worker *w = worker;
    struct batch *b = w->b = data;
    for (size_t i = 0; i < b->n; i++) {
        struct item *it = w->it = &b->items[i];
        if (!it->damaged) {
            struct ctx inner = {.sink = diag_list_sink, .payload = &it->diags};
            struct expand_totals before = *expand_totals(w->e);
            if (r->lint)
                lint_row(r->lint, &it->row);
            it->rc = expand_row(&inner, w->e, &it->row, emit, w);
            if (r->lint && it->rc == 1)
                lint_expanded(r->lint, &it->row);
            const struct expand_totals *t = expand_totals(w->e);
            it->selected = t->selected - before.selected;
            it->skipped = t->skipped - before.skipped;
            it->capped = t->capped - before.capped;
        }
        it->out_end = b->out.len;
        if (ends(r, it)) {
            for (size_t k = i + 1; k < b->n; k++)
                diag_list_clear(&b->items[k].diags);
            b->n = i + 1;
            return true;
        }
    }
    return false;
}

/* ---- in the order of the rows ---- */

static void reject(struct run *r, const struct item *it)
{
    r->totals->rejected++;
    if (!r->rejects)
        return;
    struct str reason = STR_INIT;
    for (size_t i = 0; i < it->diags.len; i++) {
        const struct diag *d = &it->diags.at[i];
        str_printf(&reason, "%s%s%s%s [%s]", i ? "; " : "", d->message, d->hint ? ", " : "",
                   d->hint ? d->hint : "", diag_code_name(d->code));
    }
    rejects_put(r->rejects, &it->row, reason.len ? reason.data : "rejected");
    str_drop(&reason);
}

/* Passes the messages of a row on. What ends one row only is status 1, whatever its code says of a whole
 * file. */
static void replay(struct ctx *ctx, struct item *it)
{
    int before = ctx->status;
    diag_list_replay(&it->diags, ctx);
    if (ctx->status == 2 && before < 2 && !it->fatal)
        ctx->status = 1;
}

/* What a row leaves besides its lines. True: the run ends with it. */
static bool settle(struct ctx *ctx, struct run *r, struct item *it)
{
    long row = it->row.row;
    if (it->damaged ? row && ranges_have(r->ranges, r->n_ranges, row) && mine(r, row)
                    : it->rc < 0 || it->rc == 3)
        reject(r, it);
    else if (!it->damaged && it->rc == 0 && it->diags.len && r->rejects)
        rejects_put(r->rejects, &it->row, it->diags.at[0].message);
    replay(ctx, it);
    r->totals->stopped |= stops(r, it);
    return ends(r, it);
}

/* A row whose key an earlier row has: what came of it does not count. */
static void refuse_key(struct run *r, struct item *it)
{
    struct ctx inner = {.sink = diag_list_sink, .payload = &it->diags};
    diag_list_cut(&it->diags, it->diags_before);
    expand_key_taken(&inner, r->e, &it->row, it->locale);
    it->rc = -1;
    it->variants = it->capped = 0;
}

/* Lines on their way out: many at once as they lie, few are gathered. */
static void put_lines(struct ctx *ctx, struct run *r, const char *lines, size_t len)
{
    bool many = len >= WRITE_BATCH;
    if (!many)
        str_put(&r->out, lines, len);
    if (!r->closed && r->out.len && (many || r->out.len >= WRITE_BATCH)) {
        r->closed = r->o->write(ctx, r->out.data, r->out.len) < 0;
        str_clear(&r->out);
    }
    if (many && !r->closed)
        r->closed = r->o->write(ctx, lines, len) < 0;
}

static int put(struct ctx *ctx, void *shared, void *data)
{
    struct run *r = shared;
    struct batch *b = data;
    bool end = false;
    size_t from = 0, to = 0; /* lines that are wanted and not put yet */
    for (size_t i = 0; i < b->n && !end; i++) {
        struct item *it = &b->items[i];
        if (it->key && !expand_claim(r->e, it->key)) {
            put_lines(ctx, r, b->out.data + from, to - from);
            from = it->out_end;
            refuse_key(r, it);
        }
        to = it->out_end;
        r->totals->read = it->n_read;
        r->totals->variants += it->variants;
        r->totals->selected += it->selected;
        r->totals->skipped += it->skipped;
        r->totals->capped += it->capped;
        end = settle(ctx, r, it);
    }
    put_lines(ctx, r, b->out.data + from, to - from);
    return end || r->closed ? -1 : 0;
}

static void batch_init(void *data)
{
    struct batch *b = data;
    b->a = arena_new();
    b->out = (struct str)STR_INIT;
}

static void batch_drop(void *data)
{
    struct batch *b = data;
    for (size_t i = 0; i < BATCH_ROWS; i++)
        diag_list_drop(&b->items[i].diags);
    str_drop(&b->out);
    arena_drop(b->a);
}

static void run_rows(struct ctx *ctx, struct run *r)
{
    struct ordered o = {.jobs = r->jobs,
                        .batch_size = sizeof(struct batch),
                        .shared = r,
                        .worker_new = worker_new,
                        .worker_drop = worker_drop,
                        .fill = fill,
                        .work = work,
                        .put = put,
                        .batch_init = batch_init,
                        .batch_drop = batch_drop};
    if (ordered_run(ctx, &o) == 0) /* else a row ended it, or the reader of our output */
        r->totals->read = r->n_read;
}

/* Reads all rows and keeps some. False: the run is over. */
static bool sample_all(struct ctx *ctx, struct run *r, struct sample *sample)
{
    struct item it = {0};
    struct ctx inner = {.sink = diag_list_sink, .payload = &it.diags};
    bool end = false;
    for (int rc; !end && (rc = next_row(&inner, r, &it.row)) != 0;) {
        int taken = rc < 0 ? -1 : expand_selects(&inner, r->e, &it.row);
        if (taken > 0)
            sample_offer(sample, &it.row);
        if (taken >= 0)
            continue;
        it.damaged = true;
        it.fatal = audience_failed(r->audience);
        end = settle(ctx, r, &it);
    }
    r->totals->read = r->n_read;
    r->n_sampled = sample_rows(sample, &r->sampled);
    r->from_sample = true;
    diag_list_drop(&it.diags);
    return !end;
}

static int open_all(struct ctx *ctx, struct run *r, const char *creative, const char *audience)
{
    const struct run_options *o = r->o;
    char delimiter;
    if (parse_delimiter(ctx, o->delimiter, &delimiter) < 0)
        return -1;
    if (o->rows && !(r->ranges = ranges_parse(ctx, r->a, o->rows, &r->n_ranges)))
        return -1;
    if (o->shard && shard_parse(ctx, o->shard, &r->shard, &r->shards) < 0)
        return -1;
    if (!(r->c = creative_load(ctx, creative)))
        return -1;
    r->audience = o->no_audience ? audience_none() : audience_open(ctx, audience, delimiter);
    if (!r->audience || !(r->e = expand_new(ctx, r->c, r->audience, &o->expand)))
        return -1;
    if (o->rejects && !(r->rejects = rejects_open(ctx, o->rejects, r->audience)))
        return -1;
    if (o->svg_dir && !o->dry_run && !o->lint && !(r->svg = svg_out_new(ctx, o->svg_dir)))
        return -1;
    if (o->lint) {
        lint_rules(ctx, r->c);
        r->lint = lint_new(r->e);
    }
    return 0;
}

static int finish(struct ctx *ctx, struct run *r)
{
    if (r->totals->read == 0 || (r->totals->selected == 0 && !r->totals->rejected))
        report(ctx, DIAG_NO_ROWS, (struct where){.file = audience_name(r->audience)},
               r->totals->read ? "none of the rows was selected" : "has a header and no rows");
    if (r->lint)
        lint_finish(ctx, r->lint, &r->out);
    else if (r->o->dry_run)
        expand_describe(r->e, r->totals->read, &r->out);
    int rc = 0;
    if (!r->closed && r->out.len && r->o->write(ctx, r->out.data, r->out.len) < 0)
        r->closed = true;
    if (rejects_close(ctx, r->rejects) < 0)
        rc = -1;
    r->rejects = NULL;
    return rc;
}

int expand_run(struct ctx *ctx, const char *creative, const char *audience, const struct run_options *o,
               struct run_totals *totals)
{
    *totals = (struct run_totals){0};
    struct run r = {.o = o, .totals = totals, .out = STR_INIT, .a = arena_new()};
    pthread_mutex_init(&r.reading, NULL);
    /* What looks at variants, or counts them, does so in their order. */
    bool alone = o->limit >= 0 || o->sample >= 0 || o->dry_run || o->lint || o->svg_dir;
    r.jobs = alone ? 1 : ordered_jobs(o->jobs);
    struct sample *sample = NULL;
    int rc = open_all(ctx, &r, creative, audience);
    if (rc == 0) {
        sample = o->sample >= 0 ? sample_new((size_t)o->sample, o->seed) : NULL;
        if (o->limit != 0 && (!sample || sample_all(ctx, &r, sample)))
            run_rows(ctx, &r);
        rc = finish(ctx, &r);
    }
    sample_drop(sample);
    rejects_close(ctx, r.rejects);
    svg_out_drop(r.svg);
    lint_drop(r.lint);
    expand_drop(r.e);
    audience_drop(r.audience);
    creative_drop(r.c);
    str_drop(&r.out);
    pthread_mutex_destroy(&r.reading);
    arena_drop(r.a);
    return rc;
}
