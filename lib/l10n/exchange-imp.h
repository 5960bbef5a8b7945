/* Private to extract, merge and export: what is written for translators, whatever the format. */
#ifndef PRESSRUN_EXCHANGE_IMP_H
#define PRESSRUN_EXCHANGE_IMP_H

#include "l10n/l10n-imp.h"

struct pieces {
    struct message_piece *at;
    size_t n;
};

struct exchange_match { /* a translation of a similar text */
    struct pieces source, target;
    const char *origin; /* file of the memory, or "creative" */
    int score;          /* percent */
};

struct exchange_unit {                     /* one text: a message or one form of its plurals */
    const char *id;                        /* "basket", "basket[few]" */
    const char *label;                     /* "few"; NULL: the whole message */
    const char *hint;                      /* what the label means */
    const char *source_text, *target_text; /* the same as patterns; target_text NULL when there is none */
    struct pieces source, target;
    const char *state;
    bool stale;             /* the target was made from another wording: */
    struct pieces previous; /* this one, when it is known */
    const char *previous_text;
    bool proposal;         /* the target is not confirmed: PO's fuzzy */
    const char *qualifier; /* where a target that nobody looked at came from: "exact-match"; or NULL */
    struct exchange_match *matches;
    size_t n_matches;
    const struct l10n_note *notes; /* of translators: kept as they are */
    size_t n_notes;
};

struct exchange_note {
    const char *category, *text;
};

struct exchange_item { /* one message */
    const struct message_def *def;
    struct exchange_unit *units;
    size_t n_units;
    struct exchange_note *notes;
    size_t n_notes, cap_notes;
    const struct l10n_term **terms; /* of the glossary, that the source has and that may be used */
    size_t n_terms;
    long max_chars;      /* the least of what the creative says and what fits; 0: any length */
    bool translate;      /* false: shown for context only */
    const char *preview; /* a picture's path as the file names it; or NULL */
};

struct exchange {
    struct arena *a;
    const struct creative *c;
    const char *source, *to;             /* languages */
    const char *original;                /* the creative's file name */
    const char *header, *header_comment; /* of the locale's PO file so far; or NULL */
    struct exchange_item *items;
    size_t n_items;
    const struct l10n_unit *const *obsolete; /* translations of messages that are gone */
    size_t n_obsolete;
};

/* Is the text an address of the web? Those need no translation. */
bool exchange_is_address(const char *text);

/* One format that is written. lib/l10n/write-NAME.c exports one; the build collects them. */
struct l10n_writer {
    const char *name; /* "xliff1.2" */
    const char *suffix;
    const char *source; /* the name of the l10n_source that reads it */
    int (*write)(struct ctx *ctx, const struct exchange *x, struct str *out);
};
extern const struct l10n_writer *const l10n_writers[];

struct exchange_options {
    const char *to;
    struct l10n_memory *memory; /* NULL: none but the creative's own */
    int min_score;
    const struct l10n_glossary *glossary;
    struct l10n_fit *fit; /* lengths are measured in the layouts; NULL: not */
    const char *preview;  /* folder for pictures; NULL: none */
    const char *beside; /* the folder of the file, which pictures' paths are relative to; NULL: the current */
    bool no_matches;    /* only what is translated, no similar texts */
};

/* Gathers what is to be translated, with what the catalog has. All in `a`. 0, or -1 with reports. */
int exchange_gather(struct ctx *ctx, struct arena *a, const struct creative *c,
                    const struct l10n_catalog *catalog, const struct exchange_options *options,
                    struct exchange *out);
/* TMX 1.4b of exchanges of one creative, each in another language. Only what somebody has confirmed. */
void tmx_write(const struct exchange *const *list, size_t n, struct str *out);
void exchange_note(struct exchange *x, struct exchange_item *item, const char *category, const char *text);

/* The writer of that name, or the one whose suffix the file has; NULL when there is none. */
const struct l10n_writer *exchange_writer(const char *format, const char *path);

#endif
