/* The texts of a line: each message in the line's locale, its shorter texts and other translations. */
#include <string.h>

#include "l10n/localizer-imp.h"

static bool same_language(const char *a, const char *b)
{
    size_t n = strcspn(a, "-");
    return strncmp(a, b, n) == 0 && (b[n] == 0 || b[n] == '-');
}

/* Those that have come as far as --require asks. */
static void take_candidates(struct localizer_worker *w, struct resolved *r, const struct l10n_entry *e)
{
    const struct message **all = ARENA_ARRAY(w->view_arena, e->n_candidates + 1, const struct message *);
    for (size_t i = 0; i < e->n_candidates; i++) {
        if (l10n_state_reaches(e->candidates[i].state, w->shared->options.require))
            all[r->n_candidates++] = e->candidates[i].message;
    }
    r->candidates = all;
}

/* The message for the view's locale: its own translation, a parent's, or the source. NULL: no such message.
 */
const struct resolved *line_resolve(struct localizer_worker *w, const struct view *v, const char *id)
{
    struct resolved *r = map_find(v->messages, id);
    if (r)
        return r;
    const struct creative *c = v->campaign->creative;
    const struct message_def *def = creative_message(c, id);
    const char *source = c->source_locale ? locale_canonical(w->view_arena, c->source_locale) : NULL;
    if (!def)
        return NULL;
    r = ARENA_NEW(w->view_arena, struct resolved);
    r->message = def->parsed;
    r->locale = source ? source : "en";
    if (w->shared->options.pseudo) { /* values are printed as the source prints them */
        r->message = pseudo_message(w->view_arena, v->chain[0], def, &v->campaign->growth);
        r->format = r->locale;
        r->locale = v->chain[0];
        map_put(v->messages, id, r);
        return r;
    }
    for (size_t i = 0; i < v->n_chain; i++) {
        if (source && strcmp(v->chain[i], source) == 0) {
            r->locale = source;
            break;
        }
        const struct l10n_entry *e = l10n_catalog_entry(v->campaign->catalog, v->chain[i], id);
        if (e && l10n_state_reaches(e->state, w->shared->options.require)) {
            r->message = e->message;
            take_candidates(w, r, e);
            r->locale = v->chain[i];
            break;
        }
    }
    /* An address needs no translation: a market that has its own says so in its file. */
    bool neutral = r->message == def->parsed &&
                   (str_starts(def->pattern, "https://") || str_starts(def->pattern, "http://"));
    /* A lone SVG that nobody translated says nothing of its language: it is the row's. */
    if (c->lone_svg && l10n_catalog_n_locales(v->campaign->catalog) == 0)
        r->locale = v->chain[0];
    if (!neutral && strcmp(r->locale, v->chain[0]) != 0)
        r->count = localizer_counter(w, v->chain[0], r->locale);
    r->format = same_language(r->locale, v->chain[0]) ? v->format : r->locale;
    r->suspect = v->def && market_suspects(w->view_arena, v->def, r->message);
    for (size_t i = 0; v->def && i < r->n_candidates; i++)
        r->suspect |= market_suspects(w->view_arena, v->def, r->candidates[i]);
    map_put(v->messages, id, r);
    return r;
}

/* Copy slots leave the layouts: platforms set them as they like. */
static unsigned typesetting(const struct view *view, const char *slot_name)
{
    const struct locale_def *def = view->def;
    if (!def->no_break && !def->title_case)
        return 0;
    const struct slot *slot = creative_slot(view->campaign->creative, slot_name);
    unsigned what = slot && slot->kind == SLOT_TEXT && def->no_break ? TYPESET_NO_BREAK : 0;
    for (const char *const *role = def->title_case; slot && role && *role; role++)
        what |= str_eq(slot->role, *role) ? TYPESET_TITLE : 0;
    return what;
}

/* Formats one of r's messages, sets it finely where the market wants that, and looks for forbidden words. */
static int format_text(struct line_work *k, const struct slot_value *s, const struct resolved *r,
                       const struct message *message, struct formatted *out)
{
    enum { FEW = 32 };
    struct variant *v = k->v;
    struct message_arg_value few[FEW], *values = few;
    size_t wanted = message_n_args(message), n = 0;
    if (wanted > FEW)
        values = ARENA_ARRAY(k->w->arena, wanted, struct message_arg_value);
    for (size_t i = 0; i < wanted; i++) {
        const char *name = message_arg(message, i);
        struct message_arg_value value = {name, NULL, NULL};
        for (size_t j = 0; j < s->n_args && !value.value; j++) {
            if (strcmp(s->args[j].name, name) == 0)
                value = (struct message_arg_value){name, s->args[j].value, s->args[j].currency};
        }
        if (!value.value) { /* a translation, or the market's text, may use a column that the source does not
                             */
            const struct field *f = creative_field(k->view->campaign->creative, name);
            value.value = pair_find(v->fields, v->n_fields, name);
            value.currency = f && f->currency ? pair_find(v->fields, v->n_fields, f->currency) : NULL;
        }
        if (value.value)
            values[n++] = value;
    }
    struct where where = k->where;
    where.slot = s->slot;
    if (message_format(k->ctx, k->w->formatter, message, r->format, values, n, k->w->arena, where, out))
        return -1;
    unsigned fine = k->view->def ? typesetting(k->view, s->slot) : 0;
    if (fine)
        message_typeset(k->w->arena, r->locale, fine, out);
    return r->suspect ? market_check_words(k, s->slot, out->text) : 0;
}

