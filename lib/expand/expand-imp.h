/* Private to lib/expand: the plan and the state of the row under way. */
#ifndef PRESSRUN_EXPAND_IMP_H
#define PRESSRUN_EXPAND_IMP_H

#include "expand/expand.h"
#include "match/match.h"

struct column {
    const char *name;
    long at;                   /* column of the audience; -1: it has none */
    const struct field *field; /* NULL: not declared */
    struct match *pattern;
    const char *forced; /* --set */
    bool used;          /* by a message, slot, test, id or name */
    struct where where;
};

struct test {
    struct xpath *x;     /* NULL: always true */
    bool by_layout;      /* reads $layout */
    bool by_choice;      /* reads an axis */
    unsigned long stamp; /* of the row or combination it was last evaluated for */
    bool result;
    struct where where;
    long fired, tried; /* rows, for lint */
};

struct message_plan {
    const struct message_def *def;
    size_t n_args;
    const size_t *columns;       /* of e->columns, one an argument */
    const char **currency_code;  /* constant code, or NULL */
    const long *currency_column; /* or the column that holds it, -1 */
    unsigned long stamp;         /* row it was formatted for */
    bool ok, drop;               /* drop: an empty argument drops the slot */
    struct formatted formatted;
    struct variant_arg *args;
    struct variant_text_run *runs;
};

struct slot_plan {
    const struct slot *slot;
    struct value column; /* lone SVG: the column of the slot's name; VALUE_NONE */
    const struct choose_plan *choose;
    bool *in_layout; /* one a layout: the target is there (or in a module) */
    /* the last value built, for the layouts of one row that share it */
    unsigned long stamp;
    const struct value *value;
    const char *const *fallbacks;
    const char *theme;
    bool present; /* false: the value leaves the layout's own content */
    struct slot_value built;
};

struct choose_plan {
    const struct choose *choose;
    struct test *tests; /* one a when; the otherwise has none */
    char **why;
    bool varies; /* reads $layout or an axis */
    unsigned long stamp;
    size_t chosen;
    long otherwise_only; /* rows */
};

struct axis_plan {
    const struct axis *axis;
    struct test *tests;
    size_t current; /* choice of the combination under way */
};

struct key_set { /* see keys.c */
    uint64_t *slots;
    size_t n_slots, len;
};

struct row_market { /* how a locale's market writes prices, dates and numbers */
    const struct message_price *price;
    const char *format; /* the locale with the market's calendar, digits and currency */
};

struct expand {
    const struct creative *c;
    struct audience *audience;
    const char *source; /* its name; the reader's own memory changes all the time, maybe on another core */
    struct arena *a, *row_arena;
    struct formatter *formatter;
    struct match_cache *patterns;
    struct map *by_name; /* column name -> number + 1 */
    struct column *columns;
    size_t n_columns;
    struct message_plan *messages; /* as in the creative */
    struct choose_plan *chooses;
    struct choose_plan *theme_choose;
    struct slot_plan *slots;
    size_t n_slots;
    struct axis_plan *axes;
    struct map *axis_slots; /* slots that some choice of an axis sets */
    size_t n_missing;       /* columns reported as missing */
    struct test *constraints;
    struct test where;
    bool *layout_on;
    bool shares_slots; /* a row makes several variants: values are written once */
    struct str json, id;
    const size_t *keys; /* columns */
    size_t n_keys;
    const size_t *carried;
    size_t n_carried;
    long locale_column; /* -1 */
    const char *forced_locale;
    struct map *locales;             /* raw -> canonical, "" when not a locale */
    struct map *markets;             /* canonical locale -> struct row_market * */
    const struct row_market *market; /* of the row */
    struct map *images;              /* folder/value -> path for the line, checked */
    struct arena *image_arena;
    struct key_set seen_keys;
    bool (*claim)(void *payload, uint64_t key, const char *locale); /* NULL: seen_keys */
    void *claim_payload;
    struct expand_totals totals;

    /* the row under way */
    const struct row *row;
    struct ctx *ctx;
    struct where row_where;
    const char **values; /* one a column: checked, defaults filled in */
    bool *empty;
    bool raw_values; /* --where sees the row before it is checked */
    const char *locale, *layout;
    unsigned long row_stamp, layout_stamp, combination_stamp;
    const char **masked;
    size_t n_masked;
    struct vec(struct variant *) built;
    bool failed;
};

/* Index of a column by the name the creative uses, -1. */
long expand_column(const struct expand *e, const char *name);
/* Checks and fills e->values from the row. 1 to go on, 0 skip, 3 stop (both reported as the contract says),
 * -1. */
int row_values(struct ctx *ctx, struct expand *e);
/* The raw cell of a column. */
const char *row_cell(const struct expand *e, const struct column *col);
/* The market of e->locale; its prices are the formatter's from now on. */
void row_market(struct expand *e);
const char *row_locale(struct ctx *ctx, struct expand *e); /* NULL with a report */
bool parse_boolean(const char *s, bool *out);
/* 1, 0, -1 with a report. */
int test_run(struct ctx *ctx, struct expand *e, struct test *t);
int test_init(struct ctx *ctx, struct expand *e, struct test *t, const char *expr, struct where where);
/* Fills *out with what `v` puts into the slot; *present false: nothing. -1 with a report. */
int build_slot(struct ctx *ctx, struct expand *e, struct slot_plan *p, const struct value *v, size_t layout,
               const struct theme *theme, struct slot_value *out, bool *present);
/* False, with a report, when key and locale were there before. */
bool key_is_new(struct ctx *ctx, struct expand *e);
/* A part of an id or file name: other characters than letters, digits, '.', '_' and '-' replaced, with a
 * digest when that loses something. */
void put_id_part(struct str *out, const char *s);

#endif
