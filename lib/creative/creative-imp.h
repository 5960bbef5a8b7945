/* Private to lib/creative: the state of a load, and the readers of each part. Errors are reported and reading
 * goes on, so that one run shows all of them; `failed` says at the end that there were some. */
#ifndef PRESSRUN_CREATIVE_IMP_H
#define PRESSRUN_CREATIVE_IMP_H

#include "creative/creative.h"

struct loading {
    struct ctx *ctx;
    struct arena *a;
    struct creative *c;
    const struct xml_doc *doc; /* of creative.xml, or the lone SVG that holds the manifest */
    bool failed;
    size_t n_guesses; /* near_name looks through long lists: not for every one of a thousand faults */
};

/* did_you_mean, for the first faults of a file; then NULL. */
const char *near_name(struct loading *l, const char *word, const char *const *known, size_t n);

/* Reports [creative] at an element, with an optional hint, and marks the load failed. */
void creative_wrong(struct loading *l, struct where where, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Reports [creative-ref]: `what` 'name' does not exist, with "did you mean" from the candidates. */
void creative_dangling(struct loading *l, struct where where, const char *what, const char *name,
                       const char *const *known, size_t n_known);

/* Strict vocabulary: reports attributes not in "a|b|c" and child elements not in "x|y", with "did you mean".
 */
void check_attrs(struct loading *l, const struct xml_node *e, const char *names);
void check_children(struct loading *l, const struct xml_node *e, const char *names);
const char *need_attr(struct loading *l, const struct xml_node *e, const char *name); /* "" after a report */
bool attr_bool(struct loading *l, const struct xml_node *e, const char *name, bool otherwise);
double attr_number(struct loading *l, const struct xml_node *e, const char *name, double min, double max,
                   double otherwise);
long attr_long(struct loading *l, const struct xml_node *e, const char *name, long min, long max,
               long otherwise);
/* Index of the attribute's word in "a|b|c", `otherwise` when absent or (after a report) unknown. */
int attr_word(struct loading *l, const struct xml_node *e, const char *name, const char *words,
              int otherwise);
/* Splits at '|', else at ',', else at blanks; each trimmed; NULL-terminated. */
const char *const *split_words(struct arena *a, const char *s, size_t *n);
size_t count_children(const struct xml_node *e, const char *name);

#define VALUE_ATTRS "message|column|text|image|paint|visible|module|value|drop"
/* The VALUE of an element; VALUE_NONE when it has none. `except`: a member of VALUE_ATTRS that means
 * something else. */
struct value read_value(struct loading *l, const struct xml_node *e, const char *except);

void read_data(struct loading *l, const struct xml_node *e);
void read_fonts(struct loading *l, const struct xml_node *e);
void read_layouts(struct loading *l, const struct xml_node *e);
void read_modules(struct loading *l, const struct xml_node *e);
void read_styles(struct loading *l, const struct xml_node *e);
void read_slots(struct loading *l, const struct xml_node *e);
void read_copy(struct loading *l, const struct xml_node *e);
void read_themes(struct loading *l, const struct xml_node *e);
void read_rules(struct loading *l, const struct xml_node *e);
void read_markets(struct loading *l, const struct xml_node *e);
/* <swap> children of a market or locale, appended to what it has. */
void read_swaps(struct loading *l, const struct xml_node *e, struct locale_def *d);
/* The locale of that (canonical) tag, made when there is none; good until the next call. */
struct locale_def *locale_entry(struct loading *l, const char *tag);
/* An element's content as a MessageFormat pattern: runs as <name>, white space collapsed. */
const char *copy_pattern(struct loading *l, const struct xml_node *e);
void read_locales(struct loading *l, const struct xml_node *e);
void read_output(struct loading *l, const struct xml_node *e);

/* The whole <creative> element. */
void read_creative(struct loading *l, const struct xml_node *e);
/* A layout for the lone SVG itself. */
void lone_layout(struct loading *l);
void layout_size(struct layout *layout);
void slot_fit_init(struct slot_fit *fit);
/* Slots from the layouts' own content: texts with placeholders; all elements with an id of a lone SVG. */
void implicit_slots(struct loading *l);
/* ITS 2.0 in an SVG or the creative: standoff rules become attributes; then what an element and those around
 * it say. */
void its_rules(struct loading *l, const struct xml_doc *doc);
bool its_translate(const struct xml_node *e);
/* withinText of ITS: spans that are flows of their own become texts of their own, but in the targets of
 * declared slots. */
void its_split_texts(struct loading *l, struct layout *layout, const struct map *targets);
const char *its_note(const struct xml_node *e); /* NULL: none */
struct text_runs {
    size_t n;                  /* the text's spans when there are several; else 0 */
    bool *fixed;               /* those that ITS says are not translated; as many */
    bool nothing_to_translate; /* no span is */
};
/* The MessageFormat pattern in a text element. With `runs`, parts of other elements than the first
 * character's, and those that are not translated, are runs named t1, t2... */
char *text_pattern(struct arena *a, const struct xml_node *text, bool runs, struct text_runs *out);

/* References, patterns and tests of the whole creative. */
void resolve_creative(struct loading *l);
void resolve_tests(struct loading *l);
void resolve_output(struct loading *l);
void check_value(struct loading *l, const struct value *v, const struct slot *s, struct where where);

#endif
