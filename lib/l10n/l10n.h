/* l10n: translations and what is done with them: files of translators (XLIFF, PO) read and checked, a
 * creative's catalog, variant lines put into a locale, messages extracted for translation, pseudo-locales. */
#ifndef PRESSRUN_L10N_H
#define PRESSRUN_L10N_H

#include "base/base.h"
#include "creative/creative.h"
#include "message/message.h"
#include "variant/variant.h"

/* ---- translation files ---- */

struct l10n_note {           /* of a translator: those that extract writes are left out */
    const char *from, *text; /* from: who or what kind, as the file says; or NULL */
    const char *priority;    /* of XLIFF: 1 (highest) to 10, or NULL */
    const char *about;       /* of XLIFF: source or target, or NULL for both */
};
struct l10n_unit {         /* one text to translate */
    const char *id, *name; /* as the file gives them; name NULL when it has none */
    const char *source;   /* inline codes put back: a MessageFormat pattern when it is one of ours. NULL: of a
                           * table without a column of sources */
    const char *target;   /* NULL: not translated */
    const char *state;    /* initial, translated, reviewed or final */
    const char *proposal; /* a translation that nobody has confirmed, as a fuzzy one of PO; or NULL */
    const char *previous; /* the source had another wording when the target was made: that one; or NULL */
    bool stale;           /* the source has changed since the target was made */
    bool translate;       /* false: the file says no */
    bool message;         /* the file says that the text is ICU MessageFormat */
    long max_chars;       /* the file's limit for the target; 0: none */
    const struct l10n_note *notes;
    size_t n_notes;
    struct where where;
};

struct l10n_file {
    const char *path, *format;             /* format: the source's name */
    const char *source_lang, *target_lang; /* of the file as a whole; NULL when it has none */
    const char *header, *header_comment;   /* of PO: its fields, and the comment before them; or NULL */
    struct l10n_unit *units;
    size_t n_units, cap_units;
    struct l10n_unit *obsolete; /* translations of texts that are gone, kept by the file */
    size_t n_obsolete, cap_obsolete;
};

/* One file format. lib/l10n/source-NAME.c exports one; the build collects them. */
struct l10n_source {
    const char *name, *summary;
    const char *const *suffixes;                 /* ".xlf", NULL-terminated */
    bool (*sniff)(const char *data, size_t len); /* is it this one, among those of the suffix? */
    /* Reads the units and checks the file: every fault is reported with its line. 0, or -1. All in `a`. */
    int (*load)(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len,
                struct l10n_file *out);
};
extern const struct l10n_source *const l10n_sources[];

/* Reads and checks a file by its suffix and content. 0, or -1 with reports. */
int l10n_load(struct ctx *ctx, struct arena *a, const char *path, struct l10n_file *out);

/* ---- a creative's translations ---- */

/* Is a state at least as far as `least` (initial, translated, reviewed, final; NULL is initial)? */
bool l10n_state_reaches(const char *state, const char *least);

struct l10n_catalog;
/* Reads every translation file in the creative's folder of locales. NULL with reports; a creative without
 * translations has an empty catalog. Immutable afterwards; `c` must outlive it. */
struct l10n_catalog *l10n_catalog_load(struct ctx *ctx, const struct creative *c);
void l10n_catalog_drop(struct l10n_catalog *catalog);
/* Adds a file's translations for the creative's messages; they go before those that are there. 0, or -1 with
 * reports. The file must outlive the catalog, as when it was loaded in l10n_catalog_arena(). */
int l10n_catalog_add(struct ctx *ctx, struct l10n_catalog *catalog, const struct creative *c,
                     const struct l10n_file *file);
struct arena *l10n_catalog_arena(struct l10n_catalog *catalog);
/* The file that holds a locale's translations, the last one read; NULL when there is none. */
const struct l10n_file *l10n_catalog_file(const struct l10n_catalog *catalog, const char *locale);
void l10n_catalog_set_file(struct l10n_catalog *catalog, const char *locale, const struct l10n_file *file);
/* The canonical target language of a file: its own, or what its name says. NULL with a report. */
char *l10n_file_locale(struct ctx *ctx, struct arena *a, const struct l10n_file *file);

/* The header of the locale's PO file read last, with its comment; NULL when none was PO. */
const char *l10n_catalog_header(const struct l10n_catalog *catalog, const char *locale, const char **comment);

