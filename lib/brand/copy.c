/* The texts of a subject, without a font: from the line, the SVG or the creative. */
#include <string.h>

#include "brand/worker-imp.h"

static void copy_push(struct arena *a, struct subject *s, struct copy_fact f)
{
    if ((s->n_copy & (s->n_copy - 1)) == 0) /* full at every power of two */
        s->copy = arena_grow(a, s->copy, s->n_copy, s->n_copy ? 2 * s->n_copy : 1, sizeof *s->copy);
    s->copy[s->n_copy++] = f;
}

static void svg_texts(struct arena *a, const struct xml_node *e, const struct xml_doc *doc,
                      const struct layout *layout, const struct creative *c, struct subject *s)
{
    /* iterative: documents may be nested deeply */
    for (const struct xml_node *n = e; n;) {
        bool down = true;
        if (xml_is(n, XML_NS_SVG, "text")) {
            const char *id = xml_attr(n, "id");
            bool slot = false;
            for (size_t i = 0; c && layout && id && i < c->n_slots; i++) {
                const struct slot_fit *fit = slot_fit_for(&c->slots[i], layout->name);
                slot |= c->slots[i].kind == SLOT_TEXT && fit && str_eq(fit->target, id);
            }
            if (!slot)
                copy_push(
                    a, s,
                    (struct copy_fact){.id = id, .text = svg_text_content(a, n), .where = xml_where(doc, n)});
            down = false;
        } else if (xml_is(n, XML_NS_SVG, "defs") || xml_is(n, XML_NS_SVG, "metadata")) {
            down = false;
        }
        if (down && n->first) {
            n = n->first;
            continue;
        }
        while (n != e && !n->next)
            n = n->parent;
        n = n == e ? NULL : n->next;
    }
}

void copy_of_svg(struct arena *a, const struct xml_doc *doc, struct subject *s)
{
    svg_texts(a, doc->root, doc, NULL, NULL, s);
}

static const struct static_copy *statics_of(struct brand_worker *w, const struct creative *c,
                                            const struct layout *layout)
{
    for (size_t i = 0; i < w->statics.len; i++)
        if (w->statics.at[i].layout == layout)
            return &w->statics.at[i];
    struct subject s = {0};
    if (layout->doc)
        svg_texts(w->keep, layout->doc->root, layout->doc, layout, c, &s);
    vec_push(&w->statics, ((struct static_copy){layout, s.copy, s.n_copy}));
    return &w->statics.at[w->statics.len - 1];
}

void copy_of_variant(struct ctx *ctx, struct brand_worker *w, struct subject *s)
{
    (void)ctx;
    const struct variant *v = s->variant;
    for (const struct slot_value *sv = v->slots; sv; sv = sv->next) {
        if (sv->kind != SLOT_VALUE_TEXT || !sv->text)
            continue;
        const struct slot *slot = s->creative ? creative_slot(s->creative, sv->slot) : NULL;
        const struct message_def *m =
            s->creative && sv->message ? creative_message(s->creative, sv->message) : NULL;
        struct copy_fact f = {.slot = sv->slot,
                              .role = slot && slot->role ? slot->role
                                      : m                ? m->role
                                                         : NULL,
                              .id = sv->message,
                              .text = sv->text,
                              .lang = sv->lang ? sv->lang : v->locale,
                              .max_chars = m ? m->max_chars : 0,
                              .where = {.variant = v->id, .slot = sv->slot}};
        copy_push(w->arena, s, f);
        for (size_t i = 0; i < sv->n_alts; i++) {
            if (!sv->alts[i].text)
                continue;
            f.id = sv->alts[i].message;
            f.text = sv->alts[i].text;
            f.optional = true;
            copy_push(w->arena, s, f);
        }
    }
    if (s->creative && s->layout) {
        const struct static_copy *st = statics_of(w, s->creative, s->layout);
        for (size_t i = 0; i < st->n; i++)
            copy_push(w->arena, s, st->copy[i]);
    }
}

/* A message without the tags of its runs: what a reader sees, but for the placeholders. */
static const char *without_runs(struct arena *a, const struct creative *c, const char *pattern)
{
    struct str s = STR_INIT;
    for (const char *p = pattern; *p; p++) {
        size_t slash = p[0] == '<' && p[1] == '/', n = p[0] == '<' ? strcspn(p + 1 + slash, "<>") : 0;
        bool run = false;
        if (p[0] == '<' && p[1 + slash + n] == '>') {
            char *name = arena_strndup(a, p + 1 + slash, n);
            for (const char *const *r = c->run_names; r && *r && !run; r++)
                run = str_eq(*r, name);
            /* tspans of a layout's own text are runs t1, t2... */
            run |= n > 1 && name[0] == 't' && strspn(name + 1, "0123456789") == n - 1;
        }
        if (run)
            p += 1 + slash + n;
        else
            str_putc(&s, *p);
    }
    char *out = arena_strdup(a, s.data);
    str_drop(&s);
    return out;
}

void copy_of_creative(struct arena *a, const struct creative *c, struct subject *s)
{
    for (size_t i = 0; i < c->n_messages; i++) {
        const struct message_def *m = &c->messages[i];
        bool literal = m->parsed && message_is_literal(m->parsed);
        copy_push(a, s,
                  (struct copy_fact){.role = m->role,
                                     .id = m->id,
                                     .text = without_runs(a, c, m->pattern),
                                     .lang = c->source_locale,
                                     .raw = !literal,
                                     .max_chars = m->max_chars,
                                     .where = m->where});
    }
    for (size_t i = 0; i < c->n_layouts; i++)
        if (c->layouts[i].doc)
            svg_texts(a, c->layouts[i].doc->root, c->layouts[i].doc, &c->layouts[i], c, s);
}

void files_of_variant(struct arena *a, struct subject *s)
{
    const struct variant *v = s->variant;
    s->files = ARENA_ARRAY(a, v->n_outputs + 1, struct file_fact);
    for (size_t i = 0; i < v->n_outputs; i++) {
        const struct variant_output *o = &v->outputs[i];
        if (o->width > 0) /* pictures; copy files have no size in pixels */
            s->files[s->n_files++] = (struct file_fact){.path = o->path,
                                                        .format = o->format,
                                                        .bytes = o->bytes,
                                                        .width = o->width,
                                                        .height = o->height};
    }
}
