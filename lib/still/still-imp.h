/* Private to lib/still. */
#ifndef PRESSRUN_STILL_IMP_H
#define PRESSRUN_STILL_IMP_H

#include <pthread.h>
#include <sys/stat.h>

#include "creative/creative.h"
#include "json/json.h"
#include "still/still.h"
#include "variant/variant.h"

/* Draws a bound scene and writes it as a file of the format, marked, within the budget of bytes. *out is
 * malloc'd. 0, or -1 with a report. */
int out_scene(struct ctx *ctx, const struct still_options *o, const struct still_format *f,
              struct still_shot *shot, struct where where, uint8_t **out, size_t *len);

/* For out-*.c: encodes the shot's pixels. */
int out_pixels(struct ctx *ctx, const struct still_shot *shot, enum image_format f, struct where where,
               uint8_t **out, size_t *len);

/* ---- claims: which line a name belongs to ---- */
struct claims;
struct claims *claims_new(void);
void claims_drop(struct claims *c);
/* Claims a name for a line. 0 when it was free, else the number of the line that has it. Names are kept as
 * digests: 24 bytes a line. Not locked: the line loop calls in the order of the input. */
long claims_take(struct claims *c, const char *name, long line);

/* ---- journal: what is finished, for --resume ---- */
/* OUT/.pressrun/journal, one record a finished variant: key, name, JSON of outputs and findings; appended by
 * one write after the files have their final names. A record counts only when it is the last one of its name,
 * its key (a digest of the line, the options and the creative's files) is the same and the files are there
 * with their sizes; so a torn or missing record costs a picture drawn again, never a wrong one. */
struct journal;
struct journal *journal_open(struct ctx *ctx, const char *out, bool resume);
void journal_drop(struct journal *j);
/* The JSON of a finished variant, borrowed from the journal, or NULL. */
const char *journal_find(const struct journal *j, const char *name, const char *key);
int journal_add(struct ctx *ctx, struct journal *j, const char *name, const char *key, const char *json);

/* ---- archive: pictures as tar, to standard output or in shards; see archive.c ---- */
struct archive;
/* NULL with a report: options that do not go together, no room for the manifest. `o` must outlive it. */
struct archive *archive_new(struct ctx *ctx, const struct still_options *o);
void archive_drop(struct archive *a); /* a shard that is not finished is removed */
/* Appends a member's blocks. */
void archive_put_member(struct str *out, const char *name, const void *data, size_t len);
/* Appends a line and the members it brings, for archive_write. */
void archive_put_line(struct str *out, const struct str *members, const char *line, size_t len);
/* Takes what archive_put_line wrote, in the order of the lines. 0, or -1 with a report or when the output is
 * closed. */
int archive_write(struct ctx *ctx, struct archive *a, const char *data, size_t len);
/* Writes the manifest and the end, and gives the last shard its name. 0, or -1 with a report. */
int archive_finish(struct ctx *ctx, struct archive *a);

/* Digest of the state (path, size, time) of a creative's files: a change makes finished pictures stale.
 * `skip` is the output folder when it lies inside. */
void creative_stamp(const struct creative *c, const struct stat *skip, char out[33]);

/* ---- the run ---- */
struct still_run {
    const struct still_options *o;
    struct arena *arena;
    struct rgba background;
    const struct still_format *format; /* NULL: the creative's */
    const struct copy_format **copies;
    size_t n_copies;
    char *real_out; /* resolved path of the output folder */
    struct stat out_stat;
    char *options_key;
    struct journal *journal;
    struct claims *claims;
    struct archive *archive; /* NULL: files in the folder */
    struct shared *shared;   /* of the workers' stages */
    pthread_mutex_t lock;    /* counts, stamps, seen: not taken for a picture that has nothing to say */
    struct still_counts counts;
    struct map *stamps; /* creative path -> digest */
    struct map *seen;   /* warnings already printed: each worker lowers a layout and would say them again */
};
/* Digest of the creative as it is now; computed once a run. */
const char *run_stamp(struct still_run *r, const struct creative *c);
void run_count(struct still_run *r, const struct still_counts *add); /* a worker's, when it ends */
/* Copies collected reports to `to`, warnings once a run; errors of variants count as status 1, of the system
 * as 3. */
void run_replay(struct still_run *r, struct diag_list *from, struct ctx *to);

/* Parses --background into *out (a = 0 when absent). */
int still_background(struct ctx *ctx, const struct still_options *o, struct rgba *out);
/* The format asked for by name. NULL with a report: unknown, or not on this machine. */
const struct still_format *still_format_wanted(struct ctx *ctx, const char *name);
struct shared *still_shared(void); /* what the stages of a run share, within the budget */
struct stage *still_stage(struct ctx *ctx, const struct still_options *o, struct shared *shared);

/* ---- findings ---- */
/* What the scene shows: overflow, missing glyphs, fit steps. Appends to the variant. Returns the number of
 * warnings. */
size_t findings_of_scene(struct arena *a, struct variant *v, const struct scene *scene);

#endif
