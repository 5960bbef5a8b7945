/* The whole of variant-expand: rows in, lines out, counts kept. */
#include <limits.h>
#include <string.h>

#include "expand/expand.h"

enum { WRITE_BATCH = 64 * 1024 };

struct run {
    const struct run_options *o;
    struct run_totals *totals;
    struct creative *c;
    struct audience *audience;
    struct expand *e;
    struct lint *lint;
    struct rejects *rejects;
    struct svg_out *svg;
    struct str out;
    struct diag_list diags;
    struct arena *a;
    struct row_range *ranges;
    size_t n_ranges;
    long shard, shards;
    const struct row *row;
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

static int emit(struct ctx *ctx, void *payload, const struct variant *v)
{
    struct run *r = payload;
    if (r->o->limit >= 0 && r->totals->variants >= r->o->limit)
        return 1;
    if (r->svg && svg_out_put(ctx, r->svg, v) < 0)
        return -1;
    if (r->lint)
        lint_variant(r->lint, v, r->row->line);
    else if (!r->o->dry_run)
        variant_write(&r->out, v);
    r->totals->variants++;
    if (r->out.len >= WRITE_BATCH) {
        if (r->o->write(ctx, r->out.data, r->out.len) < 0) {
            r->closed = true;
            return 1;
        }
        str_clear(&r->out);
    }
    return r->o->limit >= 0 && r->totals->variants >= r->o->limit ? 1 : 0;
}

static void reject(struct run *r, const struct row *row)
{
    r->totals->rejected++;
    if (!r->rejects)
        return;
    struct str reason = STR_INIT;
    for (size_t i = 0; i < r->diags.len; i++) {
        const struct diag *d = &r->diags.at[i];
        str_printf(&reason, "%s%s%s%s [%s]", i ? "; " : "", d->message, d->hint ? ", " : "",
                   d->hint ? d->hint : "", diag_code_name(d->code));
    }
    rejects_put(r->rejects, row, reason.len ? reason.data : "rejected");
    str_drop(&reason);
}

/* Passes the messages of a row on. What ends one row only is status 1, whatever its code says of a whole
 * file. */
static void replay(struct ctx *ctx, struct run *r)
{
    int before = ctx->status;
    diag_list_replay(&r->diags, ctx);
    if (ctx->status == 2 && before < 2 && !audience_failed(r->audience))
        ctx->status = 1;
}

/* One row; its messages are gathered first, for the reason. False ends the run. */
static bool one_row(struct ctx *ctx, struct run *r, const struct row *row)
{
    struct ctx inner = {.sink = diag_list_sink, .payload = &r->diags};
    r->row = row;
    if (r->lint)
        lint_row(r->lint, row);
    int rc = expand_row(&inner, r->e, row, emit, r);
    if (r->lint && rc == 1)
        lint_expanded(r->lint, row);
    if (rc < 0 || rc == 3)
        reject(r, row);
    else if (rc == 0 && r->diags.len && r->rejects)
        rejects_put(r->rejects, row, r->diags.at[0].message);
    if (r->diags.len)
        replay(ctx, r);
    r->totals->stopped |= rc == 3 || (rc < 0 && !r->o->skip_errors && !r->lint);
    return !r->totals->stopped && rc != 2 && !r->closed;
}

static bool mine(const struct run *r, long row)
{
    return r->shards <= 1 || (row - 1) % r->shards + 1 == r->shard || row < 1;
}

/* A damaged record. False ends the run. */
static bool damaged(struct ctx *ctx, struct run *r, const struct row *row)
{
    if (row->row && ranges_have(r->ranges, r->n_ranges, row->row) && mine(r, row->row))
        reject(r, row);
    replay(ctx, r);
    r->totals->stopped |= !r->o->skip_errors && !r->lint;
    return !audience_failed(r->audience) && !r->totals->stopped;
}

static void all_rows(struct ctx *ctx, struct run *r, struct sample *sample)
{
    struct ctx inner = {.sink = diag_list_sink, .payload = &r->diags};
    long last = ranges_last(r->ranges, r->n_ranges);
    struct row row;
    for (int rc; (rc = audience_next(&inner, r->audience, &row)) != 0;) {
        r->totals->read++;
        if (r->o->progress && r->totals->read % 1024 == 0)
            r->o->progress(r->o->progress_payload, 1024);
        if (row.row > last)
            break;
        if (rc < 0) {
            if (!damaged(ctx, r, &row))
                return;
            continue;
        }
        if (!ranges_have(r->ranges, r->n_ranges, row.row))
            continue;
        if (sample) {
            int taken = expand_selects(&inner, r->e, &row);
            if (taken < 0 && !damaged(ctx, r, &row))
                return;
            if (taken > 0)
                sample_offer(sample, &row);
        } else if (mine(r, row.row) && !one_row(ctx, r, &row)) {
            return;
        }
    }
}

static void sampled_rows(struct ctx *ctx, struct run *r, struct sample *sample)
{
    const struct row *rows;
    size_t n = sample_rows(sample, &rows);
    for (size_t i = 0; i < n; i++)
        if (mine(r, rows[i].row) && !one_row(ctx, r, &rows[i]))
            return;
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
    const struct expand_totals *t = expand_totals(r->e);
    r->totals->selected = t->selected;
    r->totals->skipped = t->skipped;
    r->totals->capped = t->capped;
    if (r->totals->read == 0 || (t->selected == 0 && !r->totals->rejected))
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
    struct sample *sample = NULL;
    int rc = open_all(ctx, &r, creative, audience);
    if (rc == 0) {
        sample = o->sample >= 0 ? sample_new((size_t)o->sample, o->seed) : NULL;
        if (o->limit != 0)
            all_rows(ctx, &r, sample);
        if (sample && !totals->stopped)
            sampled_rows(ctx, &r, sample);
        rc = finish(ctx, &r);
    }
    sample_drop(sample);
    rejects_close(ctx, r.rejects);
    svg_out_drop(r.svg);
    lint_drop(r.lint);
    expand_drop(r.e);
    audience_drop(r.audience);
    creative_drop(r.c);
    diag_list_drop(&r.diags);
    str_drop(&r.out);
    arena_drop(r.a);
    return rc;
}
