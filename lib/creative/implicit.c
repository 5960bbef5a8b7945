/* Slots that the layouts' own content declares: texts with placeholders and, in a lone SVG, every element
 * with an id. The set depends on the SVG alone, never on the audience, so that every tool that loads the
 * creative sees the same. */
#include <string.h>

#include "creative/creative-imp.h"

struct found { /* grown by doubling in the arena: slots and messages of the creative */
    struct loading *l;
    struct layout *layout;
    struct map *targets; /* target of a declared slot in the layout -> its number + 1 */
    struct map *chosen;  /* slots that a rule always fills */
    size_t auto_id, cap_slots, cap_messages;
};

static const char *const *run_list(struct loading *l, const struct text_runs *runs)
{
    const char **names = ARENA_ARRAY(l->a, runs->n + 1, const char *);
    for (size_t i = 0; i < runs->n; i++)
        names[i] = arena_printf(l->a, "%st%zu", runs->fixed[i] ? "!" : "", i + 1);
    return names;
}

static struct slot *add_slot(struct found *f, const char *name, enum slot_kind kind, const struct xml_node *e)
{
    struct creative *c = f->l->c;
    if (c->n_slots == f->cap_slots) {
        f->cap_slots = c->n_slots * 2 + 8;
        c->slots = arena_grow(f->l->a, c->slots, c->n_slots, f->cap_slots, sizeof *c->slots);
    }
    struct slot *s = &c->slots[c->n_slots++];
    *s = (struct slot){.name = name, .kind = kind, .implicit = true, .where = xml_where(f->layout->doc, e)};
    slot_fit_init(&s->fit);
    s->fit.target = xml_attr(e, "id");
    map_put(c->slot_index, name, (void *)c->n_slots);
    return s;
}

/* Adds a message unless one of that id says the same; the id of what is there. NULL after a report. */
static const char *add_message(struct found *f, const char *id, const char *pattern,
                               const struct text_runs *runs, const struct xml_node *text, bool literal)
{
    struct where where = xml_where(f->layout->doc, text);
    struct loading *l = f->l;
    struct creative *c = l->c;
    const struct message_def *old = creative_message(c, id);
    if (old && str_eq(old->pattern, pattern))
        return old->id;
    if (old)
        id = arena_printf(l->a, "%s@%s", id, f->layout->name);
    struct message_def m = {.id = id,
                            .pattern = pattern,
                            .note = its_note(text),
                            .implicit = true,
                            .no_translation = runs->nothing_to_translate,
                            .where = where};
    m.runs = runs->n ? run_list(l, runs) : NULL;
    m.parsed = message_parse(l->ctx, l->a, pattern, m.runs, where);
    if (!m.parsed) {
        if (!literal)
            report_hint(l->ctx, DIAG_INFO, DIAG_CREATIVE, where,
                        "write '{' with the apostrophes for a brace that is shown",
                        "a text with braces is read as a message");
        l->failed = true;
        return NULL;
    }
    if (c->n_messages == f->cap_messages) {
        f->cap_messages = c->n_messages * 2 + 8;
        c->messages = arena_grow(l->a, c->messages, c->n_messages, f->cap_messages, sizeof *c->messages);
    }
    c->messages[c->n_messages++] = m;
    if (!map_has(c->message_index, id))
        map_put(c->message_index, id, (void *)c->n_messages);
    return id;
}

/* How the picture element itself fits its picture. */
static void fit_of_image(const struct xml_node *e, struct slot_fit *fit)
{
    const char *p = xml_attr(e, "preserveAspectRatio");
    fit->fitting.fit = !p                   ? FIT_CONTAIN
                       : strstr(p, "none")  ? FIT_FILL
                       : strstr(p, "slice") ? FIT_COVER
                                            : FIT_CONTAIN;
    if (p && fit->fitting.fit != FIT_FILL) {
        fit->fitting.focus_x = strstr(p, "xMin") ? 0 : strstr(p, "xMax") ? 1 : 0.5;
        fit->fitting.focus_y = strstr(p, "YMin") ? 0 : strstr(p, "YMax") ? 1 : 0.5;
    }
}

