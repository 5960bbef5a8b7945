/* What a translator is given: messages in sentences, what is translated already, what has changed. */
#include "l10n/exchange-imp.h"

#include <stdlib.h>
#include <string.h>

struct gathering {
    struct ctx *ctx;
    bool failed;
    struct exchange *x;
    struct arena *a;
    const struct l10n_catalog *catalog;
    const struct exchange_options *options;
    struct l10n_memory *memory; /* the creative's own translations */
    struct map *gone;           /* source text -> an obsolete unit that may come back */
    struct map *back;           /* ids of obsolete units that did */
    struct map *first;          /* source text -> id of the first unit that has it */
};

void exchange_note(struct exchange *x, struct exchange_item *item, const char *category, const char *text)
{
    if (item->n_notes == item->cap_notes) {
        size_t cap = item->cap_notes ? item->cap_notes * 2 : 8;
        item->notes = arena_grow(x->a, item->notes, item->n_notes, cap, sizeof *item->notes);
        item->cap_notes = cap;
    }
    item->notes[item->n_notes++] = (struct exchange_note){category, text};
}

bool exchange_is_address(const char *text)
{
    return (str_starts(text, "https://") || str_starts(text, "http://")) && !strpbrk(text, " \n");
}

/* A text of a file in pieces; one that is no message of ours is one piece of text. */
static struct pieces pieces_of(struct gathering *g, const char *text, const struct message_def *def)
{
    struct ctx silent = {0};
    struct pieces p = {0};
    struct message *m = message_parse(&silent, g->a, text, def->runs, (struct where){0});
    if (m) {
        p.n = message_pieces(m, g->a, NULL, &p.at);
    } else {
        p.at = ARENA_NEW(g->a, struct message_piece);
        *p.at = (struct message_piece){PIECE_TEXT, text};
        p.n = 1;
    }
    return p;
}

/* A sentence of a plural: its '#' is an argument, as it will be when the sentences are joined again. */
static struct pieces form_pieces(struct gathering *g, const char *text, const struct message_def *def,
                                 bool plural)
{
    if (!plural)
        return pieces_of(g, text, def);
    struct ctx silent = {0};
    struct pieces p = {0};
    char *around = arena_printf(g->a, "{x, plural, other {%s}}", text);
    struct message *m = message_parse(&silent, g->a, around, def->runs, (struct where){0});
    struct message_plan *plan = m ? message_plan_new(g->a, m, NULL, NULL, NULL) : NULL;
    if (!plan || message_plan_forms(plan) != 1)
        return pieces_of(g, text, def);
    p.n = message_plan_pieces(plan, m, g->a, 0, &p.at);
    return p;
}

static void set_target(struct gathering *g, struct exchange_unit *u, struct pieces target)
{
    u->target = target;
    u->target_text = pieces_pattern(g->a, target.at, target.n);
}

static void set_previous(struct gathering *g, struct exchange_unit *u, struct pieces previous)
{
    u->stale = true;
    u->previous = previous;
    u->previous_text = previous.n ? pieces_pattern(g->a, previous.at, previous.n) : NULL;
}

/* What one unit of a file says about one of ours. */
static void take_unit(struct gathering *g, const struct message_def *def, struct exchange_unit *u,
                      const struct l10n_unit *from, bool plural)
{
    const char *text = from->target && *from->target ? from->target : from->proposal;
    if (!text || !*text)
        return;
    set_target(g, u, form_pieces(g, text, def, plural));
    u->proposal = text == from->proposal;
    u->state = u->proposal ? "initial" : from->state;
    struct pieces before = from->source ? form_pieces(g, from->source, def, plural) : (struct pieces){0};
    char *was = before.n ? pieces_pattern(g->a, before.at, before.n) : NULL;
    if (from->previous)
        set_previous(g, u, form_pieces(g, from->previous, def, plural));
    else if (was && !str_eq(was, u->source_text))
        set_previous(g, u, before);
    else if (from->stale)
        set_previous(g, u, (struct pieces){0});
}

