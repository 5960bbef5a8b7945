/* localize status: how far is each locale? */
#include "l10n/exchange-imp.h"

#include <stdlib.h>
#include <string.h>

enum { FINAL, REVIEWED, TRANSLATED, INITIAL, FUZZY, MISSING, N_STATES };

struct status {
    const char *locale;
    size_t messages, states[N_STATES], unfit;
};

static int state_of(const struct exchange_unit *u)
{
    static const char *const names[] = {"final", "reviewed", "translated"};
    if (!u->target_text)
        return MISSING;
    if (u->stale || u->proposal)
        return FUZZY;
    for (int i = 0; i < 3; i++) {
        if (str_eq(u->state, names[i]))
            return i;
    }
    return INITIAL;
}

struct lookup {
    const struct l10n_catalog *catalog;
    const char *locale;
};

static const struct message *find_message(void *payload, const char *id)
{
    const struct lookup *l = payload;
    return l10n_catalog_find(l->catalog, l->locale, id);
}

static bool fits(struct l10n_fit *fit, const struct l10n_catalog *catalog, const char *locale, const char *id)
{
    struct lookup lookup = {catalog, locale};
    const struct message *m = l10n_catalog_find(catalog, locale, id);
    const struct l10n_place *places;
    if (!m)
        return true;
    const struct l10n_fit_request q = {locale, id, m, find_message, &lookup};
    size_t n = l10n_fit_measure(fit, &q, &places);
    for (size_t i = 0; i < n; i++) {
        if (!places[i].fits)
            return false;
    }
    return true;
}

/* A message is as far as the least of its sentences. */
static int count(struct ctx *ctx, const struct creative *c, const struct l10n_catalog *catalog,
                 struct l10n_fit *fit, struct status *s)
{
    struct arena *a = arena_new();
    const struct exchange_options o = {.to = s->locale, .no_matches = true};
    struct exchange x;
    int result = exchange_gather(ctx, a, c, catalog, &o, &x);
    for (size_t i = 0; result == 0 && i < x.n_items; i++) {
        int least = FINAL;
        if (!x.items[i].translate)
            continue;
        for (size_t k = 0; k < x.items[i].n_units; k++) {
            int state = state_of(&x.items[i].units[k]);
            least = state > least ? state : least;
        }
        s->messages++;
        s->states[least]++;
        s->unfit += !fits(fit, catalog, x.to, x.items[i].def->id);
    }
    arena_drop(a);
    return result;
}

static void put_text(const struct status *list, size_t n, struct str *out)
{
    str_printf(out, "%-11s %8s %5s %8s %10s %7s %5s %7s %6s %5s\n", "LOCALE", "MESSAGES", "FINAL", "REVIEWED",
               "TRANSLATED", "INITIAL", "FUZZY", "MISSING", "NO-FIT", "DONE");
    for (size_t i = 0; i < n; i++) {
        const struct status *s = &list[i];
        size_t done = s->states[FINAL] + s->states[REVIEWED] + s->states[TRANSLATED];
        str_printf(out, "%-11s %8zu %5zu %8zu %10zu %7zu %5zu %7zu %6zu %4zu%%\n", s->locale, s->messages,
                   s->states[FINAL], s->states[REVIEWED], s->states[TRANSLATED], s->states[INITIAL],
                   s->states[FUZZY], s->states[MISSING], s->unfit,
                   s->messages ? done * 100 / s->messages : 100);
    }
}

static void put_json(const struct status *list, size_t n, struct str *out)
{
    str_putc(out, '[');
    for (size_t i = 0; i < n; i++) {
        const struct status *s = &list[i];
        str_printf(
            out,
            "%s\n {\"locale\":\"%s\",\"messages\":%zu,\"final\":%zu,\"reviewed\":%zu,\"translated\":%zu,"
            "\"initial\":%zu,\"fuzzy\":%zu,\"missing\":%zu,\"does_not_fit\":%zu}",
            i ? "," : "", s->locale, s->messages, s->states[FINAL], s->states[REVIEWED],
            s->states[TRANSLATED], s->states[INITIAL], s->states[FUZZY], s->states[MISSING], s->unfit);
    }
    str_puts(out, "\n]\n");
}

static int by_locale(const void *a, const void *b)
{
    return strcmp(((const struct status *)a)->locale, ((const struct status *)b)->locale);
}

/* The locales of --to, or all that have a translation or are declared in the creative. */
static size_t list_locales(struct arena *a, const struct l10n_request *q, const struct creative *c,
                           const struct l10n_catalog *catalog, struct status **out)
{
    struct map *seen = map_new();
    for (size_t i = 0; i < q->n_to; i++)
        map_put(seen, q->to[i], NULL);
    for (size_t i = 0; !q->n_to && i < l10n_catalog_n_locales(catalog); i++)
        map_put(seen, l10n_catalog_locale(catalog, i), NULL);
    char *source = locale_canonical(a, c->source_locale ? c->source_locale : "en");
    for (size_t i = 0; !q->n_to && i < c->n_locales; i++) {
        char *tag = locale_canonical(a, c->locales[i].tag);
        if (tag && strchr(tag, '-') && !str_eq(tag, source))
            map_put(seen, tag, NULL);
    }
    size_t n = map_len(seen);
    *out = ARENA_ARRAY(a, n + 1, struct status);
    for (size_t i = 0; i < n; i++)
        (*out)[i].locale = arena_strdup(a, map_key(seen, i));
    map_drop(seen);
    qsort(*out, n, sizeof **out, by_locale);
    return n;
}

static int run(struct ctx *ctx, const struct l10n_request *q, struct str *out)
{
    bool json = str_eq(q->format, "json");
    if (q->n_operands != 1)
        return l10n_usage(ctx, "status wants one creative", "localize status CREATIVE");
    if (q->format && !json && !str_eq(q->format, "text"))
        return l10n_usage(ctx, "--format is not one that status writes", "use text or json");
    struct l10n_fit *fit = l10n_fit_open(ctx, q, q->operands[0]);
    const struct creative *c = fit ? l10n_fit_creative(fit) : NULL;
    struct l10n_catalog *catalog = c ? l10n_catalog_load(ctx, c) : NULL;
    struct arena *a = arena_new();
    struct status *list = NULL;
    size_t n = catalog ? list_locales(a, q, c, catalog, &list) : 0;
    int result = catalog ? 0 : -1;
    for (size_t i = 0; result == 0 && i < n; i++)
        result = count(ctx, c, catalog, fit, &list[i]);
    if (result == 0 && json)
        put_json(list, n, out);
    else if (result == 0)
        put_text(list, n, out);
    arena_drop(a);
    l10n_catalog_drop(catalog);
    l10n_fit_drop(fit);
    return result;
}

const struct l10n_verb l10n_verb_status = {
    "status", "status CREATIVE [--to TAG] [--audience FILE] [-f text|json]", run, true};