/* The pattern with its runs; without them where a placeholder is cut by the end of a tspan, as design tools
 * do. */
static char *pattern_of(struct loading *l, const struct xml_node *e, struct text_runs *runs)
{
    char *pattern = text_pattern(l->a, e, true, runs);
    if (!runs->n)
        return pattern;
    struct ctx quiet = {0};
    struct arena *scratch = arena_new();
    bool good = message_parse(&quiet, scratch, pattern, run_list(l, runs), (struct where){0}) != NULL;
    arena_drop(scratch);
    return good ? pattern : text_pattern(l->a, e, false, runs);
}

static bool has_letter(const char *s)
{
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p >= 0x80 || (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z'))
            return true;
    return false;
}

static void text_slot(struct found *f, struct xml_node *e)
{
    struct loading *l = f->l;
    const char *id = xml_attr(e, "id");
    struct text_runs runs;
    char *pattern = pattern_of(l, e, &runs);
    bool placeholders = strpbrk(pattern, "{}") != NULL;
    if (!placeholders && !(l->c->lone_svg && id) && (!has_letter(pattern) || runs.nothing_to_translate))
        return;                 /* what nobody fills and nobody translates is part of the picture */
    if (!id && !placeholders) { /* by what it says, so that texts before it may come and go */
        char digest[33];
        digest_hex(pattern, strlen(pattern), digest);
        id = arena_printf(l->a, "text-%.8s", digest);
        for (size_t i = 2; map_has(f->layout->ids, id); i++)
            id = arena_printf(l->a, "text-%.8s-%zu", digest, i);
        xml_set_attr(l->a, e, "id", id);
        map_put(f->layout->ids, id, e);
    } else if (!id) {
        do
            id = arena_printf(l->a, "text-%zu", ++f->auto_id);
        while (map_has(f->layout->ids, id));
        xml_set_attr(l->a, e, "id", id);
        map_put(f->layout->ids, id, e);
    }
    struct slot *s = creative_slot(l->c, id);
    bool shared = s && s->implicit && s->kind == SLOT_TEXT; /* the same text of another layout */
    const char *name = s && !shared ? arena_printf(l->a, "%s-text", id) : id;
    if (!shared)
        s = add_slot(f, name, SLOT_TEXT, e);
    if (!placeholders && !has_letter(pattern))
        return;
    const char *message = add_message(f, name, pattern, &runs, e, !placeholders);
    if (!placeholders) {
        s->literal = message;
    } else if (message && s->initial.kind == VALUE_NONE) {
        s->initial = (struct value){.kind = VALUE_MESSAGE, .text = message};
    } else if (message && !str_eq(s->initial.text, message)) {
        s->in = arena_grow(l->a, s->in, s->n_in, s->n_in + 1, sizeof *s->in);
        s->in[s->n_in++] = (struct slot_fit_in){.layout = f->layout->name,
                                                .fit = s->fit,
                                                .initial = {.kind = VALUE_MESSAGE, .text = message},
                                                .where = s->where};
    }
}

/* A declared text slot without a value shows the layout's own text, which is a message too. */
static void declared_text(struct found *f, struct slot *s, const struct xml_node *e)
{
    struct loading *l = f->l;
    if (map_has(f->chosen, s->name)) /* what the layout holds is never shown */
        return;
    if (s->kind != SLOT_TEXT || slot_initial(s, f->layout->name)->kind != VALUE_NONE ||
        svg_kind_of(e) != SVG_ELEMENT_TEXT)
        return;
    struct text_runs runs;
    char *pattern = pattern_of(l, e, &runs);
    bool placeholders = strpbrk(pattern, "{}") != NULL;
    if (!placeholders && !has_letter(pattern))
        return;
    const char *message = add_message(f, s->name, pattern, &runs, e, !placeholders);
    if (!message)
        return;
    if (!placeholders) {
        if (!s->literal)
            s->literal = message;
        return;
    }
    struct slot_fit_in *in = NULL;
    for (size_t i = 0; i < s->n_in; i++)
        if (str_eq(s->in[i].layout, f->layout->name))
            in = &s->in[i];
    if (!in) {
        s->in = arena_grow(l->a, s->in, s->n_in, s->n_in + 1, sizeof *s->in);
        in = &s->in[s->n_in++];
        *in = (struct slot_fit_in){.layout = f->layout->name, .fit = s->fit, .where = s->where};
    }
    in->initial = (struct value){.kind = VALUE_MESSAGE, .text = message};
}

static void element_slot(struct found *f, const struct xml_node *e, enum svg_element_kind kind)
{
    static const enum slot_kind kinds[] = {[SVG_ELEMENT_IMAGE] = SLOT_IMAGE,
                                           [SVG_ELEMENT_SHAPE] = SLOT_PAINT,
                                           [SVG_ELEMENT_GROUP] = SLOT_VISIBILITY,
                                           [SVG_ELEMENT_STOP] = SLOT_PAINT,
                                           [SVG_ELEMENT_USE] = SLOT_VISIBILITY};
    const char *id = xml_attr(e, "id");
    if (creative_slot(f->l->c, id))
        return;
    struct slot *s = add_slot(f, id, kinds[kind], e);
    if (kind == SVG_ELEMENT_STOP)
        s->fit.property = "stop-color";
    if (kind == SVG_ELEMENT_IMAGE)
        fit_of_image(e, &s->fit);
}

static bool never_drawn_itself(const struct xml_node *e)
{
    static const char *const names[] = {"clipPath", "mask",   "marker", "pattern",
                                        "symbol",   "filter", "style",  "metadata"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(e->name, names[i]))
            return true;
    return false;
}

static void visit(struct found *f, struct xml_node *e, bool in_defs)
{
    if (!str_eq(e->ns, XML_NS_SVG) || never_drawn_itself(e))
        return;
    enum svg_element_kind kind = svg_kind_of(e);
    const char *id = xml_attr(e, "id");
    bool declared = id && map_has(f->targets, id);
    if (kind == SVG_ELEMENT_TEXT) {
        if (declared)
            declared_text(f, &f->l->c->slots[(size_t)map_find(f->targets, id) - 1], e);
        else if (!in_defs)
            text_slot(f, e);
        return;
    }
    if (f->l->c->lone_svg && id && *id && !declared && kind != SVG_ELEMENT_OTHER && e->parent &&
        (!in_defs || kind == SVG_ELEMENT_STOP))
        element_slot(f, e, kind);
    in_defs |= str_eq(e->name, "defs");
    for (struct xml_node *k = e->first; k; k = k->next)
        if (k->kind == XN_ELEMENT)
            visit(f, k, in_defs);
}

void implicit_slots(struct loading *l)
{
    struct creative *c = l->c;
    struct found f = {.l = l, .cap_slots = c->n_slots, .cap_messages = c->n_messages};
    size_t n_declared = c->n_slots;
    f.chosen = map_new();
    for (size_t i = 0; i < c->n_chooses; i++)
        if (c->chooses[i].slot)
            map_put(f.chosen, c->chooses[i].slot, NULL);
    for (size_t i = 0; i < c->n_layouts; i++) {
        f.layout = &c->layouts[i];
        f.targets = map_new();
        f.auto_id = 0;
        for (size_t k = 0; k < n_declared; k++) {
            const char *target = slot_fit_for(&c->slots[k], f.layout->name)->target;
            if (c->slots[k].kind != SLOT_COPY && target)
                map_put(f.targets, target, (void *)(k + 1));
        }
        its_split_texts(l, f.layout, f.targets);
        visit(&f, f.layout->doc->root, false);
        map_drop(f.targets);
    }
    map_drop(f.chosen);
}
