/* expand: rows times layouts times combinations to variants. A plan is made once from the creative and the
 * audience's columns (tests compiled, columns found, slots bound); each row is then validated, its rules are
 * evaluated and its variants built whole before the first is handed on, so that a bad row leaves nothing
 * behind. */
#ifndef PRESSRUN_EXPAND_H
#define PRESSRUN_EXPAND_H

#include "base/base.h"
#include "creative/creative.h"
#include "expand/audience.h"
#include "variant/variant.h"

struct expand_options {
    const char *const *layouts; /* only these; none: all */
    size_t n_layouts;
    const char *where;       /* XPath over the columns: rows that are taken; NULL all */
    const char *locale;      /* instead of the row's; NULL */
    const char *const *sets; /* "column=value" */
    size_t n_sets;
};

struct expand_totals {
    long selected; /* rows that passed --where */
    long skipped;  /* rows the data contract says to skip */
    long variants;
    long capped;     /* combinations that the cap cut off */
    long *by_layout; /* n_layouts of the creative */
    long rejected;   /* rows */
};

struct expand;

/* Called for every variant of a row, once all are built. 0 to go on, 1 to stop quietly, -1 after a report. */
typedef int expand_emit(struct ctx *ctx, void *payload, const struct variant *v);

/* Plans. Reports columns that are missing ([column]) and tests that read none. NULL with reports. Creative
 * and audience must outlive it. */
struct expand *expand_new(struct ctx *ctx, const struct creative *c, struct audience *a,
                          const struct expand_options *o);
void expand_drop(struct expand *e);
/* 1: expanded; 0: not selected, or skipped by the contract; 2: stopped by emit; 3: the contract says stop;
 * -1: rejected, with reports. */
int expand_row(struct ctx *ctx, struct expand *e, const struct row *row, expand_emit *emit, void *payload);
/* Whether --where takes the row, without expanding it: 1, 0, or -1 with a report. */
int expand_selects(struct ctx *ctx, struct expand *e, const struct row *row);
const struct expand_totals *expand_totals(const struct expand *e);

/* Keys in the order of the rows, when several plans share the rows: `claim` is asked in place of the plan's
 * own memory whether key and locale are new. Later expand_claim says so on one of the plans, and
 * expand_key_taken reports a row whose key was not. */
void expand_claim_with(struct expand *e, bool (*claim)(void *payload, uint64_t key, const char *locale),
                       void *payload);
bool expand_claim(struct expand *e, uint64_t key);
void expand_key_taken(struct ctx *ctx, const struct expand *e, const struct row *row, const char *locale);

/* ---- which rows ---- */
struct row_range {
    long from, to;
};
/* "5", "1-100", "-10", "20-", "1-3,8": NULL with a report [usage]. */
struct row_range *ranges_parse(struct ctx *ctx, struct arena *a, const char *s, size_t *n);
bool ranges_have(const struct row_range *r, size_t n, long row);
long ranges_last(const struct row_range *r, size_t n); /* LONG_MAX when open */
/* "2/5" */
int shard_parse(struct ctx *ctx, const char *s, long *k, long *n);

/* N rows chosen by a hash of seed and row number: the same for the same seed, wherever the run is cut into
 * shards. Memory grows with N, not with the rows. */
struct sample;
struct sample *sample_new(size_t n, uint64_t seed);
void sample_drop(struct sample *s);
void sample_offer(struct sample *s, const struct row *row); /* copies when it is taken */
/* Rows taken, in their order. Ends offering. */
size_t sample_rows(struct sample *s, const struct row **out);

/* Rejected rows as they were, and why: CSV with one more column, or JSON Lines with one more member. */
struct rejects;
struct rejects *rejects_open(struct ctx *ctx, const char *path, const struct audience *a);
void rejects_put(struct rejects *r, const struct row *row, const char *reason);
/* Gives the file its name; -1 with a report when it could not be written. Frees. */
int rejects_close(struct ctx *ctx, struct rejects *r);

/* Lint: what the run would show only in the pictures. */
struct lint;
struct lint *lint_new(const struct expand *e);
void lint_drop(struct lint *l);
void lint_row(struct lint *l, const struct row *row);      /* every row, before it is expanded */
void lint_expanded(struct lint *l, const struct row *row); /* rows that gave variants, after */
void lint_variant(struct lint *l, const struct variant *v, long line);
/* Reports findings to ctx and appends the tables. */
void lint_finish(struct ctx *ctx, struct lint *l, struct str *out);
/* Findings that need no rows: tests that no value of the contract can pass. */
void lint_rules(struct ctx *ctx, const struct creative *c);
/* The combinatorics of a run, for --dry-run. */
void expand_describe(const struct expand *e, long rows, struct str *out);

/* ---- the whole run ---- */
struct run_options {
    struct expand_options expand;
    const char *delimiter;    /* one character, "tab", "\\t"; NULL comma */
    const char *rows, *shard; /* as typed; NULL */
    int jobs;                 /* threads; < 1: one a core */
    long limit;               /* variants; -1 no limit */
    long sample;              /* rows; -1 all */
    uint64_t seed;
    bool dry_run, lint, no_audience;
    bool skip_errors;              /* else the first rejected row ends the run */
    const char *rejects, *svg_dir; /* NULL none */
    /* Takes the lines; -1 ends the run (closed output quietly, else reported). */
    int (*write)(struct ctx *ctx, const char *data, size_t len);
    void (*progress)(void *payload, long rows); /* NULL none */
    void *progress_payload;
};
struct run_totals {
    long read, selected, skipped, rejected, variants, capped;
    bool stopped; /* by --on-error stop or the contract */
};
/* Expands a creative over an audience ("-" standard input). 0, or -1 after reports; totals are set in both
 * cases. */
int expand_run(struct ctx *ctx, const char *creative, const char *audience, const struct run_options *o,
               struct run_totals *totals);

/* Hands on every variant of an audience, for tools that look at them and write no lines. Rows that cannot be
 * used are left out, and one warning says how many. 0, or -1 with reports. */
int expand_each(struct ctx *ctx, const char *creative, const char *audience, expand_emit *emit,
                void *payload);

/* Standalone SVGs of variants, DIR/ID.svg. */
struct svg_out;
struct svg_out *svg_out_new(struct ctx *ctx, const char *dir);
void svg_out_drop(struct svg_out *s);
int svg_out_put(struct ctx *ctx, struct svg_out *s, const struct variant *v);

#endif
