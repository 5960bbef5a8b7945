/* brand: rule files, kinds of rule, findings and their reports. Rules are data (share/brand-rules, XML); a
 * kind of rule is one file kind-NAME.c that exports `const struct brand_kind brand_kind_NAME`. Rules are
 * immutable once loaded and shared by workers; a worker (one a thread) computes the facts that the loaded
 * rules need, and no more. */
#ifndef PRESSRUN_BRAND_H
#define PRESSRUN_BRAND_H

#include <stdatomic.h>

#include "base/base.h"
#include "report/report.h"

#define XML_NS_BRAND "urn:pressrun:brand-rules:1"

/* What a rule has to know. Only the highest need of the loaded rules is computed. */
enum brand_need {
    NEED_LINE,   /* the variant line, the text of SVG files, the header of pictures: no font, no drawing */
    NEED_LAYOUT, /* the bound scene: tree, fonts, text laid out */
    NEED_PIXELS, /* the drawn picture */
};
const char *brand_need_name(enum brand_need need);

enum brand_type {
    BRAND_TEXT,
    BRAND_NUMBER,  /* min..max */
    BRAND_YES,     /* yes or no */
    BRAND_COLOR,   /* as CSS writes it */
    BRAND_WORDS,   /* separated by white space */
    BRAND_CHOICE,  /* one of choices "a|b|c" */
    BRAND_CHOICES, /* some of them, separated by white space */
    BRAND_PATTERN, /* PCRE2, UTF-8 */
    BRAND_BYTES,   /* 150kB (150,000), 150KiB (153,600), 5MB, 5MiB, 20000 */
    BRAND_DATE,    /* 2026-11-30 */
    BRAND_SIZES,   /* 300x250 ... separated by white space */
};

struct brand_param {
    const char *element; /* NULL: an attribute of <rule>; else of this child element, which may be repeated */
    const char *name;    /* attribute; "" = the text of the element */
    enum brand_type type;
    bool required;
    const char *def;     /* default as written in a file; NULL none */
    const char *choices; /* BRAND_CHOICE, BRAND_CHOICES */
    double min, max;     /* BRAND_NUMBER; both 0: any */
    const char *help;
};

struct match;
struct brand_rule;
struct brand_loader; /* while rules are compiled */
struct check;        /* one subject under one rule: brand-imp.h */
struct copy_fact;    /* a text of the subject */

struct brand_kind {
    const char *name, *summary;
    const struct brand_param *params;
    size_t n_params;
    enum brand_need need; /* the most that a rule of this kind needs */
    /* Less for a rule that asks for less; NULL: always `need`. Called once, after compile. */
    enum brand_need (*need_of)(const struct brand_rule *rule);
    bool by_slot; /* takes the common attributes slots=, roles= and except= */
    const char
        *section; /* heading in reports: colour, type, contrast, logo, layout, copy, legal, picture, data */
    const char *hint; /* what to do, where the rule has no <hint> */
    /* Checks the rule's parameters and makes what check() wants; *out lives in the rules' arena and is only
     * read afterwards. 0, or -1 with a report that names file and line. May be NULL. */
    int (*compile)(struct brand_loader *l, const struct brand_rule *rule, void **out);
    /* Adds findings about one text that the rule's slots= and roles= let in. They may follow from that text,
     * what is known of it, and the language alone: a text that was clean is not asked again (clean.c). 0, 1
     * when nothing was found because of other texts, or -1 with a report. May be NULL. */
    int (*check_text)(struct check *c, const struct brand_rule *rule, const struct copy_fact *text);
    /* Adds findings. 0, or -1 with a report when the rule cannot run (never taken for a pass). NULL:
     * check_text() says it all. */
    int (*check)(struct check *c, const struct brand_rule *rule);
    /* Adds findings about all subjects together, once, when the last was checked. May be NULL. */
    int (*finish)(struct check *c, const struct brand_rule *rule);
};

extern const struct brand_kind *const brand_kinds[]; /* NULL-terminated, made from the file names */
const struct brand_kind *brand_kind_find(const char *name);

