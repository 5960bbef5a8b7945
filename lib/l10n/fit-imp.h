/* Private to the measuring of texts: where a creative's messages stand, and with what arguments. */
#ifndef PRESSRUN_FIT_IMP_H
#define PRESSRUN_FIT_IMP_H

#include "l10n/l10n-imp.h"
#include "render/render.h"

enum {
    FIT_MOST_SETS = 4096,    /* argument sets kept a message; later ones only when a value is longer */
    FIT_MOST_CONTEXTS = 16,  /* of theme, modules and attributes, a place */
    FIT_FEW_TEXTS = 256,     /* distinct texts that are all laid out */
    FIT_WORST_TEXTS = 48,    /* of more: so many by width, and as many by their longest word */
    FIT_SAMPLE_BRANCHES = 64 /* values of one argument tried without real rows */
};

struct fit_context {             /* what of a variant changes where and how a text is set */
    const char *theme, *variant; /* variant: id of the first line like it; NULL for a sample */
    struct slot_value *slots;    /* modules, attributes and visibility */
    const char *key;
};

struct fit_use { /* a message in a slot of a layout */
    const char *layout, *slot;
    const char *const *alts; /* messages of the fit ladder, NULL-terminated */
    struct fit_context **contexts;
    size_t n_contexts;
};

struct fit_set { /* arguments that one row gives a message */
    const struct variant_arg *args;
    size_t n_args;
    const struct pair *fields; /* columns that lines carry: a translation may use them */
    size_t n_fields;
    const char *locale, *variant; /* of the first line that has them; variant NULL for a sample */
    long row;
};

struct fit_message {
    const char *id;
    struct fit_use **uses;
    size_t n_uses, cap_uses;
    struct map *use_index; /* "layout\nslot" -> struct fit_use * */
    struct fit_set **sets;
    size_t n_sets, cap_sets;
    struct map *set_index;
    struct map *longest; /* argument -> size_t *: code points of the longest value */
};

struct fit_market {
    const struct locale_def *def; /* or NULL */
    const char *format;           /* the locale with the market's calendar, digits and currency */
};

struct l10n_fit {
    struct l10n_fit_options options;
    struct arena *arena, *scratch;
    const char *path;
    const struct creative *creative;
    struct stage *stage;
    struct formatter *formatter;
    struct map *messages; /* id -> struct fit_message * */
    struct map *contexts; /* key -> struct fit_context * */
    struct map *strings;  /* interned: values repeat from line to line */
    struct map *markets;  /* locale -> struct fit_market * */
    struct map *measured; /* what l10n_fit_measure found: results repeat from file to file */
    struct str key;
};

const char *fit_intern(struct l10n_fit *f, const char *s);
struct fit_message *fit_message(struct l10n_fit *f, const char *id);
struct fit_context *fit_context(struct l10n_fit *f, const struct variant *v);
struct fit_use *fit_use(struct l10n_fit *f, struct fit_message *m, const char *layout, const char *slot);
void fit_use_context(struct l10n_fit *f, struct fit_use *u, struct fit_context *c);
void fit_set_add(struct l10n_fit *f, struct fit_message *m, const struct variant_arg *args, size_t n_args,
                 const struct pair *fields, size_t n_fields, const char *locale, const char *variant,
                 long row);

const struct fit_market *fit_market(struct l10n_fit *f, const char *locale);
/* TYPESET_... that the market wants where the message stands. */
unsigned fit_typesetting(struct l10n_fit *f, const struct locale_def *def, const char *id);
/* The context's modules and theme as the locale has them; in f->scratch where something changes. */
struct slot_value *fit_swapped(struct l10n_fit *f, const struct locale_def *def, const struct fit_context *c,
                               const char **theme);

/* A formatted text of the message, with the shorter ones of its ladder. */
struct fit_text {
    const char *text;
    const struct fit_set *set;
    struct variant_text_run *runs;
    size_t n_runs;
    struct variant_alt *alts;
    size_t n_alts;
    double width; /* on one line in the first place; found when texts are many */
    size_t word;  /* code points of the longest word */
};
/* One text in one place, laid out. NULL when the layout has no such text. */
const struct scene_slot *fit_lay(struct l10n_fit *f, const struct fit_use *u, const struct fit_context *c,
                                 const char *locale, const struct fit_text *t, bool open);

#endif
