/* Private to the checks of translations: what a rule is, and what it is given. A rule is one file
 * check-NAME.c that exports `const struct l10n_rule l10n_check_NAME`; the build collects them. */
#ifndef PRESSRUN_CHECKER_IMP_H
#define PRESSRUN_CHECKER_IMP_H

#include "l10n/l10n-imp.h"
#include "report/report.h"

struct sentence {                          /* the same reading of source and target */
    const char *branch;                    /* "{n} one"; NULL for the text as a whole */
    const char *source, *target;           /* arguments are READING_ARGUMENT */
    const char *source_tags, *target_tags; /* in order: "<b></b>" */
};

struct checked { /* a translated unit */
    const struct l10n_unit *unit;
    const char *id;                        /* of the message, or as the file has it */
    const struct message_def *def;         /* of the creative; NULL */
    const struct message_def *form;        /* the message that the unit is one form of; NULL */
    const struct message_def *other_of;    /* the message that it is a further translation of; NULL */
    int number;                            /* which: 2, 3... */
    const char *label;                     /* of the form: "few"; NULL */
    bool translated;                       /* has a target, and may be translated */
    bool message, ours;                    /* MessageFormat; said so by the file or the creative */
    const struct message *source, *target; /* NULL: no message, or broken */
    const struct sentence *sentences;
    size_t n_sentences;
    struct where where; /* of the target */
};

struct checking { /* of one file */
    struct ctx *ctx;
    struct arena *arena;
    struct l10n_checker *checker;
    const struct l10n_file *file;
    const char *locale, *source_locale;   /* canonical; NULL unknown */
    const struct l10n_glossary *glossary; /* of its languages; NULL without --glossary */
    struct checked *units;
    size_t n_units;
    struct checked *joined; /* messages whose forms are units each: the forms together */
    size_t n_joined;
    const struct l10n_rule *rule; /* at work */
};

struct l10n_rule {
    const char *name, *section, *summary, *hint;
    enum diag_level level;
    const char *explain; /* what it looks at and what it lets pass */
    /* For each unit that has a translation (may be NULL), then for the whole file, then once all files are
     * read. */
    bool whole; /* `unit` is for whole messages: not for single forms, but for those joined */
    void (*unit)(struct checking *k, const struct checked *u);
    void (*file)(struct checking *k);
    void (*finish)(struct checking *k);
};
extern const struct l10n_rule *const l10n_checks[];

struct chosen_rule {
    struct report_rule report;
    int level; /* enum diag_level, or OFF */
    bool set;  /* by --set: foreign files get it too */
};

struct l10n_checker {
    const struct l10n_request *request;
    struct arena *arena;
    struct report *all, *texts; /* texts: without what is printed as a diagnostic */
    struct chosen_rule *rules;  /* by index in l10n_checks */
    struct report_rule invalid; /* of a file that cannot be read */
    struct l10n_fit *fit;       /* NULL without --creative */
    const struct creative *creative;
    struct formatter *formatter;
    struct map *locales; /* locale -> struct locale_seen * */
    struct vec(struct checking *) files;
    long serial;
};

struct other_list {
    const struct message *at[10]; /* by number, 2 to 9; NULL where there is none */
};

struct locale_seen { /* what the files of a locale hold */
    const char *locale;
    struct checking *first;        /* its first file */
    struct map *messages;          /* id -> const struct message *: translations, for ladders and coverage */
    struct map *others;            /* id -> struct other_list *: further translations, in their order */
    struct map *sources, *targets; /* text -> struct said *, for consistency */
};

/* Adds a finding of the rule at work about the unit (NULL: the file). `key` tells findings of one unit apart.
 */
void finding_add(struct checking *k, const struct checked *u, const char *key, const char *hint,
                 const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The same about one place where the unit is shown: places of one slot are a group. */
void finding_add_place(struct checking *k, const struct checked *u, const struct l10n_place *p,
                       const char *key, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* A context whose diagnostics become findings about the unit, but for those that `leave_out` (may be NULL)
 * takes. */
struct passing {
    bool (*leave_out)(const struct diag *d);
    struct ctx ctx;
    struct checking *k;
    const struct checked *u;
};
struct ctx *passing(struct passing *p, struct checking *k, const struct checked *u);
struct locale_seen *locale_of(struct checking *k);

/* The translation of another message in the locale of the file at hand: "lookup" of l10n_fit, whose payload
 * is the locale. */
const struct message *sibling(void *locale_seen, const char *id);
/* Which further translation of the unit's message fits in the place: the second (2), third...; 0: none. */
size_t other_that_fits(struct checking *k, const struct checked *u, const struct l10n_place *p);
/* Where the unit's message stands and how it fits; 0 without a creative. */
size_t measured_places(struct checking *k, const struct checked *u, const struct l10n_place **out);

/* ---- checker-unit.c ---- */
/* Parses and pairs the units of a file. */
void checker_prepare(struct checking *k, const char *data, size_t len);
/* ---- checker-text.c ---- */
/* A text without its arguments and spaces at the ends, cut for a message. */
const char *excerpt_of(struct arena *a, const char *text);
bool has_letters(const char *text);
/* Is the word in the text, whatever its case, not as a part of a longer one? */
bool has_word(const char *text, const char *word);
bool language_is(const char *locale, const char *language);
bool is_address(const char *text); /* of the web or of mail, or a path, and nothing else */
/* A web address, which needs no translation. */
bool is_address_message(const struct message_def *def);
/* One of the languages, "th lo km my". */
bool language_among(const char *locale, const char *languages);
/* Every unit of a multiset of words separated by '\n' in `words` that `among` lacks, joined for a message;
 * NULL when none. */
char *words_missing(struct arena *a, const struct str *words, const struct str *among);

/* ---- checker-locate.c ---- */
struct spot_of { /* where a unit's start tag ends, and its target begins; 0 unknown */
    long line, target_line, target_column;
};
/* The units of an XLIFF text in order. */
size_t locate_targets(struct arena *a, const char *data, size_t len, struct spot_of **out);

#endif