/* The whole translation of a message, for its only unit or laid out in sentences. */
static void take_entry(struct gathering *g, const struct message_def *def, const struct message_plan *plan,
                       const struct l10n_entry *e, const struct l10n_raw *raw, struct exchange_item *item)
{
    bool changed = e->source && !str_eq(message_pattern(e->source, g->a, g->x->to),
                                        message_pattern(def->parsed, g->a, g->x->to));
    const struct message_plan *before =
        changed && plan ? message_plan_new(g->a, e->source, def->parsed, NULL, g->x->to) : NULL;
    for (size_t i = 0; i < item->n_units; i++) {
        struct exchange_unit *u = &item->units[i];
        struct pieces p = {0}, old = {0};
        p.n = plan ? message_plan_pieces(plan, e->message, g->a, i, &p.at)
                   : message_pieces(e->message, g->a, g->x->to, &p.at);
        set_target(g, u, p);
        u->state = e->state;
        if (before && message_plan_forms(before) == item->n_units)
            old.n = message_plan_pieces(before, e->source, g->a, i, &old.at);
        else if (changed)
            old.n = message_pieces(e->source, g->a, g->x->to, &old.at);
        if (raw && raw->whole && raw->whole->previous)
            set_previous(g, u, pieces_of(g, raw->whole->previous, def));
        else if (changed || e->stale)
            set_previous(g, u, old);
    }
}

static void take_forms(struct gathering *g, const struct message_def *def, const struct l10n_raw *raw,
                       bool plural, struct exchange_item *item)
{
    for (size_t i = 0; i < item->n_units; i++) {
        for (size_t k = 0; k < raw->n_forms; k++) {
            if (str_eq(raw->forms[k].label, item->units[i].label))
                take_unit(g, def, &item->units[i], raw->forms[k].unit, plural);
        }
    }
}

/* A text that was translated under an id that is gone: it has moved. */
static void take_moved(struct gathering *g, const struct message_def *def, bool plural,
                       struct exchange_item *item)
{
    for (size_t i = 0; i < item->n_units; i++) {
        struct exchange_unit *u = &item->units[i];
        const struct l10n_unit *from = u->target_text ? NULL : map_find(g->gone, u->source_text);
        if (!from)
            continue;
        take_unit(g, def, u, from, plural);
        map_put(g->back, from->name ? from->name : from->id, NULL);
    }
}

/* Exact matches of a memory become translations to be reviewed; similar ones are shown beside. */
static void take_matches(struct gathering *g, const struct message_def *def, bool plural,
                         struct exchange_unit *u)
{
    struct l10n_match found[5];
    size_t n = 0;
    if ((u->target_text && !u->stale) || g->options->no_matches)
        return;
    for (int own = 0; own < 2; own++) {
        struct l10n_memory *m = own ? g->memory : g->options->memory;
        if (m && n < 3)
            n += l10n_memory_find(m, u->source_text, g->options->min_score, 3 - n, found + n);
    }
    if (n && found[0].score == 100 && !u->target_text) {
        set_target(g, u, form_pieces(g, found[0].target, def, plural));
        u->state = "translated";
        u->qualifier = "exact-match";
        return;
    }
    u->matches = ARENA_ARRAY(g->a, n + 1, struct exchange_match);
    for (size_t i = 0; i < n; i++) {
        if (u->target_text && strcmp(found[i].target, u->target_text) == 0)
            continue; /* the stale target itself */
        u->matches[u->n_matches++] = (struct exchange_match){form_pieces(g, found[i].source, def, plural),
                                                             form_pieces(g, found[i].target, def, plural),
                                                             found[i].origin, found[i].score};
    }
}

static bool has_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = text; n && (p = strstr(p, word)) != NULL; p++) {
        unsigned char before = p > text ? (unsigned char)p[-1] : ' ', after = (unsigned char)p[n];
        bool inside = (before | 0x20) >= 'a' && (before | 0x20) <= 'z' && (before | 0x20) != 0x20;
        inside |= (after | 0x20) >= 'a' && (after | 0x20) <= 'z';
        if (!inside)
            return true;
    }
    return false;
}

static void note_terms(struct gathering *g, struct exchange_item *item)
{
    const struct l10n_glossary *terms = g->options->glossary;
    for (size_t i = 0; terms && i < terms->n; i++) {
        const struct l10n_term *t = &terms->terms[i];
        if (!t->source || !has_word(item->def->pattern, t->source))
            continue;
        if (!t->forbidden && (t->keep || t->target)) {
            item->terms =
                arena_grow(g->a, item->terms, item->n_terms, item->n_terms + 1, sizeof *item->terms);
            item->terms[item->n_terms++] = t;
        }
        if (t->keep)
            exchange_note(g->x, item, "do-not-translate", t->source);
        else if (t->target)
            exchange_note(g->x, item, t->forbidden ? "forbidden term" : "term",
                          arena_printf(g->a, "%s: %s%s", t->source, t->forbidden ? "not " : "", t->target));
    }
}

static const struct message *find_message(void *payload, const char *id)
{
    const struct gathering *g = payload;
    return l10n_catalog_find(g->catalog, g->x->to, id);
}

