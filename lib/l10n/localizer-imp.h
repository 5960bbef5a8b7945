/* Private to the localizer. */
#ifndef PRESSRUN_LOCALIZER_IMP_H
#define PRESSRUN_LOCALIZER_IMP_H

#include <pthread.h>

#include "l10n/l10n-imp.h"

struct campaign { /* a creative and its translations; either may be NULL when loading failed */
    struct creative *creative;
    struct l10n_catalog *catalog;
    struct pseudo_growth growth; /* of pseudo-locales */
};

struct localizer {
    struct localizer_options options;
    pthread_mutex_t lock; /* guards what follows */
    struct map *campaigns;
    struct map *fallbacks; /* "de-AT from de" -> long * */
};

struct resolved { /* a message for a locale */
    const struct message *message;
    const char *locale; /* that it is written in */
    const char *format; /* that its numbers and dates follow: the line's own when the language is the same */
    long *count;        /* of its uses, when it is a fallback; else NULL */
    const struct message *const *candidates; /* further translations, in order of preference */
    size_t n_candidates;
    bool suspect; /* has a word that the market forbids, in some branch */
};

struct in_layout {             /* what a view means for one layout */
    const char **slots, **ids; /* texts of the layout that lines do not carry: messages too */
    size_t n;
    bool *swaps; /* for each swap of the locale: its slot is in the layout */
};

struct view { /* a campaign as seen from one locale */
    const struct campaign *campaign;
    const char *creative_path, *locale;
    const char *chain[16]; /* the locale and its parents */
    size_t n_chain;
    const struct locale_def *def;
    const char *format; /* the locale with its market's calendar, digits and currency */
    bool rtl;
    struct map *messages; /* id -> struct resolved * */
    struct map *layouts;  /* layout -> struct in_layout * */
};

struct localizer_worker {
    struct localizer *shared;
    struct formatter *formatter;
    struct arena *arena, *view_arena;
    struct map *campaigns; /* borrowed from shared */
    struct map *views;     /* "locale\ncreative" -> struct view * */
    struct view *last;
    struct map *fallbacks;
    struct str lookup;
};

struct line_work {   /* one line */
    struct ctx *ctx; /* what goes wrong becomes findings of the line */
    struct localizer_worker *w;
    const struct view *view;
    struct variant *v;
    struct where where;
};

/* The message for the view's locale: its own translation, a parent's, or the source. NULL: no such message.
 */
const struct resolved *line_resolve(struct localizer_worker *w, const struct view *v, const char *id);
/* Formats a text slot. 0, or -1 with a finding. */
int line_text(struct line_work *k, struct slot_value *s);

/* Does some branch of the message hold a forbidden word? */
bool market_suspects(struct arena *a, const struct locale_def *def, const struct message *m);
/* Reports [l10n-forbidden]. 0, or -1. */
int market_check_words(struct line_work *k, const char *slot, const char *text);
/* Reports [l10n-legal] for each text of the market's law that the line does not show. */
void market_check_legal(struct line_work *k);

struct campaign *localizer_campaign(struct ctx *ctx, struct localizer_worker *w, const char *path);
/* The worker's counter of texts of locale `wanted` that came from `used`. */
long *localizer_counter(struct localizer_worker *w, const char *wanted, const char *used);
/* The message as the pseudo-locale has it. */
const struct message *pseudo_message(struct arena *a, const char *locale, const struct message_def *def,
                                     const struct pseudo_growth *growth);
void localizer_forget_views(struct localizer_worker *w);

#endif