struct brand_value {
    bool set;         /* written or by default */
    const char *text; /* as written */
    double number;    /* BRAND_NUMBER, BRAND_BYTES, BRAND_DATE as yyyymmdd */
    bool yes;
    struct rgba color;
    const char *const *words; /* BRAND_WORDS, BRAND_CHOICES, BRAND_SIZES: NULL-terminated */
    const struct match *pattern;
};

struct brand_item { /* a child element of a rule that the kind declares */
    struct brand_item *next;
    const char *element;
    struct brand_value *values; /* by index in kind->params */
    struct where where;
};

struct brand_example { /* <pass> or <fail> */
    struct brand_example *next;
    bool fail;
    const char *const *svgs; /* inline SVG documents, serialised, NULL-terminated: ads of one run; or NULL */
    const char *text;        /* text of slot `slot` when there is no SVG */
    const char *slot, *role, *locale, *layout;
    const char *format, *bytes; /* an output file instead: bytes as BRAND_BYTES */
    long width, height;
    const char *fields; /* "segment=vip orders=3": columns for the rule's test */
    struct where where;
};

enum { BRAND_OFF = -1 };

struct brand_rule {
    struct report_rule
        entry;       /* as reports show it; its id is the set's name and the rule's own: "acme/palette" */
    const char *own; /* "palette" */
    const struct brand_kind *kind;
    enum brand_need need;
    int level; /* enum diag_level, or BRAND_OFF */
    const char *message, *source, *dated;
    const char *certainty; /* "second-hand" or "unsure"; NULL: as the source says */
    const char *const *layouts, *const *locales, *const *slots, *const *roles, *const *except; /* scope;
                                                                                       NULL: all, none */
    const char *test;           /* XPath over the fields; NULL: always */
    struct brand_value *values; /* by index in kind->params */
    struct brand_item *items;
    struct brand_example *examples;
    void *payload; /* of kind->compile */
    size_t index;  /* in the rules */
    struct where where;
};

struct brand_waiver { /* findings that somebody answers for, for a time */
    const char *rule; /* as rule_matches takes it */
    const char *const *slots, *const *layouts, *const *locales; /* NULL: all */
    const char *owner, *reason, *until;                         /* the last day, yyyy-mm-dd */
    struct where where;
    atomic_bool *used; /* some finding was covered */
};

struct brand_set { /* one rule file */
    const char *name, *title, *path, *dated, *source;
};

struct brand_rules {
    struct arena *arena;
    struct brand_rule *rules;
    size_t n_rules;
    struct brand_set *sets; /* in the order of loading, extended ones first */
    size_t n_sets;
    struct brand_waiver *waivers;
    size_t n_waivers;
    struct match **patterns; /* owned */
    size_t n_patterns;
};

/* Loads rule files and those they extend, each once. A name without '/' and '.xml' is looked up in `dir` (may
 * be NULL), then in share/brand-rules. NULL with reports [brand-rules] that give file, line and the valid
 * choices. */
struct brand_rules *brand_rules_load(struct ctx *ctx, const char *const *names, size_t n, const char *dir);
/* The same from a buffer; `path` names it and is where relative <extends> start. */
struct brand_rules *brand_rules_parse(struct ctx *ctx, const char *path, const char *data, size_t len);
void brand_rules_drop(struct brand_rules *r);
/* RULE is an id (set/name), an own name, a kind, a section or a set. `set` holds RULE=LEVEL with error,
 * warning, info or off; `only` keeps what it names, `skip` turns off. 0, or -1 with reports [usage]. */
struct brand_choice {
    const char *const *set, *const *only, *const *skip;
    size_t n_set, n_only, n_skip;
};
int brand_rules_choose(struct ctx *ctx, struct brand_rules *r, const struct brand_choice *how);
/* Adds the waivers of a file of its own (<waivers>) to those of the rule files; those of rules of sets that
 * are not loaded are left. 0, or -1 with reports [brand-rules]. The second reads a buffer that `path` names.
 */
int brand_rules_waive(struct ctx *ctx, struct brand_rules *r, const char *path);
int brand_rules_waive_parse(struct ctx *ctx, struct brand_rules *r, const char *path, const char *data,
                            size_t len);
enum brand_need brand_rules_need(const struct brand_rules *r);
/* Tables for people: one rule a line; all about the rules (or the kind) that `what` names, -1 with a report
 * when none. */