/* As the file says it: relative to the file where the folder of pictures is below the file's own. */
static const char *as_seen_from(const char *dir, const char *path)
{
    size_t n = dir ? strlen(dir) : 0;
    return n && strncmp(path, dir, n) == 0 && path[n] == '/' ? path + n + 1 : path;
}

/* The picture's name is the message's, with what file names cannot hold replaced. */
static void add_preview(struct gathering *g, struct exchange_item *item)
{
    const struct message *m = find_message(g, item->def->id);
    const struct l10n_fit_request q = {g->x->to, item->def->id, m ? m : item->def->parsed, find_message, g};
    char *name = arena_printf(g->a, "%s.png", item->def->id);
    for (char *p = name; *p; p++) {
        if ((unsigned char)*p <= ' ' || strchr("/\\:*?\"<>|", *p))
            *p = '_';
    }
    char *path = path_join(g->a, g->options->preview, name);
    int result = l10n_fit_preview(g->ctx, g->options->fit, &q, path);
    if (result < 0)
        g->failed = true;
    if (result == 0)
        item->preview = as_seen_from(g->options->beside, path);
}

/* How long the text may be, in the words of the target language and the creative's fonts. */
static void add_measures(struct gathering *g, struct exchange_item *item)
{
    struct l10n_budget b;
    if (l10n_fit_budget(g->options->fit, g->x->to, item->def->id, &b) && b.chars > 0) {
        exchange_note(g->x, item, "measured length",
                      arena_printf(g->a, "about %ld characters fit in %s (slot %s), %ld at full size",
                                   b.chars, b.layout, b.slot, b.chars_at_ease));
        if (!item->max_chars || b.chars < item->max_chars)
            item->max_chars = b.chars;
    }
    if (g->options->preview)
        add_preview(g, item);
}

static void add_notes(struct gathering *g, struct exchange_item *item)
{
    const struct message_def *d = item->def;
    if (d->role)
        exchange_note(g->x, item, "role", d->role);
    if (d->note)
        exchange_note(g->x, item, "description", d->note);
    if (d->max_chars)
        exchange_note(g->x, item, "length", arena_printf(g->a, "at most %ld characters", d->max_chars));
    item->max_chars = d->max_chars;
    if (g->options->fit)
        add_measures(g, item);
    note_terms(g, item);
    const char *first = map_find(g->first, item->units[0].source_text);
    if (first)
        exchange_note(g->x, item, "same-as", arena_printf(g->a, "the same text as %s", first));
    else
        map_put(g->first, item->units[0].source_text, (void *)item->units[0].id);
}

static bool uses_plural(const struct message *m)
{
    for (size_t i = 0; i < message_n_args(m); i++) {
        const char *type = message_arg_type(m, i);
        if (str_eq(type, "plural") || str_eq(type, "selectordinal"))
            return true;
    }
    return false;
}

/* Translators' notes, each with its form; those of a whole message stand with the first. */
static void take_notes(const struct l10n_raw *raw, struct exchange_item *item)
{
    for (size_t i = 0; raw && i < item->n_units; i++) {
        const struct l10n_unit *from = i == 0 ? raw->whole : NULL;
        for (size_t k = 0; k < raw->n_forms; k++)
            from = str_eq(raw->forms[k].label, item->units[i].label) ? raw->forms[k].unit : from;
        item->units[i].notes = from ? from->notes : NULL;
        item->units[i].n_notes = from ? from->n_notes : 0;
    }
}

static void gather_message(struct gathering *g, const struct message_def *def, struct exchange_item *item)
{
    const struct l10n_entry *e = l10n_catalog_entry(g->catalog, g->x->to, def->id);
    const struct l10n_raw *raw = l10n_catalog_raw(g->catalog, g->x->to, def->id);
    const struct message *translated = e ? e->message : NULL;
    const char **labels = ARENA_ARRAY(g->a, (raw ? raw->n_forms : 0) + 1, const char *);
    for (size_t i = 0; raw && i < raw->n_forms; i++)
        labels[i] = raw->forms[i].label;
    struct message_plan *plan = message_plan_new(g->a, def->parsed, translated, labels, g->x->to);
    bool plural = plan && uses_plural(def->parsed);
    item->def = def;
    item->translate = !def->no_translation &&
                      (translated || !exchange_is_address(def->pattern)); /* a market may have its own */
    item->n_units = plan ? message_plan_forms(plan) : 1;
    item->units = ARENA_ARRAY(g->a, item->n_units, struct exchange_unit);
    for (size_t i = 0; i < item->n_units; i++) {
        struct exchange_unit *u = &item->units[i];
        u->label = plan ? message_plan_label(plan, g->a, i) : NULL;
        u->id = plan ? arena_printf(g->a, "%s[%s]", def->id, u->label) : def->id;
        u->hint = plan ? message_plan_hint(plan, g->a, i, g->x->to) : NULL;
        u->state = "initial";
        u->source.n = plan ? message_plan_pieces(plan, def->parsed, g->a, i, &u->source.at)
                           : message_pieces(def->parsed, g->a, g->x->to, &u->source.at);
        u->source_text = pieces_pattern(g->a, u->source.at, u->source.n);
    }
    if (plan && raw && raw->n_forms)
        take_forms(g, def, raw, plural, item);
    else if (e)
        take_entry(g, def, plan, e, raw, item);
    else if (raw && raw->whole)
        for (size_t i = 0; i < item->n_units; i++)
            take_unit(g, def, &item->units[i], raw->whole, plural);
    take_notes(raw, item);
    take_moved(g, def, plural, item);
    for (size_t i = 0; i < item->n_units && item->translate; i++)
        take_matches(g, def, plural, &item->units[i]);
    add_notes(g, item);
}

