/* Private to message: the parsed tree and the formatter's cache. */
#ifndef PRESSRUN_MESSAGE_IMP_H
#define PRESSRUN_MESSAGE_IMP_H

#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>

#include "message/message.h"

enum part_kind {
    PART_TEXT,
    PART_HASH, /* '#' of the plural around it */
    PART_ARG,  /* {name} */
    PART_NUMBER,
    PART_DATE,
    PART_TIME,
    PART_RULES, /* spellout, ordinal, duration: rule based numbers */
    PART_LIST,
    PART_RANGE,
    PART_INTERVAL, /* a span of dates */
    PART_RELATIVE, /* tomorrow, in 3 days */
    PART_PLURAL,   /* plural and selectordinal */
    PART_SELECT,
    PART_CHOICE, /* texts by ranges of a number; old, but in ICU */
    PART_RUN_OPEN,
    PART_RUN_CLOSE,
};

/* What a simple argument's style asks for. */
enum style_kind { STYLE_NONE, STYLE_NAMED, STYLE_SKELETON, STYLE_PATTERN };

enum relative_unit {
    RELATIVE_AUTO, /* the longest that fits */
    RELATIVE_SECOND,
    RELATIVE_MINUTE,
    RELATIVE_HOUR,
    RELATIVE_DAY,
    RELATIVE_WEEK,
    RELATIVE_MONTH,
    RELATIVE_QUARTER,
    RELATIVE_YEAR
};

struct branch {
    struct branch *next;
    const char *selector; /* keyword, or "=N" */
    bool exact;           /* selector is =N with this value; in a choice, the range from this value on: */
    double value;
    bool above; /* PART_CHOICE: only what is more than the value */
    struct part *parts;
};

struct part {
    struct part *next;
    enum part_kind kind;
    const char *text; /* PART_TEXT: the text; runs: the name; simple arguments: the type's name */
    size_t len;       /* of text */
    size_t arg;       /* index into the message's arguments */
    enum style_kind style_kind;
    const char *style;   /* named style, skeleton without "::", or pattern; "" when none */
    uint64_t style_hash; /* of style */
    bool has_currency;   /* the style prints a currency: the row's may replace it */
    bool price;          /* PART_NUMBER of style price: by the market's rules */
    const char *written; /* the style as it stands in the pattern, when it names a column; else NULL */
    size_t second;       /* argument + 1 that the style names: of the currency, the end, the start; 0 none */
    enum relative_unit unit; /* PART_RELATIVE */
    bool numeric;            /* PART_RELATIVE: "in 1 day", never "tomorrow" */
    int width;               /* PART_RELATIVE: UDateRelativeDateTimeFormatterStyle */
    bool ordinal;            /* PART_PLURAL of selectordinal */
    double offset;           /* PART_PLURAL */
    struct branch *branches, *other;
    const struct part *number; /* PART_PLURAL: how its `other` branch prints the number, when not by '#' */
};

struct message_argument {
    const char *name, *type; /* type of the first use */
};

struct message {
    struct part *parts;
    struct message_argument *args;
    size_t n_args;
    bool literal, has_runs;
    const char *const *runs; /* declared names as given, a copy; NULL when none */
};

/* A declared run's tag at p: the name's number, or -1. *n is the length of the tag. */
int run_tag_at(const char *const *runs, const char *p, const char *end, bool *closing, size_t *n);
/* The name in tags, without the '!' of a fixed one. */
const char *run_name(const char *declared);
/* Is the run of that name one whose text is not translated? */
bool run_is_fixed(const struct message *m, const char *name);

/* ---- messages written again ---- */

struct piece_writer {
    struct arena *a;
    const struct message *m;
    UPluralRules *rules[2]; /* cardinal, ordinal; NULL: forms as written */
    struct {
        struct message_piece *at;
        size_t len, cap;
    } pieces;
};
void piece_put(struct piece_writer *w, enum message_piece_kind kind, const char *text);
/* Appends the pieces of one part; `special` has a meaning where it stands ('#' in plurals). */
void piece_put_part(struct piece_writer *w, const struct part *p, char special);
/* The pieces in the arena; the writer is empty then. */
size_t pieces_take(struct piece_writer *w, struct message_piece **out);

/* Plural rules of a locale, cardinal and ordinal; both NULL without a locale. */
void plural_rules(const char *locale, UPluralRules *rules[2]);
void plural_rules_drop(UPluralRules *rules[2]);
bool plural_has(const UPluralRules *rules, const char *category);
/* The first whole numbers of the category: "2, 3, 4, 22, ..."; "" when it has none (fractions only). */
void plural_samples(const UPluralRules *rules, const char *category, char *out, size_t size);

/* ---- format objects, made once for each (kind, locale, style, currency) ---- */

enum object_kind {
    OBJECT_NUMBER,
    OBJECT_DECIMAL,
    OBJECT_DATE,
    OBJECT_RULES,
    OBJECT_PLURALS,
    OBJECT_LIST,
    OBJECT_RANGE,
    OBJECT_INTERVAL,
    OBJECT_RELATIVE
};

struct known_locale {
    char tag[160], icu[160];
    unsigned id;
    bool valid, rtl;
};

struct formatter {
    struct entry *entries; /* open addressing, power of two */
    size_t n_entries, cap;
    struct map *locales;               /* tag as given -> struct known_locale * */
    const struct known_locale *locale; /* the one at hand */
    char *timezone;
    int isolate;
    UFormattedNumber *result;
    struct str out;
    struct run_list {
        struct message_run *at;
        size_t len, cap;
    } runs;
    const struct message_price *price; /* of the market at hand, or NULL */
    UChar *wide;                       /* scratch for ICU's results */
    size_t wide_cap;
};

/* Makes `tag` the formatter's locale. False when it is no locale at all. */
bool formatter_locale(struct formatter *f, const char *tag);
/* The cached object for the part's style, or NULL when ICU has none; *status is ICU's. `sub` tells variants
 * of one kind apart (date or time, cardinal or ordinal, zoned or not). */
void *formatter_object(struct formatter *f, enum object_kind kind, int sub, const struct part *part,
                       const char *currency, UErrorCode *status);
/* Room for `n` UChars in f->wide. */
UChar *formatter_wide(struct formatter *f, size_t n);
/* Opens an object; the caches call it, and the parser to validate a style. */
void *object_open(enum object_kind kind, int sub, const struct part *part, const char *currency,
                  const char *locale, const char *timezone, UErrorCode *status);
void object_close(enum object_kind kind, void *object);

enum {
    SUB_DATE = 1,
    SUB_TIME = 2,
    SUB_ZONED = 4,
    SUB_ORDINAL = 8,
    /* prices: a whole one without its zeros, and how the currency is written */
    SUB_WHOLE = 16,
    SUB_SYMBOL_NARROW = 32,
    SUB_SYMBOL_CODE = 64,
    SUB_SYMBOL_HIDDEN = 96
};

/* A date or time of the row. Milliseconds since 1970 of the wall clock; *zoned when it names its offset from
 * UTC. */
bool date_parse(const char *s, double *millis, bool *zoned);
/* The Gregorian date of milliseconds since 1970. */
void date_civil(double millis, int *year, int *month, int *day);
/* Appends UTF-16 as UTF-8; a lone surrogate becomes U+FFFD. */
void put_wide(struct str *out, const UChar *w, int32_t n);
/* UTF-8 to UTF-16 in malloc'd memory. */
UChar *to_wide(const char *s, size_t n, int32_t *out_n);

#endif
