/* still: variants to finished files: output formats for pictures and copy, names, atomic writes, the resume
 * journal. A run is shared by workers; a worker owns its stage and belongs to one thread. Registries
 * still_formats[] and copy_formats[] are made by the build from the files out-NAME.c and copy-NAME.c. */
#ifndef PRESSRUN_STILL_H
#define PRESSRUN_STILL_H

#include "base/base.h"
#include "image/image.h"
#include "render/render.h"

struct still_options {
    const char
        *out; /* folder for variants; file or folder for SVG files; "-" = standard output for one SVG */
    const char *format;        /* name; NULL: as the creative says, the extension of `out`, or png */
    const char *name;          /* template that takes the place of the creative's; NULL */
    const char *const *copies; /* names of copy formats */
    size_t n_copies;
    struct encode_options encode; /* its format and background are filled in by the run */
    const char *background;       /* CSS colour or NULL */
    double scale, width, height;  /* 0: not given; width and height in pixels, for SVG files */
    const char *archive;      /* "tar": pictures go into tar files below `out`, or as a stream to "-"; NULL */
    const char *archive_name; /* what the names of shards begin with; NULL: pictures */
    size_t archive_size;      /* a shard that would be larger is ended first; 0: one shard */
    /* Takes what goes to standard output; -1 ends the run. */
    int (*write)(struct ctx *ctx, const char *data, size_t len);
    bool resume;
    bool outlines;       /* SVG: texts as paths */
    bool strip_metadata; /* say nothing of who made the pictures */
    bool strict;         /* findings count as failures in the exit status */
    const char *const *font_dirs;
    size_t n_font_dirs;
    bool no_system_fonts, no_cache;
    int jobs; /* workers that will share the memory for caches; 0: one a core */
};

struct still_counts;
/* A picture ready to be written. `pixels` is NULL for formats that do not need them. */
struct still_shot {
    struct stage *stage;
    const struct scene *scene;
    const struct pixmap *pixels;
    const struct encode_options *encode;
    bool outlines, strip;        /* SVG: texts as paths; embedded pictures without metadata */
    struct image_marks marks;    /* what the file says about who made its pictures */
    struct still_counts *counts; /* NULL, or gains the encodings and parts */
};

/* One file out-NAME.c each. */
struct still_format {
    const char *name, *ext, *summary;
    bool pixels;             /* the scene is drawn first */
    enum image_format image; /* of the pixels; IMAGE_UNKNOWN for vectors */
    bool (*available)(void); /* NULL: always */
    /* *out is malloc'd, the marks are in it. 0, or -1 with a report. */
    int (*write)(struct ctx *ctx, const struct still_shot *shot, struct where where, uint8_t **out,
                 size_t *len);
};
extern const struct still_format *const still_formats[];
const struct still_format *
still_format_named(const char *name); /* or by extension; NULL when there is none */

/* ---- copy files ---- */
struct copy_entry {
    const char *slot, *role; /* role may be NULL */
    const char *text;        /* text, path, colour or URL, as the slot holds it */
    const char *kind;        /* "text", "image" or "value" */
    const char *lang, *dir;  /* of this text */
    bool copy_only;          /* in no layout: primary text, alt text, landing URL */
    const struct variant_text_run *runs;
    size_t n_runs;
};
struct copy_sheet {
    const char *id, *layout, *locale, *dir, *theme; /* theme may be NULL */
    const char *image;                              /* name of the picture beside the copy file */
    const char *alt;                                /* text of a slot whose role is "alt", else "" */
    long width, height;
    const struct copy_entry *entries;
    size_t n_entries;
};
/* One file copy-NAME.c each: three functions that the core calls in order. */
struct copy_format {
    const char *name, *ext, *summary;
    void (*begin)(struct str *out, const struct copy_sheet *sheet);
    void (*entry)(struct str *out, const struct copy_sheet *sheet, size_t i);
    void (*end)(struct str *out, const struct copy_sheet *sheet);
};
extern const struct copy_format *const copy_formats[];
const struct copy_format *copy_format_named(const char *name);
/* The copy of a variant: text slots and copy-only slots in the creative's order. Lives in `a`. */
struct copy_sheet *copy_gather(struct arena *a, const struct creative *c, const struct variant *v,
                               const char *image, long width, long height);
void copy_write(struct str *out, const struct copy_format *f, const struct copy_sheet *sheet);

/* ---- names ---- */
/* Fills a template such as "{layout}/{locale}/{customer_id}": {id} {layout} {locale} {theme} {row}, axes and
 * carried columns. Values keep letters, digits, '.', '-', '_' and letters of other scripts; whatever else
 * becomes '_', so that data never make a folder or leave one; long values are cut and get a digest. `c` tells
 * which columns are PII (error [output-pii]); NULL: none. Returns the name without extension in `a`, or NULL
 * with a report. */
char *still_name(struct ctx *ctx, struct arena *a, const char *name_template, const struct creative *c,
                 const struct variant *v, struct where where);

/* ---- a run ---- */
struct still_counts {
    long images, resumed, failed,
        findings; /* lines; findings: lines with a finding that were written all the same */
    long long bytes;
    long encodings;            /* of whole pictures: more than one when a budget of bytes is searched */
    struct parts_counts parts; /* of the files */
    struct stage_counts drawn;
};
struct still_run;
/* Checks the options, makes the folder, opens the journal. NULL with reports. The options must outlive the
 * run. */
struct still_run *still_run_new(struct ctx *ctx, const struct still_options *o);
void still_run_drop(struct still_run *r);
/* The counts, in a line; `work`: and what was drawn and encoded for them. Once the workers are dropped. */
void still_run_print(struct still_run *r, FILE *out, bool work);

/* The functions of a line loop (cli.h): a worker belongs to one thread, `run` is a struct still_run. */
void *still_worker_new(struct ctx *ctx, void *run);
void still_worker_drop(void *worker);
/* Reads a line and claims its file name: in the order of the input, before still_line of the same line. */
void still_claim(struct ctx *ctx, void *worker, const char *line, size_t len, long number);
/* Writes the variant's files and appends the line with its outputs. 0; -1 when the variant failed (its line
 * is printed); -2 when the system failed and the run must stop. */
int still_line(struct ctx *ctx, void *worker, const char *line, size_t len, long number, struct str *out);
/* Takes what still_line appended, in the order of the input: to standard output, or into the archive. */
int still_write(struct ctx *ctx, void *run, const char *data, size_t len);
/* Ends an archive. 0, or -1 with a report. */
int still_run_finish(struct ctx *ctx, struct still_run *r);

/* What the operands are, by their first bytes: 1 SVG files, 0 variant lines, -1 with a report when they are
 * mixed or the options do not go with them. */
int still_inputs(struct ctx *ctx, const struct still_options *o, const char *const *paths, size_t n);
/* Draws SVG files: one to the file `out`, or each to NAME.EXT in the folder `out`. 0, or -1 with reports. */
int still_files(struct ctx *ctx, const struct still_options *o, const char *const *paths, size_t n);

#endif
