/* What kinds of rule see: facts about one subject, and how they report. Private to lib/brand. */
#ifndef PRESSRUN_BRAND_IMP_H
#define PRESSRUN_BRAND_IMP_H

#include <pthread.h>

#include "brand/brand.h"
#include "brand/color-imp.h"
#include "creative/creative.h"
#include "match/match.h"
#include "render/render.h"
#include "variant/variant.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
/* Defines the record of kind-NAME.c: C name, name in rule files, then members. */
#define BRAND_KIND(NAME, TEXT_NAME, ...)              \
    extern const struct brand_kind brand_kind_##NAME; \
    const struct brand_kind brand_kind_##NAME = {.name = TEXT_NAME, __VA_ARGS__}
#define PARAMS(array) .params = (array), .n_params = LENGTH(array)

enum subject_kind { SUBJECT_VARIANT = 1, SUBJECT_SVG = 2, SUBJECT_IMAGE = 4, SUBJECT_CREATIVE = 8 };

/* A text of the ad, whether or not it is drawn. */
struct copy_fact {
    const char *slot; /* slot name; NULL: static text of the layout */
    const char *role; /* of the slot or its message; NULL none */
    const char *id;   /* element or message */
    const char *text;
    const char *lang;
    bool raw;       /* the pattern of a message, not a text: placeholders are in order */
    bool optional;  /* alternative text of the fit ladder */
    long max_chars; /* that the message states; 0 none */
    struct where where;
};

/* A picture file that exists (an image subject) or that the line says was written. */
struct file_fact {
    const char *path, *format;
    long bytes, width, height;
    bool alpha, animated, has_profile, probed; /* the three are known when probed */
    bool at_hand; /* it can be opened under its path: that of a line is relative to a folder that only
                     render-still knows */
};

/* A text as laid out. Rectangles are in pixels of the picture. */
struct drawn_line {
    struct rect box;
};
struct drawn_text {
    const struct node *node;
    const struct text_layout *layout;
    const char *slot, *role, *id;
    const char *text;               /* as written, before fitting */
    const struct text_style *style; /* of the first span; NULL unknown */
    struct matrix matrix;           /* user space -> pixels */
    struct rect box, ink;
    double size, weight; /* least size of a run in pixels; weight of that run's style */
    double opacity;      /* product of the groups above */
    struct drawn_line *lines;
    size_t n_lines;
    long file_line;
};

/* A colour that is drawn. */
struct color_fact {
    struct rgba color;
    const char *what; /* "fill", "stroke", "gradient stop" */
    const char *id, *slot;
    long file_line;
    bool text;
};

struct drawn_image {
    const struct node *node;
    const char *slot, *role, *id, *href;
    const struct pixmap *pixmap, *source; /* source: before it was fitted; NULL when not a slot */
    struct rect box;                      /* where it goes, pixels */
    /* a picture that could not be read has no pixmap; its scales are 0 */
    double scale_x, scale_y; /* pixels of the picture per pixel of the source */
    long file_line;
};

struct box_fact { /* any element with an id or slot */
    const char *id, *slot, *role;
    struct rect box; /* pixels */
    struct matrix matrix;
    const struct node *node;
};

struct subject {
    enum subject_kind kind;
    const char *file; /* for messages */
    long line;        /* number of the variant line; 0 */
    long serial;      /* orders subjects: the line, or the number of the file */
    const struct variant *variant;
    const struct creative *creative;
    const struct layout *layout;
    const char *locale;
    double width, height; /* of the layout or file, user units; 0 unknown */
    struct copy_fact *copy;
    size_t n_copy;
    struct file_fact *files;
    size_t n_files;
    /* NEED_LAYOUT */
    const struct scene *scene;
    double scale; /* pixels per picture unit */
    struct drawn_text *texts;
    size_t n_texts;
    struct color_fact *colors;
    size_t n_colors;
    struct drawn_image *images;
    size_t n_images;
    struct box_fact *boxes;
    size_t n_boxes;
    /* NEED_PIXELS; of an image file the decoded picture */
    const struct pixmap *pixels;
    struct painter *painter;
    /* personal values: never in a finding */
    const char *const *masked;
    size_t n_masked;
};

struct check {
    struct ctx *ctx;
    struct arena *arena;
    struct brand_worker *worker;
    const struct subject *s;
    const struct brand_rule *rule;
    const char *today;
    struct rule_memory *memory; /* in finish() */
    struct pair *lets;          /* variables of the rule, asked first; NULL none */
    size_t n_lets;
    struct finding *found;
    size_t n_found, cap_found;
};

