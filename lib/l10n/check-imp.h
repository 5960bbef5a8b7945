/* Private to the checks of XLIFF files. */
#ifndef PRESSRUN_CHECK_IMP_H
#define PRESSRUN_CHECK_IMP_H

#include "l10n/l10n-imp.h"

#define FS_NS "urn:oasis:names:tc:xliff:fs:2.0"
#define SLR_NS "urn:oasis:names:tc:xliff:sizerestriction:2.0"
#define RES_NS "urn:oasis:names:tc:xliff:resourcedata:2.0"
#define ITS_NS "http://www.w3.org/2005/11/its"

struct check {
    struct ctx *ctx;
    struct arena *a;
    const struct xml_doc *doc;
    int result;
    const char *src_lang, *trg_lang;
    struct map *files; /* ids of the document's files; and of the file at hand: */
    const struct xml_node *file;
    struct map *file_units, *file_groups;
    bool storage_profile, general_profile; /* the file at hand chose a profile of XLIFF's own for sizes */
    const struct xml_node *targets_of;     /* the unit whose ids these are: */
    struct map *notes, *data, *glossary, *matches, *source_spans, *target_spans;
};

/* Reports [l10n-invalid] at the element; always false. */
bool fault(struct check *k, const struct xml_node *e, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

enum value_type {
    IS_TEXT,
    IS_NMTOKEN,
    IS_YESNO,
    IS_LANG,
    IS_DIR,
    IS_SPACE,
    IS_PRESERVE,
    IS_STATE,
    IS_POSITIVE,
    IS_NUMBER100, /* 0 to 100 */
    IS_PRIORITY,  /* 1 to 10 */
    IS_APPLIES,
    IS_REORDER,
    IS_CODE_TYPE,
    IS_PREFIXED, /* authority:value */
    IS_MARK_TYPE,
    IS_HEX,
    IS_MATCH_TYPE,
    IS_NORMAL_FORM,
    IS_VERSION,
    IS_META_APPLIES,
};

struct attr_rule {
    const char *name; /* "xml:lang" for those of XML; others are without namespace */
    enum value_type type;
    bool required;
};

enum foreign { FOREIGN_NONE, FOREIGN_CODES /* modules and ITS only */, FOREIGN_ANY };

struct child_rule {
    const char *name; /* "*" any element of another namespace */
    int phase;        /* children stand in this order */
    bool once, required;
};

struct element_rule {
    const char *name;
    enum foreign attributes;
    bool text; /* text may stand in it */
    struct attr_rule attrs[20];
    struct child_rule children[14];
};

/* Is the attribute's value of the type? */
bool value_fits(enum value_type type, const char *value);
const char *value_wanted(enum value_type type);
/* Checks one element of a namespace against its rule: attributes, children, order, text. `rules` end with a
 * NULL name. */
void check_element(struct check *k, const struct xml_node *e, const struct element_rule *rules);

bool is_nmtoken(const char *s);
bool is_module(const char *ns);
bool all_space(const char *s);
/* Rules of the modules below `e` and of module attributes on any element. */
void check_module_element(struct check *k, const struct xml_node *e, const struct xml_node *unit);
void check_module_attributes(struct check *k, const struct xml_node *e);
void check_its_attributes(struct check *k, const struct xml_node *e);
/* Where the modules' elements below a file, group, unit or match may stand, and how often. */
void check_module_places(struct check *k, const struct xml_node *parent);
/* Rules that span a unit: ids, pairs, references, order. */
void check_unit(struct check *k, const struct xml_node *unit);
/* The same for the texts of a <match>, which has original data of its own. */
void check_match_codes(struct check *k, const struct xml_node *match);
/* A '#...' reference: its syntax and, where it points into this unit, its target. `kind`: 'n' a note of the
 * unit, 's' a span of text (segment, ignorable or inline element), 0 anything. */
void check_reference(struct check *k, const struct xml_node *e, const struct xml_node *unit, const char *ref,
                     char kind);

void check_forget_targets(struct check *k);

#endif
