/* Reading rule files: shared by rules.c, rule-parse.c and rule-value.c. */
#ifndef PRESSRUN_BRAND_RULES_IMP_H
#define PRESSRUN_BRAND_RULES_IMP_H

#include "brand/brand-imp.h"
#include "xml/xml.h"

struct brand_loader {
    struct ctx *ctx;
    struct arena *arena;
    struct brand_rules *rules;
    const char *dir; /* where names are looked up before share/brand-rules; NULL */
    struct vec(struct brand_rule) all;
    struct vec(struct brand_set) sets;
    struct vec(struct brand_waiver) waivers;
    struct vec(struct match *) patterns;
    struct vec(const char *) open; /* paths of files being read: a file that extends itself */
    size_t n_failed;
};

enum { LEVEL_NONE = -2 };

/* Values: converts an attribute by its parameter's type. 0, or -1 with a report. */
int value_parse(struct brand_loader *l, const struct brand_param *p, const char *text, struct where where,
                struct brand_value *out);
/* Reads one <rule>; 0 with the rule pushed, or -1 with reports. */
int rule_parse(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
               const struct brand_set *set);
const char *const *words_split(struct arena *a, const char *text);
/* Reports each attribute of `e` that is not in the list, with "did you mean". 0 or -1. */
int known_attributes(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
                     const char *const *names, size_t n);
/* Reports an element that does not belong here. -1. */
int unknown_element(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e,
                    const char *const *names, size_t n);
int waiver_parse(struct brand_loader *l, const struct xml_doc *doc, const struct xml_node *e);
/* Joins names with ", " for hints. */
const char *names_list(struct arena *a, const char *const *names, size_t n);
/* The id, own name or kind nearest to a wrong one, for "did you mean"; NULL. */
const char *nearest_rule(struct arena *a, const struct brand_rule *rules, size_t n, const char *what);
bool rule_matches(const struct brand_rule *r, const char *what); /* id, own name, kind, section, set */

#endif