/* What a rule keeps of all subjects for its finish(): made on first use, shared by workers. */
struct rule_memory {
    struct rule_memory *next;
    const struct brand_rule *rule;
    const struct brand_rules *rules;
    const char *file; /* of the first subject, for the finding's place */
    long serial;
    pthread_mutex_t lock; /* hold it while `data` is used */
    void *data;           /* the kind's */
    void (*drop)(void *data);
};
/* The memory of c->rule, locked; the caller unlocks. */
struct rule_memory *rule_memory(struct check *c);

/* ---- parameters ---- */
const struct brand_value *rule_value(const struct brand_rule *r,
                                     const char *name); /* an attribute of <rule> */
const struct brand_value *item_value(const struct brand_rule *r, const struct brand_item *i,
                                     const char *name);
double rule_number(const struct brand_rule *r, const char *name, double otherwise);
bool rule_yes(const struct brand_rule *r, const char *name);
bool bytes_parse(const char *s, double *out); /* as BRAND_BYTES */
/* "a third party's summary says so"...; NULL when the source itself does. */
const char *certainty_note(const struct brand_rule *r);
bool words_have(const char *const *words, const char *word); /* NULL words: false */
/* Reports [brand-rules] at the rule. Always -1. */
int rule_wrong(struct brand_loader *l, struct where where, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
struct arena *loader_arena(struct brand_loader *l);
struct ctx *loader_ctx(struct brand_loader *l);
/* A file that a rule names, into the loader's arena. 0, or -1 with a report. */
int loader_read(struct brand_loader *l, const char *path, size_t limit, char **data, size_t *len);
/* A pattern that the rules own. NULL with a report. */
const struct match *loader_match(struct brand_loader *l, const char *pattern, unsigned flags,
                                 struct where where);

/* Scope: whether the rule's slots= and roles= let this text or element in (both given: either is enough). */
bool rule_covers(const struct brand_rule *r, const char *slot, const char *role, const char *id);
bool locale_in(const char *const *locales, const char *locale); /* "de" covers "de-AT" */

/* ---- findings ---- */
/* The rule that a finding of this folder came from. */
const struct brand_rule *rule_of(const struct finding *f);
struct spot {
    const char *slot, *key;
    const char *id;   /* of the element, where there is no slot */
    const char *file; /* where the line is; NULL: the layout or the file that is checked */
    long line;        /* of the element or message; 0 unknown */
    struct rect box;
    int level; /* 1 + enum diag_level when it differs from the rule's; 0 = the rule's */
};
void found(struct check *c, struct spot spot, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
const char *check_masked(struct check *c, const char *text); /* without personal values of the subject */
struct spot copy_spot(const struct copy_fact *f, const char *key);
struct spot text_spot(const struct drawn_text *t, const char *key);
#define AT_LEVEL(l) ((int)(l) + 1)
int level_of(const char *name); /* enum diag_level, BRAND_OFF, or -2 */
/* A name for messages: "slot headline", "#badge", or "a text on line 12". */
const char *spot_name(struct check *c, const char *slot, const char *id, long line);
/* The first characters of a text, for messages: at most 40, control characters replaced. */
const char *excerpt(struct arena *a, const char *text, size_t len);

/* ---- words ---- */
struct word {
    const char *start;
    size_t len;
    long letters, capitals;
    bool begins; /* the end of a sentence stands between the word before and this one */
};
/* The next word at or after *at, which moves on behind it; false at the end. */
bool word_next(const char **at, const char *end, struct word *out);
/* Whether a text has letters with case and all are capitals; *letters (may be NULL) gets their number. */
bool all_capitals(const char *text, long *letters);
/* A text as a pattern: letters for themselves, any white space for white space, and with `variable` {…} for
 * anything short. */
char *pattern_of_text(struct arena *a, const char *text, bool variable);

/* What --fix does about the finding just added: writes `to` for the `len` bytes at `from` of a text, or a
 * colour for another. */
void fixable_text(struct check *c, const struct copy_fact *t, const char *from, size_t len, const char *to);
void fixable_color(struct check *c, const struct color_fact *f, const char *from, const char *to);

/* ---- facts ---- */

void facts_of_scene(struct arena *a, struct subject *s);
/* A node drawn alone, as coverage in a small pixmap of `area` (m: its user space -> pixels) whose (0,0) lies
 * at *x, *y of the picture. Caller drops; NULL. */
struct pixmap *node_coverage(struct ctx *ctx, const struct subject *s, const struct node *n, struct matrix m,
                             struct rect area, int *x, int *y);
/* The text of the subject as coverage of its ink and some pixels around it, drawn once for all rules; *x, *y
 * as above. The worker's, until the next subject; NULL: nothing of it is in the picture. */
enum { TEXT_AROUND = 9 };
const struct pixmap *text_coverage(struct check *c, const struct drawn_text *t, int *x, int *y);

#endif
