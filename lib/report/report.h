/* report: findings of any checker, gathered in groups, and the formats that they are written in. A checker
 * fills in `struct finding` and adds it; who reads the report (people, CI systems, editors) is a format. A
 * new format is one new file report-NAME.c that exports `const struct report_format report_format_NAME`.
 *
 *     struct report *r = report_new("brand-check", false);
 *     report_add(r, line, findings, n);     any thread, any order
 *     report_counted(r, 1, failed);         once a subject
 *     report_write(ctx, r, "sarif", &out);  when the threads have ended
 *     report_drop(r); */
#ifndef PRESSRUN_REPORT_H
#define PRESSRUN_REPORT_H

#include "base/base.h"

/* What a finding breaks. Lives as long as the report. Members but `id` may be NULL. */
struct report_rule {
    const char *id;      /* "acme/palette": stable, unique in a run */
    const char *kind;    /* "palette" */
    const char *section; /* heading: colour, type, copy... */
    const char *summary; /* one line on what the rule asks for */
    const char *hint;    /* what to do, when a finding does not say */
    const char *link;    /* http or https */
};

/* What would set a finding right, for checkers that know. */
struct finding_fix {
    struct finding_fix *next;
    bool text;        /* else a colour */
    const char *id;   /* of the message or element */
    const char *file; /* of a text */
    long line;
    const char *from, *to;
};

/* One change of a file that does so: a place on one line, and what takes its place. */
struct report_edit {
    const char *file;
    long line, column, end; /* characters, from 1; the end is behind the last */
    long byte, byte_end;    /* the same columns in bytes */
    const char *to;         /* as the file writes it */
};

/* Strings are borrowed for the call and may be NULL, but `message`. */
struct finding {
    const struct report_rule *rule;
    enum diag_level level;
    /* What it is about: with the rule and `about` the key of a group, and of the fingerprint. No row, no
     * line. */
    const char *slot, *element, *key;
    const char *about; /* file that groups tell apart: the creative of variants, else the file itself */
    const char *message, *hint;
    const char *file;  /* the place: a layout, a rule of the creative, a picture, a catalogue */
    long line, column; /* in it, from 1; 0 unknown */
    long input;        /* number of the variant line; 0 none */
    const char *variant, *layout, *locale;
    long row;            /* of the audience; 0 none */
    struct rect box;     /* pixels of the picture; empty when it is not about a place */
    const char *picture; /* data: URI (report_picture), when pictures are kept, of width x height pixels
                            before scaling; NULL */
    int width, height;
    struct finding_fix *fixes; /* not kept by reports */
};

/* What a finding is about, whatever the row: 32 hexadecimal digits of rule, file, slot or element, and key.
 * Stays when copy, rows and lines move. For baselines and SARIF. */
void finding_fingerprint(const struct finding *f, char out[33]);

/* Findings of all workers, in groups: the same finding in 2,000 variants is one entry with a count and
 * examples. The result does not depend on the order in which workers report. */
struct report;
struct report *report_new(const char *tool, bool keep_all); /* keep_all: every finding is listed too */
void report_drop(struct report *r);
/* `serial` orders findings (input line or file number). Thread-safe. */
void report_add(struct report *r, long serial, const struct finding *f, size_t n);
/* Whether the group of this finding has no picture of an earlier subject yet. Thread-safe. */
bool report_wants_picture(struct report *r, long serial, const struct finding *f);
/* A rule of this level looked at `checks` subjects, and the worst that it found in one was of level l in
 * lost[l] of them: what the score is made of. A check weighs 5 at error, 2 at warning and nothing at info;
 * the score is the weight that was not lost, of 100. Thread-safe. */
void report_checked(struct report *r, const struct report_rule *rule, enum diag_level level, long checks,
                    const long lost[DIAG_ERROR + 1]);
/* Something could not be checked: every format says so beside the findings. Thread-safe. */
void report_trouble(struct report *r, const struct diag *d);
/* A path as reports show it: relative to the folder that the tool runs in, where it lies in it. */
const char *report_path(const char *path);
/* Changes that would set the findings of f's group right, for formats that show them (SARIF, rdjsonl).
 * Copied. What overlaps an earlier one is left out. */
void report_suggest(struct report *r, const struct finding *f, const struct report_edit *edits, size_t n);
bool report_shows_edits(const char *format);
void report_counted(struct report *r, long subjects, long failed);
/* Findings left out because a baseline knows them, or a waiver covers them. */
void report_left_out(struct report *r, long known, long waived);
/* enum diag_level of "error", "warning", "info"; -1 otherwise, "never" among it. */
int report_level(const char *name);
bool report_reaches(const struct report *r, enum diag_level level); /* any finding at or above */

struct report_format {
    const char *name;
    void (*write)(const struct report *r, struct str *out);
};
extern const struct report_format *const report_formats[]; /* NULL-terminated, made from the file names */
const struct report_format *report_format_find(const char *name);
/* Appends the report in this format. 0, or -1 with a report [usage] that names the formats there are. */
int report_write(struct ctx *ctx, const struct report *r, const char *format, struct str *out);
/* Whether a report is asked for in a format that `which` takes: `format` (may be NULL) or one of n
 * "FORMAT=FILE". */
bool report_asked(const char *format, const char *const *how, size_t n, bool (*which)(const char *format));
bool report_shows_pictures(const char *format);
/* Whether each of n is "FORMAT=FILE", to be asked before the work. 0, or -1 with reports [usage]. */
int report_files_known(struct ctx *ctx, const char *const *how, size_t n);
/* Writes a file as "FORMAT=FILE" says. 0, or -1 with a report. */
int report_file(struct ctx *ctx, const struct report *r, const char *how);

/* The fingerprints of a baseline file (format "baseline") as keys. NULL with reports [brand-baseline]. Caller
 * drops. */
struct map *baseline_read(struct ctx *ctx, const char *path);

/* Writes the file anew without the lines whose fingerprint is no key of `met`; the others keep their bytes
 * and order. 0, or -1 with reports. */
int baseline_prune(struct ctx *ctx, const char *path, const struct map *met);

/* A small JPEG of the picture as a data: URI in the arena, at most 800 pixels on a side and 153,600 in all;
 * NULL with a report. */
struct pixmap;
char *report_picture(struct ctx *ctx, struct arena *a, const struct pixmap *p);

#endif