/* What the files say about one message, confirmed or not: one unit, or one for each form of its plurals. */
struct l10n_form {
    const char *label; /* "few" */
    const struct l10n_unit *unit;
};
struct l10n_raw {
    const struct l10n_unit *whole;
    struct l10n_form *forms;
    size_t n_forms, cap_forms;
};
const struct l10n_raw *l10n_catalog_raw(const struct l10n_catalog *catalog, const char *locale,
                                        const char *id);
/* Translations in the locale that belong to no message of the creative. */
size_t l10n_catalog_obsolete(const struct l10n_catalog *catalog, const char *locale,
                             const struct l10n_unit *const **out);

struct l10n_candidate {
    const struct message *message;
    const char *state;
};
struct l10n_entry {
    const struct message *message;
    const struct l10n_candidate *candidates; /* used where `message` does not fit, in this order */
    size_t n_candidates;
    const struct message *source; /* what it was translated from; NULL when the file does not say it well */
    const char *state;            /* as in struct l10n_unit */
    bool stale;                   /* its file says that the source has changed since */
};
/* The translation in exactly this locale (no fallback), or NULL. */
const struct l10n_entry *l10n_catalog_entry(const struct l10n_catalog *catalog, const char *locale,
                                            const char *id);
const struct message *l10n_catalog_find(const struct l10n_catalog *catalog, const char *locale,
                                        const char *id);
/* Locales with at least one translation. */
size_t l10n_catalog_n_locales(const struct l10n_catalog *catalog);
const char *l10n_catalog_locale(const struct l10n_catalog *catalog, size_t i);

/* ---- variant lines ---- */

struct localizer; /* shared by the workers: creatives and catalogs, loaded when a line first names them */
struct localizer_options {
    const char *const *to; /* locales to fan out to, NULL-terminated and canonical; NULL: each line's own */
    bool strict;           /* a fallback fails the line */
    const char *require;   /* least state of a translation that is used; NULL: any */
    int isolate;           /* as formatter_set_isolate */
    const char *timezone;  /* NULL: UTC */
    bool pseudo;           /* `to` are en-XA and ar-XB: the creative's own messages are made strange */
    long expand;           /* pseudo: longer by so many percent; -1: as pseudo_measure says */
};
struct localizer *localizer_new(const struct localizer_options *options);
void localizer_drop(struct localizer *l);
/* Reports how many texts fell back, by locale. */
void localizer_summary(struct ctx *ctx, struct localizer *l);

struct localizer_worker; /* one a thread */
struct localizer_worker *localizer_worker_new(struct localizer *l);
void localizer_worker_drop(struct localizer_worker *w);
/* Puts a line into its locale and appends the result: one line, or one for each of options.to. A line that
 * fails is kept with a finding; one that came failed, or is no variant line, is appended as it was. 0, or -1
 * with reports. */
int localizer_line(struct ctx *ctx, struct localizer_worker *w, const char *line, size_t len,
                   struct where where, struct str *out);
/* `id` with the part that is the locale `from` replaced by `to` (parts are divided by '/'), or with "/to"
 * appended. */
char *l10n_variant_id(struct arena *a, const char *id, const char *from, const char *to);

/* ---- verbs: localize VERB ---- */

struct l10n_request {      /* what the command line says */
    const char *const *to; /* --to, canonical, NULL-terminated */
    size_t n_to;
    const char *format, *output, *require;   /* NULL: not given */
    const char *creative, *audience;         /* NULL: not given */
    const char *const *tm, *const *glossary; /* files, NULL-terminated; NULL: none */
    long min_score;                          /* of fuzzy matches, percent; 0: the default */
    const char *preview;                     /* folder for pictures; NULL: none */
    const char *const *font_dirs;
    size_t n_font_dirs;
    bool no_system_fonts, all_rows;
    const char *const *set, *const *only, *const *skip; /* check: RULE=LEVEL, RULE */
    size_t n_set, n_only, n_skip;
    const char *const *reports; /* FORMAT=FILE */
    size_t n_reports;
    const char *fail_on, *explain;
    bool list_rules, all;
    const char *const *operands;
    size_t n_operands;
    /* Gives every variant of the audience's rows (lib/expand's work). 0, or -1 with reports. */
    int (*each_variant)(struct ctx *ctx, const char *creative, const char *audience,
                        int (*take)(struct ctx *ctx, void *payload, const struct variant *v), void *payload);
};
/* One verb. lib/l10n/verb-NAME.c exports one; the build collects them. */
struct l10n_verb {
    const char *name, *usage; /* usage: without the tool's name */
    /* Appends to `out` what goes to --output or standard output. 0 or 1 as the exit status, with output; -1
     * or 2 after reports, when there is none. */
    int (*run)(struct ctx *ctx, const struct l10n_request *request, struct str *out);
    bool prose; /* without --format, `out` is for people */
};
extern const struct l10n_verb *const l10n_verbs[];
/* Reports that the command line is wrong: what is, and how it is right. Always 2. */
int l10n_usage(struct ctx *ctx, const char *what, const char *hint);

