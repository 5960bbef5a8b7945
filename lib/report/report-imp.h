/* What formats see of a report. Private to lib/report. */
#ifndef PRESSRUN_REPORT_IMP_H
#define PRESSRUN_REPORT_IMP_H

#include <pthread.h>

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
    struct report_edit *edits; /* that would set it right, by file and place */
    size_t n_edits;
    const char *const *layouts; /* that it occurs in, sorted */
    size_t n_layouts;
    const char *const *locales;
    size_t n_locales;
};

struct report_tally { /* a rule on many subjects */
    const struct report_rule *rule;
    enum diag_level level;
    long checks, lost[DIAG_ERROR + 1];
};

struct report_score { /* of a section, or of all */
    const char *section;
    double score; /* 0 to 100 in tenths, 100 only when nothing was lost; negative: nothing that counts was
                     checked */
    long checks;
};

struct report_trouble { /* what could not be checked */
    const char *code, *message, *hint, *file, *variant;
    long line;
};

struct report_view { /* sorted: errors first, then by rule and first occurrence */
    const char *tool;
    const struct report_group *const *groups;
    size_t n_groups;
    long n_errors, n_warnings, n_infos; /* findings, not groups */
    long subjects, failed, known, waived;
    const struct finding *all; /* when kept */
    size_t n_all;
    const struct report_tally *const *rules; /* that were checked, with findings or not, by id */
    size_t n_rules;
    struct report_score total;
    const struct report_score *sections; /* by name */
    size_t n_sections;
    const struct report_trouble *troubles; /* sorted; at most MOST_TROUBLES */
    size_t n_troubles;
};
/* Lives until the next call or report_drop. */
const struct report_view *report_view(const struct report *r);

struct held {
    struct report_group group;
    struct map *layouts, *locales;
};
struct kept {
    long serial;
    struct finding finding;
};
struct report {
    pthread_mutex_t lock;
    const char *tool;
    struct arena *arena;
    struct map *by_key; /* -> struct held */
    struct vec(struct held *) groups;
    struct vec(struct kept) all;
    bool keep_all;
    long levels[DIAG_ERROR + 1], subjects, failed, known, waived, n_pictures;
    struct map *rules; /* that were checked: id -> struct tally */
    struct vec(struct report_trouble) troubles;
    struct report_view view; /* of the last report_view */
    struct arena *view_arena;
};

/* score.c: fills the view's rules, scores and troubles. */
void report_view_scores(struct report *r, struct report_view *v);
void report_scores_drop(struct report *r);

/* Fingerprint of a group, the same as that of its findings. */
void group_fingerprint(const struct report_group *g, char out[33]);

/* put.c: pieces that formats share. */
void put_member(struct str *out, const char *name, const char *value); /* ,"name":"value"; NULL: nothing */
void put_group_json(struct str *out, const struct report_group *g);
void put_finding_json(struct str *out, const struct finding *f);
/* Control characters, C1 and bidi controls of input never reach a terminal. */
void put_safe(struct str *out, const char *s);
void put_safe_lines(struct str *out, const char *s);        /* the same, but for the ends of lines */
void put_uri(struct str *out, const char *path);            /* of a file, quoted */
void put_iri(struct str *out, const char *link);            /* of the web, not quoted */
void put_xml(struct str *out, const char *s, bool in_attr); /* escaped, without what XML cannot hold */
void put_scores_json(struct str *out, const struct report_view *v); /* "score":97.3,"sections":{"copy":100} */
void put_group_text(struct str *out,
                    const struct report_group *g); /* message, what to do, how often: one line */
bool is_web_link(const char *link);                /* no other scheme may be followed from a report */
void put_score(struct str *out, double score);     /* "97.3", "-" when there is none */
void put_report_text(struct str *out, const struct report_view *v);

#endif