void brand_rules_list(const struct brand_rules *r, struct str *out);
int brand_rules_explain(struct ctx *ctx, const struct brand_rules *r, const char *what, struct str *out);
/* The RELAX NG schema of rule files, made from the parameter tables: share/brand-rules/brand-rules.rng. */
void brand_schema(struct str *out);

/* ---- checking ---- */
struct brand_options {
    const char *const *rule_names; /* -r; none: those that the creative names */
    size_t n_rule_names;
    struct brand_choice choice;
    const char *const *font_dirs;
    size_t n_font_dirs;
    bool no_system_fonts;
    const char *today;          /* yyyy-mm-dd for rules with dates; NULL: the day of the run */
    bool pictures;              /* keep a picture of the first example of each group, for the HTML report */
    bool fix;                   /* note what would set findings right, for brand_fix */
    bool suggest;               /* tell the report what brand_fix would change */
    bool prune;                 /* brand_run_finish takes out of the baseline what was not found again */
    const char *baseline;       /* file of findings that are known; NULL none */
    const char *const *waivers; /* files of waivers */
    size_t n_waivers;
};
struct brand_run; /* shared by workers: options, rules by name, report */
struct brand_run *brand_run_new(struct ctx *ctx, const struct brand_options *o, struct report *report);
void brand_run_drop(struct brand_run *r);

struct brand_worker; /* one a thread */
struct brand_worker *brand_worker_new(struct ctx *ctx, struct brand_run *run);
void brand_worker_drop(struct brand_worker *w);
/* One variant line (no newline): findings go to the report; when `out` is not NULL, the line with its
 * findings is appended. A failed line passes untouched. 0, or -1 with reports (the line is still passed on
 * when it can be read). */
int brand_check_line(struct ctx *ctx, struct brand_worker *w, const char *file, const char *line, size_t len,
                     long number, struct str *out);

enum brand_input {
    BRAND_INPUT_UNKNOWN,
    BRAND_INPUT_LINES,
    BRAND_INPUT_CREATIVE,
    BRAND_INPUT_SVG,
    BRAND_INPUT_IMAGE
};
/* What a file is, by its content. BRAND_INPUT_UNKNOWN with a report when it cannot be told. */
enum brand_input brand_input_of(struct ctx *ctx, const char *path);
/* The operands of the tool by what they are. 0, or -1 with reports of all that cannot be told. */
struct brand_inputs {
    const char **lines; /* "-" and files of variant lines */
    const char **files;
    enum brand_input *kinds; /* of files */
    size_t n_lines, n_files;
};
int brand_inputs_sort(struct ctx *ctx, char **operands, size_t n, struct brand_inputs *out);
void brand_inputs_drop(struct brand_inputs *in);
/* Lints the files, in order. 0, or -1 with reports. */
int brand_check_files(struct ctx *ctx, struct brand_run *run, const struct brand_inputs *in);
/* Lines that a worker should take at once: many where no rule needs more than the line. */
int brand_run_batch(const struct brand_run *run);
/* What rules say about all subjects together (near-duplicates): once, before reports are written. 0, or -1
 * with reports. */
int brand_run_finish(struct ctx *ctx, struct brand_run *run);
/* Lints a creative, an SVG or a picture. 0, or -1 with reports. */
int brand_check_file(struct ctx *ctx, struct brand_worker *w, const char *path, enum brand_input input,
                     long serial);

/* Fixes what is safe in the files of the creatives and SVG files that were checked: colours off the palette,
 * terms, runs of spaces. With `diff`, appends a unified diff and changes nothing. 0, or -1 with reports. */
int brand_fix(struct ctx *ctx, struct brand_run *run, struct str *diff);

/* Lists the rules that `o` names (else hygiene), or explains the one that `what` names. 0, or -1 with
 * reports. */
int brand_describe(struct ctx *ctx, const struct brand_options *o, const char *what, struct str *out);
/* Runs the examples of each rule that `o` names: a <pass> must give no finding of its rule, a <fail> at least
 * one; a rule without both is an error. 0 when all is well; -1 with reports [brand-self-test]. One line of
 * totals goes to `out`. */
int brand_self_test(struct ctx *ctx, const struct brand_options *o, struct str *out);

#endif
