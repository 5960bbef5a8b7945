/* What formats see of a report. Private to lib/report. */
#ifndef PRESSRUN_REPORT_IMP_H
#define PRESSRUN_REPORT_IMP_H

#include "report/report.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
/* Defines the record of report-NAME.c. */
#define REPORT_FORMAT(NAME, WRITE)                          \
    extern const struct report_format report_format_##NAME; \
    const struct report_format report_format_##NAME = {#NAME, WRITE}

struct report_group {
    const struct report_rule *rule;
    enum diag_level level;
    const char *slot, *element, *key;
    const char *about; /* finding.about */
    long count;
    struct report_example {
        long serial, line, column, input, row;
        const char *file;
        const char *message, *hint, *variant, *layout, *locale;
        struct rect box;
    } examples[3];
    size_t n_examples;
    const char *picture; /* of the subject `picture_serial`, with the finding at picture_box */
    long picture_serial;
    int width, height;
    struct rect picture_box;
    const char *const *layouts; /* that it occurs in, sorted */
    size_t n_layouts;
    const char *const *locales;
    size_t n_locales;
};

struct report_view { /* sorted: errors first, then by rule and first occurrence */
    const char *tool;
    const struct report_group *const *groups;
    size_t n_groups;
    long n_errors, n_warnings, n_infos; /* findings, not groups */
    long subjects, failed, known, waived;
    const struct finding *all; /* when kept */
    size_t n_all;
};
/* Lives until the next call or report_drop. */
const struct report_view *report_view(const struct report *r);

/* Fingerprint of a group, the same as that of its findings. */
void group_fingerprint(const struct report_group *g, char out[33]);

/* put.c: pieces that formats share. */
void put_member(struct str *out, const char *name, const char *value); /* ,"name":"value"; NULL: nothing */
void put_group_json(struct str *out, const struct report_group *g);
void put_finding_json(struct str *out, const struct finding *f);
/* Control characters, C1 and bidi controls of input never reach a terminal. */
void put_safe(struct str *out, const char *s);
void put_report_text(struct str *out, const struct report_view *v);

#endif
