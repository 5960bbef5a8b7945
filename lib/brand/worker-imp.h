/* The worker and the run it belongs to: worker.c, subject.c, self-test.c. */
#ifndef PRESSRUN_BRAND_WORKER_IMP_H
#define PRESSRUN_BRAND_WORKER_IMP_H

#include <pthread.h>

#include "brand/brand-imp.h"
#include "xml/xml.h"

struct named_rules {
    char *name, *dir;
    struct brand_rules *rules; /* NULL: could not be loaded, which was reported once */
};

struct named_creative {
    char *path;
    struct creative *creative; /* NULL likewise */
};

struct brand_run {
    struct brand_options options;
    struct report *report;
    char today[11];
    struct map *baseline; /* fingerprints that are known; NULL none */
    struct map *met;      /* of them, those that were found again; under the lock */
    pthread_mutex_t lock; /* of the table below */
    struct vec(struct named_rules) loaded;
    struct vec(struct named_creative) creatives;
    struct rule_memory *memories;
    struct fixes *fixes; /* NULL: none wanted */
    bool warned_default;
};

/* Errors on their way to the outer context are kept for the reports: what cannot be checked is no pass. */
struct watched {
    struct ctx ctx; /* to be used instead of the outer one */
    struct ctx *outer;
    struct brand_run *run;
    struct arena *arena;        /* of code and message */
    const char *code, *message; /* of the first error; NULL none */
};
struct ctx *watch(struct watched *w, struct ctx *outer, struct brand_run *run, struct arena *a);

/* The rules under a name, loaded once; chosen by the options. NULL with reports. */
const struct brand_rules *run_rules(struct ctx *ctx, struct brand_run *run, const char *const *names,
                                    size_t n, const char *dir);
/* A creative, loaded once for all workers (no fonts). NULL: reported once. */
const struct creative *run_creative(struct ctx *ctx, struct brand_run *run, const char *path);
/* Those of a subject: -r, else its creative's, else hygiene (a lone SVG or a picture). */
const struct brand_rules *run_rules_for(struct ctx *ctx, struct brand_run *run, const struct creative *c);

struct rule_count {
    long checks, lost[DIAG_ERROR + 1]; /* as report_checked takes them */
};

/* clean.c: the rules that found nothing in a text, by what the text is. */
struct clean_texts;
struct clean_texts *clean_new(size_t n_rules);
void clean_drop(struct clean_texts *t);
void clean_next(struct clean_texts *t); /* another subject begins: pointers into the table end */
/* Bits by rule index, to be read and set until clean_next(); NULL: this text is not kept. */
uint64_t *clean_find(struct clean_texts *t, const struct copy_fact *f, const char *locale);

struct rule_state { /* a worker's own compiled scopes */
    const struct brand_rules *rules;
    struct xpath **tests;      /* by rule index; NULL where there is none */
    struct map *exprs;         /* expression -> struct xpath *, compiled on first use */
    struct rule_count *counts; /* by rule index */
    struct clean_texts *clean;
};

struct static_copy { /* static texts of a layout, read once */
    const struct layout *layout;
    struct copy_fact *copy;
    size_t n;
};

struct worker_doc { /* a document that assertions ask, and of what it is */
    struct xpath_doc *doc;
    const void *of;
    bool lines;
};

struct text_mask { /* what text_coverage drew of the subject */
    const struct drawn_text *text;
    struct pixmap *mask; /* NULL: nothing */
    int x, y;
};

struct brand_worker {
    struct brand_run *run;
    struct stage *stage; /* made on first use */
    struct painter *painter;
    struct match_cache *matches; /* patterns of re:test() */
    struct map *metas;          /* path of a picture -> its struct image_meta, in `keep`; made on first use */
    struct arena *arena, *keep; /* of one subject; of the worker */
    struct vec(struct rule_state) states;
    struct vec(struct static_copy) statics;
    struct vec(struct text_mask) masks;
    struct worker_doc svg_doc, creative_doc;
    struct finding *found; /* room that check_subject hands out */
    /* of lines, so that none takes the run's lock: the last creative with rules, and what was counted */
    struct str path;
    const struct creative *creative; /* of that path; NULL none yet */
    const struct brand_rules *rules;
    long lines, failed;
};

/* Drops what the worker compiled for a set of rules that is about to go. */
void worker_forget(struct brand_worker *w, const struct brand_rules *rules);
struct stage *worker_stage(struct ctx *ctx, struct brand_worker *w);
/* Computes what the rules need of `s` (its line-level members are set) and runs them. *out lives in w->arena.
 * 0, or -1 with reports when some rule could not run; findings so far are still given. */
int check_subject(struct ctx *ctx, struct brand_worker *w, const struct brand_rules *rules, struct subject *s,
                  struct finding **out, size_t *n);
/* 1, 0, or -1 with a report: XPath over the subject's fields, cached in the worker. */
int worker_xpath(struct check *c, struct xpath **slot, const char *expr);
/* An expression of c->rule, compiled once a worker. NULL with a report. */
struct xpath *worker_expr(struct check *c, const char *expr);
struct xpath_env worker_env(struct check *c); /* the fields of the line, and re:test() */
/* document.c: the subject's SVG with slots resolved, or its creative.xml; *lines: whether its lines are those
 * of the file. Borrowed until the next subject. NULL with a report. */
const struct xpath_doc *worker_document(struct check *c, bool creative, bool *lines);
void worker_documents_drop(struct brand_worker *w, bool all);
void worker_masks_drop(struct brand_worker *w); /* what text_coverage drew: the subject ends */
/* The set that c->rule belongs to. */
const struct brand_rules *worker_rules_of(struct check *c);

/* memory.c: finish() of the rules that remember; the findings live in `a`. */
int memories_finish(struct ctx *ctx, struct brand_run *run, struct arena *a, const struct brand_rules *only,
                    struct finding **out, size_t *n);
void memories_drop(struct brand_run *run, const struct brand_rules *of); /* NULL: all */

/* accept.c: takes out of f[] what is waived or known, and counts it. worst[] gets for each rule 1 + the
 * highest level that it found and nobody waived, 0 for none. */
void accept_findings(struct brand_run *run, const struct brand_rules *rules, struct finding *f, size_t *n,
                     unsigned char *worst);
/* -1 with a report for each waiver whose day has passed. */
void waivers_unused(struct ctx *ctx, const struct brand_rules *r, const char *today);
int waivers_expired(struct ctx *ctx, const struct brand_rules *r, const char *today);

/* fix.c: keeps what findings say that would set them right. */
struct fixes *fixes_new(void);
void fixes_drop(struct fixes *x);
/* Tells the report where the changes stand that --fix would make. */
void fixes_suggest(struct ctx *ctx, struct brand_run *run);
void fixes_note(struct brand_run *run, const struct subject *s, const struct finding *found, size_t n);

/* picture.c: gives the findings that want it a small picture of the subject. */
void attach_picture(struct ctx *ctx, struct brand_worker *w, struct subject *s, struct finding *f, size_t n);

/* Copy facts. */
void copy_of_variant(struct ctx *ctx, struct brand_worker *w, struct subject *s);
void copy_of_svg(struct arena *a, const struct xml_doc *doc, struct subject *s);
void copy_of_creative(struct arena *a, const struct creative *c, struct subject *s);
void files_of_variant(struct arena *a, struct subject *s);

#endif
