/* One variant line into its locale: messages formatted anew, swaps, fonts, direction. */
#include "l10n/localizer-imp.h"

#include <string.h>

enum { MAX_VIEWS = 2048 }; /* locales come from lines */

struct work {
    struct ctx *ctx; /* collects what goes wrong into `failure` */
    struct localizer_worker *w;
    const struct view *view;
    struct variant *v;
    struct where where;
};

/* A line's errors become its findings, and are reported too. */
struct capture {
    struct ctx ctx;
    struct ctx *outer;
    struct variant *v;
    struct arena *a;
};

static void capture_sink(struct ctx *ctx, const struct diag *d)
{
    struct capture *c = ctx->payload;
    if (d->level != DIAG_INFO)
        variant_add_finding(c->a, c->v, diag_level_name(d->level), diag_code_name(d->code), NULL,
                            d->where.slot,
                            d->hint ? arena_printf(c->a, "%s; %s", d->message, d->hint) : d->message);
    report_diag(c->outer, d);
}

/* ---- views ---- */

static struct view *view_new(struct localizer_worker *w, struct campaign *c, const char *path,
                             const char *locale)
{
    struct view *v = ARENA_NEW(w->view_arena, struct view);
    v->campaign = c;
    v->creative_path = arena_strdup(w->view_arena, path);
    v->locale = arena_strdup(w->view_arena, locale);
    v->def = creative_locale(c->creative, locale);
    v->rtl = v->def && v->def->dir ? str_eq(v->def->dir, "rtl") : locale_rtl(locale);
    v->messages = map_new();
    v->layouts = map_new();
    for (const char *tag = locale_canonical(w->view_arena, locale); tag && v->n_chain < 16;
         tag = locale_parent(w->view_arena, tag))
        v->chain[v->n_chain++] = tag;
    return v;
}

static struct view *view_of(struct localizer_worker *w, struct campaign *c, const char *path,
                            const char *locale)
{
    if (w->last && strcmp(w->last->locale, locale) == 0 && strcmp(w->last->creative_path, path) == 0)
        return w->last;
    str_clear(&w->lookup);
    str_printf(&w->lookup, "%s\n%s", locale, path);
    struct view *v = map_find(w->views, w->lookup.data);
    if (!v) {
        if (map_len(w->views) >= MAX_VIEWS)
            localizer_forget_views(w);
        v = view_new(w, c, path, locale);
        map_put(w->views, w->lookup.data, v);
    }
    w->last = v;
    return v;
}

static bool same_language(const char *a, const char *b)
{
    size_t n = strcspn(a, "-");
    return strncmp(a, b, n) == 0 && (b[n] == 0 || b[n] == '-');
}

/* The message for the view's locale: its own translation, a parent's, or the source. NULL: no such message.
 */