static const struct resolved *find_message(struct line_work *k, const char *id, const char *slot)
{
    const struct resolved *r = line_resolve(k->w, k->view, id);
    struct where where = k->where;
    where.slot = slot;
    if (!r)
        report_hint(k->ctx, DIAG_ERROR, DIAG_L10N_MESSAGE, where, "make the line again with variant-expand",
                    "the creative has no message '%s'", id);
    return r;
}

static void put_runs(struct arena *a, struct slot_value *s, const struct formatted *f)
{
    s->n_runs = f->n_runs;
    s->runs = f->n_runs ? ARENA_ARRAY(a, f->n_runs, struct variant_text_run) : NULL;
    for (size_t i = 0; i < f->n_runs; i++)
        s->runs[i] = (struct variant_text_run){f->runs[i].name, utf8_length(f->text, f->runs[i].start),
                                               utf8_length(f->text, f->runs[i].end)};
}

static int note_fallback(struct line_work *k, const struct resolved *r, const char *slot)
{
    struct variant *v = k->v;
    struct localizer_worker *w = k->w;
    ++*r->count;
    if (!pair_find(v->fallbacks, v->n_fallbacks, slot)) {
        v->fallbacks =
            arena_grow(w->arena, v->fallbacks, v->n_fallbacks, v->n_fallbacks + 1, sizeof *v->fallbacks);
        v->fallbacks[v->n_fallbacks++] = (struct pair){slot, r->locale};
    }
    if (!w->shared->options.strict)
        return 0;
    struct where where = k->where;
    where.slot = slot;
    report_hint(k->ctx, DIAG_ERROR, DIAG_L10N_FALLBACK, where, "translate it",
                "no translation for %s; %s would be used", k->view->locale, r->locale);
    return -1;
}

static void set_direction(const struct line_work *k, struct slot_value *s, const char *locale)
{
    bool rtl = locale == k->view->locale || same_language(locale, k->view->locale) ? k->view->rtl
                                                                                   : locale_rtl(locale);
    s->dir = rtl ? "rtl" : k->view->rtl ? "ltr" : NULL; /* left to right is what every reader assumes */
}

/* The market's own legal text takes the place of the translation, in slots of its role. */
static const struct resolved *legal_text(struct line_work *k, const struct slot_value *s)
{
    const struct view *view = k->view;
    const struct slot *slot = creative_slot(view->campaign->creative, s->slot);
    for (size_t i = 0; slot && slot->kind == SLOT_TEXT && i < view->def->n_legals; i++) {
        const struct market_legal *legal = &view->def->legals[i];
        if (!legal->message || !str_eq(slot->role, legal->role))
            continue;
        struct resolved *r = map_find(view->messages, legal->pattern);
        if (!r) {
            r = ARENA_NEW(k->w->view_arena, struct resolved);
            r->message = legal->message;
            r->locale = view->chain[0];
            r->format = view->format;
            r->suspect = market_suspects(k->w->view_arena, view->def, r->message);
            map_put(view->messages, legal->pattern, r);
        }
        return r;
    }
    return NULL;
}

/* The alts as the creative means them: those that an earlier run put in as candidates go. */
static size_t own_alts(struct slot_value *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_alts; i++) {
        bool again = str_eq(s->alts[i].message, s->message);
        for (size_t j = 0; j < n && !again; j++)
            again = s->alts[i].message && str_eq(s->alts[j].message, s->alts[i].message);
        if (!again)
            s->alts[n++] = s->alts[i];
    }
    return s->n_alts = n;
}

/* Room for `more` candidates before alt `at`. */
static void make_room(struct arena *a, struct slot_value *s, size_t at, size_t more)
{
    s->alts = arena_grow(a, s->alts, s->n_alts, s->n_alts + more, sizeof *s->alts);
    memmove(s->alts + at + more, s->alts + at, (s->n_alts - at) * sizeof *s->alts);
    s->n_alts += more;
}

/* Other translations of a message stand before alt `at`: the fit ladder takes the first text that fits. */
static int put_candidates(struct line_work *k, struct slot_value *s, const struct resolved *r, const char *id,
                          size_t at)
{
    struct formatted f;
    if (!r->n_candidates)
        return 0;
    make_room(k->w->arena, s, at, r->n_candidates);
    for (size_t i = 0; i < r->n_candidates; i++) {
        if (format_text(k, s, r, r->candidates[i], &f))
            return -1;
        s->alts[at + i] = (struct variant_alt){id, f.text};
    }
    return 0;
}

int line_text(struct line_work *k, struct slot_value *s)
{
    struct formatted f;
    int result = 0;
    size_t n = own_alts(s), first = 0;
    if (s->message) {
        const struct resolved *r = k->view->def && k->view->def->n_legals ? legal_text(k, s) : NULL;
        if (!r)
            r = find_message(k, s->message, s->slot);
        if (!r || format_text(k, s, r, r->message, &f))
            return -1;
        s->text = f.text;
        put_runs(k->w->arena, s, &f);
        s->lang = r->count ? r->locale : NULL;
        set_direction(k, s, r->locale);
        if (r->count && note_fallback(k, r, s->slot))
            result = -1;
        if (put_candidates(k, s, r, s->message, 0))
            return -1;
        first = r->n_candidates;
    } else {
        set_direction(k, s, k->view->locale);
    }
    for (size_t i = first; n > 0; i++, n--) {
        if (!s->alts[i].message)
            continue;
        const struct resolved *r = find_message(k, s->alts[i].message, s->slot);
        if (!r || format_text(k, s, r, r->message, &f))
            return -1;
        s->alts[i].text = f.text;
        if (r->count && note_fallback(k, r, s->slot))
            result = -1;
        if (put_candidates(k, s, r, s->alts[i].message, i + 1))
            return -1;
        i += r->n_candidates;
    }
    if (k->view->def && k->view->def->font)
        s->font = k->view->def->font;
    return result;
}
