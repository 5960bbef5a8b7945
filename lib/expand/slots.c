/* What a value puts into a slot. Audience values stay data: a text is not a pattern, a picture is a file
 * below the creative, a paint is a colour. */
#include <stdio.h>
#include <string.h>

#include "expand/expand-imp.h"

enum { IMAGE_CACHE = 65536 };

static int bad_value(struct ctx *ctx, struct expand *e, const struct slot *s, const char *column,
                     const char *value, const char *what, const char *hint)
{
    long k = expand_column(e, column);
    bool hidden = k >= 0 && e->columns[k].field && e->columns[k].field->pii;
    struct where where = e->row_where;
    where.slot = s->name;
    report_hint(ctx, DIAG_ERROR, DIAG_VALUE, where, hint, "row %ld, column '%s': '%.200s' %s", e->row->row,
                column, hidden ? "***" : value, what);
    return -1;
}

static int format(struct ctx *ctx, struct expand *e, struct message_plan *m, const struct slot *s)
{
    if (m->stamp == e->row_stamp)
        return m->ok ? 0 : -1;
    m->stamp = e->row_stamp;
    m->ok = m->drop = false;
    struct message_arg_value *args = ARENA_ARRAY(e->row_arena, m->n_args, struct message_arg_value);
    m->args = ARENA_ARRAY(e->row_arena, m->n_args, struct variant_arg);
    for (size_t i = 0; i < m->n_args; i++) {
        size_t k = m->columns[i];
        const struct field *f = e->columns[k].field;
        const char *currency = m->currency_code[i];
        if (m->currency_column[i] >= 0 && *e->values[m->currency_column[i]])
            currency = e->values[m->currency_column[i]];
        m->drop |= e->empty[k] && f && f->empty == EMPTY_DROP;
        args[i] = (struct message_arg_value){message_arg(m->def->parsed, i), e->values[k], currency};
        m->args[i] = (struct variant_arg){args[i].name, args[i].value, currency};
    }
    struct where where = e->row_where;
    where.slot = s->name;
    if (!m->drop && message_format(ctx, e->formatter, m->def->parsed, e->market->format, args, m->n_args,
                                   e->row_arena, where, &m->formatted) < 0)
        return -1;
    m->runs = NULL;
    if (!m->drop && m->formatted.n_runs) {
        m->runs = ARENA_ARRAY(e->row_arena, m->formatted.n_runs, struct variant_text_run);
        for (size_t i = 0; i < m->formatted.n_runs; i++) /* bytes to code points */
            m->runs[i] = (struct variant_text_run){m->formatted.runs[i].name,
                                                   utf8_length(m->formatted.text, m->formatted.runs[i].start),
                                                   utf8_length(m->formatted.text, m->formatted.runs[i].end)};
    }
    m->ok = true;
    return 0;
}

static struct message_plan *plan_of(struct expand *e, const char *id)
{
    const struct message_def *def = creative_message(e->c, id);
    return def ? &e->messages[def - e->c->messages] : NULL;
}

static bool has_arg(const struct slot_value *s, const char *name)
{
    for (size_t i = 0; i < s->n_args; i++)
        if (str_eq(s->args[i].name, name))
            return true;
    return false;
}

/* The shorter texts of the fit ladder, and the arguments they need beside those of the message. */
static int build_alts(struct ctx *ctx, struct expand *e, const struct slot *s, const char *const *fallbacks,
                      struct slot_value *out)
{
    size_t n = 0, more = 0;
    for (; fallbacks && fallbacks[n]; n++) {
        struct message_plan *m = plan_of(e, fallbacks[n]);
        if (!m || format(ctx, e, m, s) < 0)
            return -1;
        more += m->n_args;
    }
    if (!n)
        return 0;
    out->alts = ARENA_ARRAY(e->row_arena, n, struct variant_alt);
    if (more)
        out->args = arena_grow(e->row_arena, out->args, out->n_args, out->n_args + more, sizeof *out->args);
    for (size_t i = 0; i < n; i++) {
        const struct message_plan *m = plan_of(e, fallbacks[i]);
        if (m->drop || str_eq(fallbacks[i], out->message))
            continue;
        for (size_t k = 0; k < m->n_args; k++)
            if (!has_arg(out, m->args[k].name))
                out->args[out->n_args++] = m->args[k];
        out->alts[out->n_alts++] = (struct variant_alt){m->def->id, m->formatted.text};
    }
    return 0;
}