/* ---- does a text fit? ---- */

/* Lays texts out as render-still will: every layout and slot that shows a message, with the creative's fonts,
 * its fit ladder, and the arguments of real rows. One creative, one thread.
 *
 *     struct l10n_fit *f = l10n_fit_new(ctx, "spring/creative.xml", &(struct l10n_fit_options){0});
 *     for each variant of the audience: l10n_fit_add(f, variant);
 *     l10n_fit_samples(f);
 *     n = l10n_fit_measure(f, &(struct l10n_fit_request){"de-DE", "headline.new", message}, &places);
 */
struct l10n_fit;
struct l10n_fit_options {
    const char *const *font_dirs;
    size_t n_font_dirs;
    bool no_system_fonts;
    bool all_rows; /* lay out every distinct text; else, where they are hundreds, the widest and those with
                      the longest words */
};
/* NULL with reports. */
struct l10n_fit *l10n_fit_new(struct ctx *ctx, const char *creative_path, const struct l10n_fit_options *o);
void l10n_fit_drop(struct l10n_fit *f);
const struct creative *l10n_fit_creative(const struct l10n_fit *f);
/* Takes what a variant of this creative shows: its messages, where, with which arguments. Copies. */
void l10n_fit_add(struct l10n_fit *f, const struct variant *v);
/* Then, once: messages that no variant showed get their places from slots and rules, and arguments from the
 * data contract (every value of an enum, numbers of each plural form, a long date). */
void l10n_fit_samples(struct l10n_fit *f);

/* All three for the creative at `path`: fonts, and the rows of --audience if any, as the command line says.
 * NULL with reports. */
struct l10n_fit *l10n_fit_open(struct ctx *ctx, const struct l10n_request *request, const char *path);

struct l10n_fit_request {
    const char *locale, *id;       /* BCP 47, canonical; id of the creative's message */
    const struct message *message; /* the translation */
    /* The locale's own text of another message, for the shorter texts of the ladder. NULL, or when it gives
     * NULL: the creative's source text. */
    const struct message *(*lookup)(void *payload, const char *id);
    void *payload;
};
struct l10n_place { /* the worst of the rows' texts in one slot of one layout; lengths in px of the picture */
    const char *layout, *slot;
    bool fits;                     /* within its box and not cut off */
    unsigned steps;                /* bits 1 << enum fit_step_kind: steps of the ladder used */
    int fallback;                  /* number of the shorter text shown instead, -1: the text itself */
    const char *fallback_id;       /* its message; or NULL */
    double size, full_size;        /* font size after and before the ladder */
    double overflow_x, overflow_y; /* how far it leaves the box */
    double box_width, box_height;  /* 0: no box */
    const char *text;              /* as formatted, personal data as *** */
    const char *variant;           /* id of the first line with these arguments; NULL: a sample */
    long row;
    bool sample;
    size_t n_texts, n_overflow; /* texts laid out; those that do not fit */
    uint32_t missing[8];        /* characters of any of the texts that no font can draw */
    size_t n_missing;
    const char *missing_text; /* the first with such */
};
/* One entry for each place; 0 when no layout shows the message (copy slots). Rows of the locale (or of one
 * that falls back to it) are used; all rows when there are none. Owned by `f`; results are kept, so asking
 * again costs nothing. */
size_t l10n_fit_measure(struct l10n_fit *f, const struct l10n_fit_request *r, const struct l10n_place **out);

/* Characters (or code points) of the longest text of the rows, as formatted; 0 when none can be. Copy slots
 * too. *text is that text as people may see it (personal data are ***), owned by `f`. */
size_t l10n_fit_longest(struct l10n_fit *f, const struct l10n_fit_request *r, bool code_points,
                        const char **text);
/* Draws a layout that shows the message, the layout's own texts around it and the text outlined, as a PNG of
 * at most 640 px a side. 0; 1 when no layout shows it; -1 with reports. */
int l10n_fit_preview(struct ctx *ctx, struct l10n_fit *f, const struct l10n_fit_request *r, const char *path);