static const struct resolved *resolve(struct localizer_worker *w, const struct view *v, const char *id)
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
    for (size_t i = 0; i < v->n_chain; i++) {
        if (source && strcmp(v->chain[i], source) == 0) {
            r->locale = source;
            break;
        }
        const struct l10n_entry *e = l10n_catalog_entry(v->campaign->catalog, v->chain[i], id);
        if (e && l10n_state_reaches(e->state, w->shared->options.require)) {
            r->message = e->message;
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
    r->format = same_language(r->locale, v->chain[0]) ? v->chain[0] : r->locale;
    map_put(v->messages, id, r);
    return r;
}

/* ---- texts ---- */

static int format_text(struct work *k, const struct slot_value *s, const struct resolved *r,
                       struct formatted *out)
{
    enum { FEW = 32 };
    struct variant *v = k->v;
    struct message_arg_value few[FEW], *values = few;
    size_t wanted = message_n_args(r->message), n = 0;
    if (wanted > FEW)
        values = ARENA_ARRAY(k->w->arena, wanted, struct message_arg_value);
    for (size_t i = 0; i < wanted; i++) {
        const char *name = message_arg(r->message, i);
        struct message_arg_value value = {name, NULL, NULL};
        for (size_t j = 0; j < s->n_args && !value.value; j++) {
            if (strcmp(s->args[j].name, name) == 0)
                value = (struct message_arg_value){name, s->args[j].value, s->args[j].currency};
        }
        if (!value.value) /* a translation may use a column that the source does not */
            value.value = pair_find(v->fields, v->n_fields, name);
        if (value.value)
            values[n++] = value;
    }
    struct where where = k->where;
    where.slot = s->slot;
    return message_format(k->ctx, k->w->formatter, r->message, r->format, values, n, k->w->arena, where, out);
}

static const struct resolved *find_message(struct work *k, const char *id, const char *slot)
{
    const struct resolved *r = resolve(k->w, k->view, id);
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

static int note_fallback(struct work *k, const struct resolved *r, const char *slot)
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

static void set_direction(const struct work *k, struct slot_value *s, const char *locale)
{
    bool rtl = locale == k->view->locale || same_language(locale, k->view->locale) ? k->view->rtl
                                                                                   : locale_rtl(locale);
    s->dir = rtl ? "rtl" : k->view->rtl ? "ltr" : NULL; /* left to right is what every reader assumes */
}

static int localize_text(struct work *k, struct slot_value *s)
{
    struct formatted f;
    int result = 0;
    if (s->message) {
        const struct resolved *r = find_message(k, s->message, s->slot);
        if (!r || format_text(k, s, r, &f))
            return -1;
        s->text = f.text;
        put_runs(k->w->arena, s, &f);
        s->lang = r->count ? r->locale : NULL;
        set_direction(k, s, r->locale);
        if (r->count && note_fallback(k, r, s->slot))
            result = -1;
    } else {
        set_direction(k, s, k->view->locale);
    }
    for (size_t i = 0; i < s->n_alts; i++) {
        if (!s->alts[i].message)
            continue;
        const struct resolved *r = find_message(k, s->alts[i].message, s->slot);
        if (!r || format_text(k, s, r, &f))
            return -1;
        s->alts[i].text = f.text;
        if (r->count && note_fallback(k, r, s->slot))
            result = -1;
    }
    if (k->view->def && k->view->def->font)
        s->font = k->view->def->font;
    return result;
}

/* ---- swaps ---- */

static void give_value(struct work *k, struct slot_value *s, const struct value *value)
{
    static const enum slot_value_kind kinds[] = {[VALUE_IMAGE] = SLOT_VALUE_IMAGE,
                                                 [VALUE_PAINT] = SLOT_VALUE_PAINT,
                                                 [VALUE_MODULE] = SLOT_VALUE_MODULE,
                                                 [VALUE_LITERAL] = SLOT_VALUE_ATTRIBUTE};
    switch (value->kind) {
    case VALUE_MESSAGE:
    case VALUE_TEXT:
    case VALUE_COLUMN:
        s->kind = SLOT_VALUE_TEXT;
        s->message = value->kind == VALUE_MESSAGE ? value->text : NULL;
        if (value->kind != VALUE_MESSAGE) {
            const char *column = pair_find(k->v->fields, k->v->n_fields, value->text);
            s->text = value->kind == VALUE_TEXT ? value->text : column ? column : "";
            s->n_runs = s->n_alts = 0;
        }
        break;
    case VALUE_IMAGE:
    case VALUE_PAINT:
    case VALUE_MODULE:
    case VALUE_LITERAL:
        s->kind = kinds[value->kind];
        s->value = value->text;
        break;
    case VALUE_VISIBLE:
    case VALUE_DROP:
        s->kind = SLOT_VALUE_VISIBLE;
        s->visible = value->kind == VALUE_VISIBLE && value->yes;
        break;
    case VALUE_NONE:
    case VALUE_THEME:
        break;
    }
}

/* Is the slot's target in the line's layout? */
static bool layout_has(const struct creative *c, const char *layout_name, const char *slot_name)
{
    const struct slot *slot = creative_slot(c, slot_name);
    const struct layout *layout = creative_layout(c, layout_name);
    const struct slot_fit *fit = slot && layout ? slot_fit_for(slot, layout_name) : NULL;
    return slot &&
           (slot->kind == SLOT_COPY || (fit && fit->target && xml_by_id(layout->doc->root, fit->target)));
}

/* Collected once: the layout's own texts, those of slots without a value, and which swaps it has a place for.
 */
static const struct in_layout *in_layout(struct localizer_worker *w, const struct view *view,
                                         const char *layout)
{
    struct in_layout *l = map_find(view->layouts, layout);
    if (l)
        return l;
    const struct creative *c = view->campaign->creative;
    l = ARENA_NEW(w->view_arena, struct in_layout);
    l->slots = ARENA_ARRAY(w->view_arena, c->n_slots + 1, const char *);
    l->ids = ARENA_ARRAY(w->view_arena, c->n_slots + 1, const char *);
    size_t n_swaps = view->def ? view->def->n_swaps : 0;
    l->swaps = ARENA_ARRAY(w->view_arena, n_swaps + 1, bool);
    for (size_t i = 0; i < n_swaps; i++)
        l->swaps[i] = view->def->swaps[i].slot && layout_has(c, layout, view->def->swaps[i].slot);
    for (size_t i = 0; i < c->n_slots; i++) {
        const struct slot *s = &c->slots[i];
        if (!s->literal || l10n_always_chosen(c, s->name) || slot_initial(s, layout)->kind != VALUE_NONE ||
            !layout_has(c, layout, s->name))
            continue;
        /* A layout whose text differs from the first one's has a message of its own. */
        const char *own = arena_printf(w->view_arena, "%s@%s", s->name, layout);
        l->slots[l->n] = s->name;
        l->ids[l->n++] = creative_message(c, own) ? own : s->literal;
    }
    map_put(view->layouts, layout, l);
    return l;
}

static void apply_swaps(struct work *k)
{
    const struct locale_def *def = k->view->def;
    const struct in_layout *in = def && def->n_swaps ? in_layout(k->w, k->view, k->v->layout) : NULL;
    for (size_t i = 0; in && i < def->n_swaps; i++) {
        const struct locale_swap *swap = &def->swaps[i];
        if (swap->slot) {
            struct slot_value *s = variant_slot(k->v, swap->slot);
            if (!s && in->swaps[i]) {
                struct slot_value **tail = &k->v->slots;
                while (*tail)
                    tail = &(*tail)->next;
                s = *tail = ARENA_NEW(k->w->arena, struct slot_value);
                s->slot = swap->slot;
                s->visible = true;
            }
            if (s)
                give_value(k, s, &swap->value);
            continue;
        }
        for (struct slot_value *s = k->v->slots; s; s = s->next) {
            if ((swap->image && s->kind == SLOT_VALUE_IMAGE && str_eq(s->value, swap->image)) ||
                (swap->module && s->kind == SLOT_VALUE_MODULE && str_eq(s->value, swap->module)))
                s->value = swap->with;
        }
    }
}

/* ---- lines ---- */

char *l10n_variant_id(struct arena *a, const char *id, const char *from, const char *to)
{
    size_t n = from ? strlen(from) : 0;
    for (const char *p = id; n && p; p = strchr(p, '/')) {
        p += *p == '/';
        if (strncmp(p, from, n) == 0 && (p[n] == 0 || p[n] == '/'))
            return arena_printf(a, "%.*s%s%s", (int)(p - id), id, to, p + n);
    }
    return arena_printf(a, "%s/%s", id, to);
}

static void add_literals(struct work *k)
{
    const struct in_layout *l = in_layout(k->w, k->view, k->v->layout);
    for (size_t i = 0; i < l->n; i++) {
        const struct resolved *r = resolve(k->w, k->view, l->ids[i]);
        if (!r ||
            (r->message == creative_message(k->view->campaign->creative, l->ids[i])->parsed && !r->count) ||
            variant_slot(k->v, l->slots[i]))
            continue;
        struct slot_value **tail = &k->v->slots;
        while (*tail)
            tail = &(*tail)->next;
        *tail = ARENA_NEW(k->w->arena, struct slot_value);
        **tail = (struct slot_value){
            .slot = l->slots[i], .kind = SLOT_VALUE_TEXT, .message = l->ids[i], .visible = true};
    }
}

static void localize_variant(struct work *k)
{
    struct variant *v = k->v;
    v->fallbacks = NULL; /* of an earlier run of localize */
    v->n_fallbacks = 0;
    apply_swaps(k);
    add_literals(k);
    for (struct slot_value *s = v->slots; s; s = s->next) {
        if (s->kind == SLOT_VALUE_TEXT)
            localize_text(k, s);
    }
    const char *dir = k->view->rtl ? "rtl" : NULL;
    if (!str_eq(dir, v->dir)) {
        v->dir = dir;
        v->touched |= V_DIR;
    }
    v->touched |= V_SLOTS | V_FALLBACKS;
}

static void pseudo_variant(struct localizer_worker *w, struct variant *v, const char *locale)
{
    bool rtl = locale_rtl(locale) || str_eq(locale, "ar-XB");
    for (struct slot_value *s = v->slots; s; s = s->next) {
        if (s->kind != SLOT_VALUE_TEXT)
            continue;
        s->text = s->text ? l10n_pseudo(w->arena, locale, s->text) : NULL;
        s->n_runs = 0; /* offsets of the old text */
        for (size_t i = 0; i < s->n_alts; i++)
            s->alts[i].text = l10n_pseudo(w->arena, locale, s->alts[i].text);
        s->dir = rtl ? "rtl" : NULL;
    }
    v->dir = rtl ? "rtl" : NULL;
    v->touched |= V_SLOTS | V_DIR;
}

/* One line for one locale. `to` NULL: the line's own. Returns false when the line is to be kept as it was. */
static bool one_line(struct ctx *ctx, struct localizer_worker *w, const char *line, size_t len,
                     const char *to, struct where where, struct str *out)
{
    struct variant *v = variant_read(ctx, w->arena, line, len, where);
    if (!v || variant_failed(v))
        return false;
    where.variant = v->id;
    struct capture capture = {{.sink = capture_sink, .payload = &capture}, ctx, v, w->arena};
    if (to && !str_eq(to, v->locale)) {
        v->id = l10n_variant_id(w->arena, v->id, v->locale, to);
        v->locale = to;
        v->touched |= V_ID | V_LOCALE;
    }
    if (w->shared->options.pseudo) {
        pseudo_variant(w, v, to);
        variant_write(out, v);
        return true;
    }
    struct campaign *c = localizer_campaign(ctx, w, v->creative);
    if (!c->creative || !c->catalog) {
        report_hint(&capture.ctx, DIAG_ERROR, DIAG_L10N_CREATIVE, where, "mend it and run again",
                    c->creative ? "the translations of '%s' cannot be used"
                                : "the creative '%s' cannot be loaded",
                    v->creative);
    } else {
        const char *locale = v->locale ? v->locale : c->creative->source_locale;
        const struct view *view = locale ? view_of(w, c, v->creative, locale) : NULL;
        if (!view || !view->n_chain) {
            report_hint(&capture.ctx, DIAG_ERROR, DIAG_L10N_LOCALE, where, "use a tag like de-DE",
                        "'%s' is not a locale", locale ? locale : "");
        } else {
            struct work k = {&capture.ctx, w, view, v, where};
            localize_variant(&k);
        }
    }
    variant_write(out, v);
    return true;
}

int localizer_line(struct ctx *ctx, struct localizer_worker *w, const char *line, size_t len,
                   struct where where, struct str *out)
{
    const char *const own[] = {NULL, NULL};
    const char *const *to = w->shared->options.to ? w->shared->options.to : own;
    size_t errors = ctx->n_errors;
    do {
        arena_reset(w->arena);
        if (!one_line(ctx, w, line, len, *to, where, out)) {
            str_put(out, line, len);
            str_putc(out, '\n');
            break; /* a failed line is not multiplied */
        }
    } while (*to && *++to);
    return ctx->n_errors > errors ? -1 : 0;
}
