/* message: ICU MessageFormat 1 with named arguments over ICU's C formatters, and locales. The owner of ICU's
 * formatting. A pattern is parsed once into an immutable tree; a formatter (one a thread) caches ICU objects
 * by (locale, skeleton). */
#ifndef PRESSRUN_MESSAGE_H
#define PRESSRUN_MESSAGE_H

#include "base/base.h"

struct message;

/* Parses a pattern. `runs` names the inline styles that may appear as <name>...</name> (NULL-terminated, may
 * be NULL: then '<' is plain text). With '!' before its name, a run's text is not to be translated: in pieces
 * it is one argument, tags and all. NULL with reports [message-syntax...] whose column is within the pattern.
 * Lives in `a`. */
struct message *message_parse(struct ctx *ctx, struct arena *a, const char *pattern, const char *const *runs,
                              struct where where);
/* Names of arguments in order of first use. */
size_t message_n_args(const struct message *m);
const char *message_arg(const struct message *m, size_t i);
/* "none" (plain {x}), "number", "date", "time", "plural", "selectordinal", "select", "spellout"...: first
 * use's type. */
const char *message_arg_type(const struct message *m, size_t i);
bool message_is_literal(const struct message *m); /* no argument at all */

/* Placeholder and structure comparison for translations: reports what `target` lacks or adds against `source`
 * (arguments, types, runs; plural branches may drop the number). 0 same, -1 with reports. */
int message_compare(struct ctx *ctx, const struct message *source, const struct message *target,
                    struct where where);
/* Warns [message-style] of numbers, dates and times that the translation prints in a style its source does
 * not use. 0 same, -1 with reports. */
int message_compare_styles(struct ctx *ctx, const struct message *source, const struct message *target,
                           struct where where);
/* Warns [message-plural] of plural forms that `locale` has and the message does not give. 0 complete, -1 with
 * reports. */
int message_check_plurals(struct ctx *ctx, const struct message *m, const char *locale, struct where where);

/* The sentences that a message can become, for checks of their text: the first with every choice at `other`,
 * then one for each other branch of each argument. Arguments and '#' stand as READING_ARGUMENT. */
#define READING_ARGUMENT "\xEF\xBF\xBC" /* U+FFFC */
struct message_reading {
    const char *argument, *selector; /* what differs from the first; NULL in the first */
    const char *text, *tags;         /* tags: its runs in order, "<b></b>" */
};
/* In `a`; returns how many, at least 1 and at most 64. */
size_t message_readings(const struct message *m, struct arena *a, struct message_reading **out);

/* A message in pieces, for translators: what may be changed and what may not. */
enum message_piece_kind {
    PIECE_TEXT,      /* to be translated; MessageFormat, so apostrophes quote before braces */
    PIECE_ARGUMENT,  /* {name}, {price, number, ::currency/EUR}, # */
    PIECE_STRUCTURE, /* "{n, plural, one {", "} other {", "}}" */
    PIECE_OPEN,      /* a run begins: text is its name */
    PIECE_CLOSE,
};
struct message_piece {
    enum message_piece_kind kind;
    const char *text;
};
/* Cuts `m` up, with the plural forms that `locale` has (forms the message lacks are its `other`; NULL: as
 * written). Joined, the pieces (runs as <name> and </name>) are a pattern again. Arrays and texts in `a`;
 * returns how many. */
size_t message_pieces(const struct message *m, struct arena *a, const char *locale,
                      struct message_piece **out);
char *pieces_pattern(struct arena *a, const struct message_piece *pieces, size_t n);
/* The pieces joined: a canonical spelling, equal for messages that say the same. */
char *message_pattern(const struct message *m, struct arena *a, const char *locale);

/* A message whose wording depends on plurals and selects, as whole sentences: one for each form that `locale`
 * has. What `other` (a translation; may be NULL) chooses by must be the same; options that only it has are
 * forms too, and those of `labels` (NULL-terminated, may be NULL). NULL when the message chooses nothing, or
 * in a way that sentences cannot show: an offset, a choice, an argument chosen by in two ways, more than 36
 * forms. In `a`; names are borrowed from the messages. */
struct message_plan;
struct message_plan *message_plan_new(struct arena *a, const struct message *m, const struct message *other,
                                      const char *const *labels, const char *locale);
size_t message_plan_forms(const struct message_plan *plan);
/* "few", "=0"; of several choices "who:male,n:few". */
char *message_plan_label(const struct message_plan *plan, struct arena *a, size_t form);
/* For people: "used when n is 2, 3, 4, 22, 23, ...". */
char *message_plan_hint(const struct message_plan *plan, struct arena *a, size_t form, const char *locale);
/* The sentence of a form, of the plan's own message or the other one. */
size_t message_plan_pieces(const struct message_plan *plan, const struct message *m, struct arena *a,
                           size_t form, struct message_piece **out);
/* One pattern of the sentences; where a plural category has none, `other` stands in. NULL when one is missing
 * for good. */