static int build_message(struct ctx *ctx, struct expand *e, const struct slot *s, const char *id,
                         const char *const *fallbacks, struct slot_value *out)
{
    struct message_plan *m = plan_of(e, id);
    if (!m || format(ctx, e, m, s) < 0)
        return -1;
    if (m->drop) {
        out->kind = SLOT_VALUE_VISIBLE;
        out->visible = false;
        return 0;
    }
    out->kind = SLOT_VALUE_TEXT;
    out->message = m->def->id;
    out->args = m->args;
    out->n_args = m->n_args;
    out->text = m->formatted.text;
    out->runs = m->runs;
    out->n_runs = m->formatted.n_runs;
    return build_alts(ctx, e, s, fallbacks, out);
}

/* The path of a picture for the line, checked once a value. `column` NULL: the creative's own, checked at
 * loading. */
static const char *image_path(struct ctx *ctx, struct expand *e, const struct slot *s, const char *folder,
                              const char *value)
{
    struct str key = STR_INIT;
    str_puts(&key, folder ? folder : "");
    str_putc(&key, '\n');
    str_puts(&key, value);
    const char *known = map_find(e->images, key.data);
    if (!known) {
        struct where where = e->row_where;
        where.slot = s->name;
        const char *root = folder ? path_join(e->row_arena, e->c->dir, folder) : e->c->dir;
        char *path = path_inside(ctx, e->row_arena, root, value, where);
        if (path && !file_exists(path)) {
            report(ctx, DIAG_NOT_FOUND, where, "'%s' is not a file that can be read", value);
            path = NULL;
        }
        if (path) {
            if (map_len(e->images) >= IMAGE_CACHE) {
                map_drop(e->images);
                e->images = map_new();
                arena_reset(e->image_arena);
            }
            known = folder ? path_join(e->image_arena, folder, value) : arena_strdup(e->image_arena, value);
            map_put(e->images, key.data, (void *)known);
            known = arena_strdup(e->row_arena, known);
        }
    }
    str_drop(&key);
    return known;
}

static const char *hex_color(struct arena *a, struct rgba c)
{
    static const char hex[] = "0123456789abcdef";
    const uint8_t parts[] = {c.r, c.g, c.b, c.a};
    char *s = arena_alloc(a, 10), *p = s;
    *p++ = '#';
    for (size_t i = 0; i < (c.a == 255 ? 3 : 4); i++) {
        *p++ = hex[parts[i] >> 4];
        *p++ = hex[parts[i] & 15];
    }
    return s;
}

static const char *theme_paint(struct expand *e, const char *text, const struct theme *theme)
{
    if (!str_starts(text, "var("))
        return text;
    const char *p = text + 4;
    while (ascii_space(*p))
        p++;
    const char *token = arena_strndup(e->row_arena, p, strcspn(p, " \t\n)"));
    const char *v = theme_value(theme, token);
    return v ? v : theme_value(creative_theme(e->c, e->c->default_theme), token);
}

/* Attribute values from rows may not refer to anything outside. */
static const char *attribute_fault(const char *v)
{
    if (strstr(v, "url(") || strstr(v, "URL(") || strstr(v, "://") || strstr(v, "data:") ||
        strstr(v, "javascript:"))
        return "refers to something outside, which an attribute from the audience may not";
    return NULL;
}