/* The creative's own translations are a memory too. */
static void remember(struct gathering *g, const struct creative *c)
{
    const struct l10n_unit *const *obsolete;
    size_t n = l10n_catalog_obsolete(g->catalog, g->x->to, &obsolete);
    g->memory = l10n_memory_new();
    for (size_t i = 0; i < n; i++) {
        const struct l10n_unit *u = obsolete[i];
        if (u->source && u->target)
            l10n_memory_add(g->memory, u->source, u->target, "creative");
        if (u->source)
            map_put(g->gone, u->source, (void *)u);
    }
    for (size_t i = 0; i < c->n_messages; i++) {
        const struct l10n_raw *raw = l10n_catalog_raw(g->catalog, g->x->to, c->messages[i].id);
        for (size_t k = 0; raw && k < raw->n_forms + 1; k++) {
            const struct l10n_unit *u = k ? raw->forms[k - 1].unit : raw->whole;
            if (u && u->source && u->target && *u->target && l10n_state_reaches(u->state, "translated"))
                l10n_memory_add(g->memory, u->source, u->target, "creative");
        }
    }
}

static void keep_obsolete(struct gathering *g)
{
    const struct l10n_unit *const *all;
    size_t n = l10n_catalog_obsolete(g->catalog, g->x->to, &all), kept = 0;
    const struct l10n_unit **list = ARENA_ARRAY(g->a, n + 1, const struct l10n_unit *);
    for (size_t i = 0; i < n; i++) {
        if (!map_has(g->back, all[i]->name ? all[i]->name : all[i]->id))
            list[kept++] = all[i];
    }
    g->x->obsolete = list;
    g->x->n_obsolete = kept;
}

int exchange_gather(struct ctx *ctx, struct arena *a, const struct creative *c,
                    const struct l10n_catalog *catalog, const struct exchange_options *options,
                    struct exchange *x)
{
    *x = (struct exchange){.a = a,
                           .c = c,
                           .source = locale_canonical(a, c->source_locale ? c->source_locale : "en"),
                           .to = locale_canonical(a, options->to),
                           .original = path_base(c->path)};
    if (!x->to || !x->source) {
        report_hint(ctx, DIAG_ERROR, DIAG_L10N_LOCALE, (struct where){.file = c->path},
                    "use a tag like de-DE", "'%s' is not a locale", x->to ? c->source_locale : options->to);
        return -1;
    }
    struct gathering g = {.ctx = ctx,
                          .x = x,
                          .a = a,
                          .catalog = catalog,
                          .options = options,
                          .gone = map_new(),
                          .back = map_new(),
                          .first = map_new()};
    x->header = l10n_catalog_header(catalog, x->to, &x->header_comment);
    remember(&g, c);
    x->items = ARENA_ARRAY(a, c->n_messages + 1, struct exchange_item);
    for (size_t i = 0; i < c->n_messages; i++) {
        if (!l10n_is_sample(c, &c->messages[i]))
            gather_message(&g, &c->messages[i], &x->items[x->n_items++]);
    }
    keep_obsolete(&g);
    l10n_memory_drop(g.memory);
    map_drop(g.gone);
    map_drop(g.back);
    map_drop(g.first);
    return g.failed ? -1 : 0;
}

const struct l10n_writer *exchange_writer(const char *format, const char *path)
{
    for (const struct l10n_writer *const *w = l10n_writers; *w; w++) {
        if (format ? str_eq((*w)->name, format) : path && str_ends(path, (*w)->suffix))
            return *w;
    }
    return NULL;
}