struct l10n_budget {           /* how long a text may be */
    long chars;                /* code points that fit with the ladder's help, arguments included */
    long chars_at_ease;        /* without any step of the ladder */
    const char *layout, *slot; /* the tightest place */
    double width, height;      /* of its box, px; height 0: one line or any height */
    int max_lines;             /* 0: no limit */
};
/* Measured with ordinary words of the locale's language and script (names of months and days) in every place
 * of the message. False when no place limits the text. */
bool l10n_fit_budget(struct l10n_fit *f, const char *locale, const char *id, struct l10n_budget *out);

/* ---- checks of translations ---- */

struct report;
/* Files checked by the rules that the request chooses (lib/l10n/check-NAME.c), with its creative and
 * glossaries. */
struct l10n_checker;
struct l10n_checker *l10n_checker_new(struct ctx *ctx, const struct l10n_request *request);
void l10n_checker_drop(struct l10n_checker *c);
/* Reads a file. 0, or -1 with reports when it is not valid; the report has them too. */
int l10n_checker_file(struct ctx *ctx, struct l10n_checker *c, const char *path);
/* Applies the rules, once all files are read. */
void l10n_checker_run(struct l10n_checker *c);
/* The findings; for people without those that were reported as diagnostics. Borrowed. */
const struct report *l10n_checker_report(const struct l10n_checker *c, bool for_people);
/* The table of rules; all about the rules of a name or section: 0, or 2 with a report when there is none. */
void l10n_checks_list(struct str *out);
int l10n_checks_explain(struct ctx *ctx, const char *what, struct str *out);

/* ---- for translators ---- */

/* A translation memory: pairs of texts, found by how similar their sources are. */
struct l10n_memory;
struct l10n_memory *l10n_memory_new(void);
void l10n_memory_drop(struct l10n_memory *m);
/* Copies; a pair that is there already is not added again. */
void l10n_memory_add(struct l10n_memory *m, const char *source, const char *target, const char *origin);
/* The pairs of a TMX file between two languages (a region more or less does not matter). 0, or -1 with
 * reports. */
int l10n_memory_load(struct ctx *ctx, struct l10n_memory *m, const char *path, const char *source_lang,
                     const char *target_lang);
size_t l10n_memory_len(const struct l10n_memory *m);
struct l10n_match {
    const char *source, *target, *origin; /* borrowed from the memory */
    int score; /* 100: the same text; else percent of characters that stay, placeholders taken as one each */
};
/* The best matches of at least `least` percent, best first; returns how many of at most `max`. Not
 * thread-safe. */
size_t l10n_memory_find(struct l10n_memory *m, const char *source, int least, size_t max,
                        struct l10n_match *out);

/* A glossary: TBX (Basic, 2 and 3) or CSV. */
struct l10n_term {
    const char *source, *target; /* target NULL: none given */
    bool forbidden;              /* the target must not be used */
    bool keep;                   /* the source is not to be translated */
    const char *note;            /* or NULL */
    struct where where;
};
struct l10n_glossary {
    struct l10n_term *terms;
    size_t n, cap;
};
/* Adds the terms of a file for two languages. All in `a`. 0, or -1 with reports. */
int l10n_glossary_load(struct ctx *ctx, struct arena *a, const char *path, const char *source_lang,
                       const char *target_lang, struct l10n_glossary *out);
/* Does a language of a file serve for the one asked for? en for en-GB, en-US for en-GB; not de for en. */
bool l10n_same_language(const char *a, const char *b);

/* How much longer translations are than their sources, by the source's length: 0.5 is half again. */
enum { PSEUDO_CLASSES = 6 };
struct pseudo_growth {
    double by[PSEUDO_CLASSES];
};
/* Of the creative's own translations: in each class of length, the language that grows most. Classes that
 * have none get figures of experience. */
void pseudo_measure(const struct creative *c, const struct l10n_catalog *catalog, struct pseudo_growth *out);
/* What --expand says: percent; -1 measured (or NULL); -2 neither. */
long pseudo_expansion(const char *text);
double pseudo_growth_of(const struct pseudo_growth *g, size_t characters);
/* A message made strange, as a pattern: "en-XA" accents, brackets and `growth` more length; "ar-XB" runs
 * right to left. Arguments, their syntax and inline runs stay; so does a message without words of its own. */
char *l10n_pseudo(struct arena *a, const char *locale, const struct message *m,
                  const struct pseudo_growth *growth);

#endif