static int build_column(struct ctx *ctx, struct expand *e, struct slot_plan *p, const char *column,
                        const struct slot_fit *fit, struct slot_value *out, bool *present)
{
    const struct slot *s = p->slot;
    long k = expand_column(e, column);
    if (k < 0)
        return -1;
    const char *v = e->values[k];
    const struct field *f = e->columns[k].field;
    if (e->empty[k] && f && f->empty == EMPTY_DROP) {
        out->kind = SLOT_VALUE_VISIBLE;
        out->visible = false;
        *present = s->kind != SLOT_COPY;
        return 0;
    }
    if (s->kind == SLOT_TEXT || s->kind == SLOT_COPY) {
        out->kind = SLOT_VALUE_TEXT;
        out->text = v;
        return build_alts(ctx, e, s, fit->fallbacks, out);
    }
    if (!*v) { /* the layout keeps what it shows */
        *present = false;
        return 0;
    }
    struct rgba rgba;
    bool yes;
    const char *fault;
    switch (s->kind) {
    case SLOT_IMAGE:
        out->kind = SLOT_VALUE_IMAGE;
        return (out->value = image_path(ctx, e, s, fit->folder, v)) ? 0 : -1;
    case SLOT_PAINT:
        out->kind = SLOT_VALUE_PAINT;
        if (!svg_parse_color(v, &rgba))
            return bad_value(ctx, e, s, column, v, "is not a colour", "write #rrggbb or a CSS colour name");
        out->value = hex_color(e->row_arena, rgba);
        return 0;
    case SLOT_VISIBILITY:
        out->kind = SLOT_VALUE_VISIBLE;
        if (!parse_boolean(v, &yes))
            return bad_value(ctx, e, s, column, v, "is neither yes nor no",
                             "write yes, no, true, false, 1 or 0");
        out->visible = yes;
        return 0;
    case SLOT_MODULE:
        out->kind = SLOT_VALUE_MODULE;
        out->value = v;
        if (!creative_module(e->c, v)) {
            const char **names = ARENA_ARRAY(e->row_arena, e->c->n_modules, const char *);
            for (size_t i = 0; i < e->c->n_modules; i++)
                names[i] = e->c->modules[i].name;
            const char *near = did_you_mean(v, names, e->c->n_modules);
            return bad_value(ctx, e, s, column, v, "is no module of the creative",
                             near ? arena_printf(e->row_arena, "did you mean '%s'?", near) : NULL);
        }
        return 0;
    default:
        out->kind = SLOT_VALUE_ATTRIBUTE;
        out->value = v;
        fault = attribute_fault(v);
        return fault ? bad_value(ctx, e, s, column, v, fault, NULL) : 0;
    }
}

int build_slot(struct ctx *ctx, struct expand *e, struct slot_plan *p, const struct value *v, size_t layout,
               const struct theme *theme, struct slot_value *out, bool *present)
{
    const struct slot *s = p->slot;
    const struct slot_fit *fit = slot_fit_for(s, e->c->layouts[layout].name);
    const char *theme_name = theme ? theme->name : NULL;
    if (p->stamp == e->row_stamp && p->value == v && p->fallbacks == fit->fallbacks &&
        p->theme == theme_name) {
        *out = p->built;
        *present = p->present;
        return 0;
    }
    *out = (struct slot_value){.slot = s->name, .visible = true};
    *present = true;
    int rc = 0;
    struct rgba rgba;
    const char *paint;
    switch (v->kind) {
    case VALUE_MESSAGE:
        rc = build_message(ctx, e, s, v->text, fit->fallbacks, out);
        *present = !(s->kind == SLOT_COPY && out->kind == SLOT_VALUE_VISIBLE);
        break;
    case VALUE_COLUMN:
        rc = build_column(ctx, e, p, v->text, fit, out, present);
        break;
    case VALUE_TEXT:
        out->kind = SLOT_VALUE_TEXT;
        out->text = v->text;
        rc = build_alts(ctx, e, s, fit->fallbacks, out);
        break;
    case VALUE_IMAGE:
        out->kind = SLOT_VALUE_IMAGE;
        out->value = image_path(ctx, e, s, s->fit.folder, v->text);
        rc = out->value ? 0 : -1;
        break;
    case VALUE_PAINT:
        out->kind = SLOT_VALUE_PAINT;
        paint = theme_paint(e, v->text, theme);
        rc = paint && svg_parse_color(paint, &rgba) ? 0 : -1;
        if (rc == 0)
            out->value = hex_color(e->row_arena, rgba);
        break;
    case VALUE_VISIBLE:
        out->kind = SLOT_VALUE_VISIBLE;
        out->visible = v->yes;
        break;
    case VALUE_MODULE:
        out->kind = SLOT_VALUE_MODULE;
        out->value = v->text;
        break;
    case VALUE_LITERAL:
        out->kind = SLOT_VALUE_ATTRIBUTE;
        out->value = v->text;
        break;
    case VALUE_DROP:
        out->kind = SLOT_VALUE_VISIBLE;
        out->visible = false;
        *present = s->kind != SLOT_COPY;
        break;
    default:
        *present = false;
        break;
    }
    if (rc == 0) {
        if (*present && e->shares_slots) {
            str_clear(&e->json);
            variant_put_slot(&e->json, out);
            out->json = arena_strndup(e->row_arena, e->json.data, e->json.len);
            out->json_len = e->json.len;
        }
        p->stamp = e->row_stamp;
        p->value = v;
        p->fallbacks = fit->fallbacks;
        p->theme = theme_name;
        p->built = *out;
        p->present = *present;
    }
    return rc;
}
