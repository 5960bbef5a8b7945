/* One variant line into its locale: messages formatted anew, swaps, fonts, direction. */
#include "l10n/localizer-imp.h"

#include <string.h>

enum { MAX_VIEWS = 2048 }; /* locales come from lines */

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
    v->format = locale_def_format(w->view_arena, v->def, v->locale);
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

/* ---- swaps ---- */

static void give_value(struct line_work *k, struct slot_value *s, const struct value *value)
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

static void apply_swaps(struct line_work *k)
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
        if (swap->theme) {
            if (!str_eq(k->v->theme, swap->theme))
                continue;
            k->v->theme = swap->with;
            k->v->touched |= V_THEME;
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

static void add_literals(struct line_work *k)
{
    const struct in_layout *l = in_layout(k->w, k->view, k->v->layout);
    for (size_t i = 0; i < l->n; i++) {
        const struct resolved *r = line_resolve(k->w, k->view, l->ids[i]);
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

static void localize_variant(struct line_work *k)
{
    struct variant *v = k->v;
    v->fallbacks = NULL; /* of an earlier run of localize */
    v->n_fallbacks = 0;
    const struct locale_def *def = k->view->def;
    formatter_set_price(k->w->formatter, def ? def->price : NULL);
    formatter_set_isolate(k->w->formatter, def && def->isolate ? 1 : k->w->shared->options.isolate);
    apply_swaps(k);
    add_literals(k);
    for (struct slot_value *s = v->slots; s; s = s->next) {
        if (s->kind == SLOT_VALUE_TEXT)
            line_text(k, s);
    }
    if (def && def->n_legals)
        market_check_legal(k);
    const char *dir = k->view->rtl ? "rtl" : NULL;
    if (!str_eq(dir, v->dir)) {
        v->dir = dir;
        v->touched |= V_DIR;
    }
    v->touched |= V_SLOTS | V_FALLBACKS;
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
            struct line_work k = {&capture.ctx, w, view, v, where};
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