char *message_plan_join(const struct message_plan *plan, struct arena *a, const char *const *texts);

struct message_arg_value {
    const char *name;
    const char *value;    /* as in the row: text, decimal number, ISO 8601 date/time */
    const char *currency; /* ISO 4217 of a money argument when the row carries one; else NULL */
};

struct message_run { /* a styled part of the formatted text */
    const char *name;
    size_t start, end; /* byte offsets in the text */
};

enum message_round { MESSAGE_ROUND_HALF_UP, MESSAGE_ROUND_HALF_EVEN, MESSAGE_ROUND_UP, MESSAGE_ROUND_DOWN };
struct message_price {    /* how a market writes its prices: {price, number, price} */
    const char *currency; /* that the rules are for; others keep their amounts. NULL: any */
    const char *step;     /* rounded to multiples of this decimal; NULL: as the row has it */
    enum message_round round;
    const char *ending; /* moved to the nearest amount that ends so: ".99", "80"; NULL: not moved */
    int toward;         /* 0 nearest, 1 up, -1 down */
    const char *whole;  /* what stands for the separator and zeros of a whole price: ",-"; "": nothing; NULL:
                           the zeros are shown */
    int symbol;         /* 0 as the locale has it, else 32 narrow, 64 ISO code, 96 none */
};
/* What is wrong with a rule's numbers, or NULL. */
const char *message_price_fault(const struct message_price *price);

struct formatter;
struct formatter *formatter_new(void); /* one a thread */
void formatter_drop(struct formatter *f);

struct formatted {
    const char *text; /* UTF-8 in the arena */
    size_t len;
    const struct message_run *runs;
    size_t n_runs;
};
/* Formats for `locale` (BCP 47 or ICU). A missing argument, or a value not of its type, is reported
 * [message-arg] and gives -1. Times are in UTC unless `timezone` is set. */
int message_format(struct ctx *ctx, struct formatter *f, const struct message *m, const char *locale,
                   const struct message_arg_value *args, size_t n_args, struct arena *a, struct where where,
                   struct formatted *out);
/* The rules of {x, number, price}; NULL (the default): plain currency, halves up. Not copied. */
void formatter_set_price(struct formatter *f, const struct message_price *price);
void formatter_set_timezone(struct formatter *f, const char *olson_id); /* default "UTC" */
/* Wraps a plain argument in FSI/PDI when it has letters that run against the locale's direction. Off by
 * default: the text is then byte for byte what ICU's own MessageFormat gives. */
void formatter_set_isolate(struct formatter *f,
                           int mode); /* 0 never (default), 1 rtl locales only, 2 always */

/* Fine typography of a formatted text, where a market asks for it. */
enum {
    TYPESET_NO_BREAK = 1, /* no-break spaces and joiners: "50 %", "« offre »", "10–20", "Nr. 5", "5 km" */
    TYPESET_TITLE = 2     /* Words Begin with a Capital, by the language */
};
/* Changes the text and moves its runs along. Only spaces that are there become no-break ones; nothing is
 * added that can be seen. New texts in `a`; a text without a change is left as it is. */
void message_typeset(struct arena *a, const char *lang, unsigned what, struct formatted *f);
/* Does the text hold the word, whole and in any case of the locale? */
bool message_has_word(struct arena *a, const char *locale, const char *text, const char *word);

/* Locales. Tags are BCP 47; results are static or in `a`. */
bool locale_valid(const char *tag);
char *locale_canonical(struct arena *a, const char *tag); /* "de_de" -> "de-DE"; NULL when not a locale */
/* Parent along CLDR (explicit parentLocales table, then truncation); NULL at the root. */
char *locale_parent(struct arena *a, const char *tag);
bool locale_rtl(const char *tag);
/* `tag` with a Unicode extension keyword: ("de-CH", "ca", "gregory") is "de-CH-u-ca-gregory". NULL when ICU
 * does not know the key or its value. */
char *locale_with(struct arena *a, const char *tag, const char *key, const char *value);
/* Case mapping with the locale: mode 'u' upper, 'l' lower, 't' title. */
char *locale_case(struct arena *a, const char *locale, const char *utf8, char mode);

/* Characters, by Unicode's properties. */
bool char_is_letter(uint32_t c);
int char_digit(uint32_t c); /* 0 to 9 in any script, else -1 */
bool char_is_space(uint32_t c);
bool char_is_closing(uint32_t c);   /* quotes and brackets */
bool char_is_invisible(uint32_t c); /* direction marks, joiners... */
uint32_t char_fold(uint32_t c);     /* without case */
/* Characters as readers count them: grapheme clusters (UAX #29). */
size_t char_count(const char *utf8, size_t n);

/* Checks of typed values, for data contracts: true when `s` is a number / ISO date / currency code. */
bool value_is_number(const char *s);
bool value_is_date(const char *s);
bool value_is_currency(const char *s);

#endif
