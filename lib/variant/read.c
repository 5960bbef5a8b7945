#include "variant/variant.h"

#include <string.h>

#include "variant/variant-imp.h"

struct reading {
    struct ctx *ctx;
    struct arena *a;
    struct where where;
    bool failed;
};

static void wrong(struct reading *r, const char *member, const char *want)
{
    if (!r->failed)
        report_hint(r->ctx, DIAG_ERROR, DIAG_VARIANT_LINE, r->where, "see pressrun-variant(5)",
                    "member '%s' is not %s", member, want);
    r->failed = true;
}

static const char *text_of(struct reading *r, const struct json *v, const char *name)
{
    if (!v || v->kind == JSON_NULL)
        return NULL;
    if (v->kind != JSON_STRING) {
        wrong(r, name, "a string");
        return NULL;
    }
    return v->string;
}

static const char *member_text(struct reading *r, const struct json *o, const char *name)
{
    return text_of(r, json_member(o, name), name);
}

/* {"name":"value"} as pairs. */
static struct pair *read_pairs(struct reading *r, const struct json *o, const char *name, size_t *n)
{
    *n = 0;
    if (!o)
        return NULL;
    if (o->kind != JSON_OBJECT) {
        wrong(r, name, "an object");
        return NULL;
    }
    struct pair *p = ARENA_ARRAY(r->a, o->n, struct pair);
    for (const struct json *m = o->first; m; m = m->next) {
        const char *v = text_of(r, m, m->key);
        p[(*n)++] = (struct pair){m->key, v ? v : ""};
    }
    return p;
}

/* An argument is a string, or {"value":"12.50","currency":"EUR"}. */
static void read_args(struct reading *r, const struct json *o, struct slot_value *s)
{
    if (!o)
        return;
    if (o->kind != JSON_OBJECT) {
        wrong(r, "args", "an object");
        return;
    }
    s->args = ARENA_ARRAY(r->a, o->n, struct variant_arg);
    for (const struct json *m = o->first; m; m = m->next) {
        struct variant_arg *arg = &s->args[s->n_args++];
        arg->name = m->key;
        if (m->kind == JSON_NUMBER) {
            arg->value = arena_strndup(r->a, m->raw, m->raw_len);
        } else if (m->kind == JSON_OBJECT) {
            arg->value = member_text(r, m, "value");
            arg->currency = member_text(r, m, "currency");
        } else {
            arg->value = text_of(r, m, m->key);
        }
        if (!arg->value)
            arg->value = "";
    }
}

static void read_runs(struct reading *r, const struct json *list, struct slot_value *s)
{
    if (!list)
        return;
    if (list->kind != JSON_ARRAY) {
        wrong(r, "runs", "an array");
        return;
    }
    s->runs = ARENA_ARRAY(r->a, list->n, struct variant_text_run);
    for (const struct json *m = list->first; m; m = m->next) {
        const struct json *from = m->kind == JSON_ARRAY ? m->first : NULL;
        const struct json *to = from ? from->next : NULL, *name = to ? to->next : NULL;
        long a = json_long(from, -1), b = json_long(to, -1);
        if (a < 0 || b < a || !json_string(name)) {
            wrong(r, "runs", "a list of [start, end, \"name\"]");
            return;
        }
        s->runs[s->n_runs++] = (struct variant_text_run){name->string, (size_t)a, (size_t)b};
    }
}

static void read_alts(struct reading *r, const struct json *list, struct slot_value *s)
{
    if (!list)
        return;
    if (list->kind != JSON_ARRAY) {
        wrong(r, "alts", "an array");
        return;
    }
    s->alts = ARENA_ARRAY(r->a, list->n, struct variant_alt);
    for (const struct json *m = list->first; m; m = m->next) {
        const char *text = member_text(r, m, "text");
        s->alts[s->n_alts++] = (struct variant_alt){member_text(r, m, "message"), text ? text : ""};
    }
}

static struct slot_value *read_slot(struct reading *r, const struct json *o)
{
    static const struct {
        const char *member;
        enum slot_value_kind kind;
    } kinds[] = {{"text", SLOT_VALUE_TEXT},     {"image", SLOT_VALUE_IMAGE},
                 {"paint", SLOT_VALUE_PAINT},   {"visible", SLOT_VALUE_VISIBLE},
                 {"module", SLOT_VALUE_MODULE}, {"value", SLOT_VALUE_ATTRIBUTE},
                 {"message", SLOT_VALUE_TEXT}};
    struct slot_value *s = ARENA_NEW(r->a, struct slot_value);
    s->slot = o->key;
    s->source = o;
    s->visible = true;
    if (o->kind != JSON_OBJECT) {
        wrong(r, o->key, "an object");
        return s;
    }
    const struct json *v = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !v; i++)
        if ((v = json_member(o, kinds[i].member)))
            s->kind = kinds[i].kind;
    if (!v) {
        wrong(r, o->key, "a slot value: text, image, paint, visible, module or value is missing");
        return s;
    }
    if (s->kind == SLOT_VALUE_VISIBLE) {
        if (v->kind != JSON_TRUE && v->kind != JSON_FALSE)
            wrong(r, "visible", "true or false");
        s->visible = v->kind == JSON_TRUE;
    } else if (s->kind != SLOT_VALUE_TEXT) {
        s->value = text_of(r, v, "value");
        if (!s->value)
            s->value = "";
    } else {
        s->message = member_text(r, o, "message");
        s->text = member_text(r, o, "text");
        s->lang = member_text(r, o, "lang");
        s->dir = member_text(r, o, "dir");
        s->font = member_text(r, o, "font");
        read_args(r, json_member(o, "args"), s);
        read_runs(r, json_member(o, "runs"), s);
        read_alts(r, json_member(o, "alts"), s);
    }
    return s;
}

static void read_slots(struct reading *r, const struct json *o, struct variant *v)
{
    if (!o)
        return;
    if (o->kind != JSON_OBJECT) {
        wrong(r, "slots", "an object");
        return;
    }
    struct slot_value **tail = &v->slots;
    for (const struct json *m = o->first; m; m = m->next) {
        *tail = read_slot(r, m);
        tail = &(*tail)->next;
    }
}

static void read_findings(struct reading *r, const struct json *list, struct variant *v)
{
    if (!list)
        return;
    if (list->kind != JSON_ARRAY) {
        wrong(r, "findings", "an array");
        return;
    }
    v->findings = ARENA_ARRAY(r->a, list->n, struct variant_finding);
    for (const struct json *m = list->first; m; m = m->next)
        v->findings[v->n_findings++] = (struct variant_finding){
            member_text(r, m, "level"), member_text(r, m, "code"), member_text(r, m, "rule"),
            member_text(r, m, "slot"), member_text(r, m, "message")};
}

static void read_outputs(struct reading *r, const struct json *list, struct variant *v)
{
    if (!list)
        return;
    if (list->kind != JSON_ARRAY) {
        wrong(r, "outputs", "an array");
        return;
    }
    v->outputs = ARENA_ARRAY(r->a, list->n, struct variant_output);
    for (const struct json *m = list->first; m; m = m->next)
        v->outputs[v->n_outputs++] = (struct variant_output){member_text(r, m, "path"),
                                                             member_text(r, m, "format"),
                                                             member_text(r, m, "digest"),
                                                             json_long(json_member(m, "bytes"), 0),
                                                             json_long(json_member(m, "width"), 0),
                                                             json_long(json_member(m, "height"), 0)};
}

struct variant *variant_read(struct ctx *ctx, struct arena *a, const char *line, size_t len,
                             struct where where)
{
    const struct json *o = json_parse(ctx, a, line, len, where);
    if (!o)
        return NULL;
    struct reading r = {ctx, a, where, false};
    if (o->kind != JSON_OBJECT) {
        report_hint(ctx, DIAG_ERROR, DIAG_VARIANT_LINE, where, "feed it what variant-expand writes",
                    "the line is not a JSON object");
        return NULL;
    }
    long version = json_long(json_member(o, "v"), 0);
    if (version != 1) {
        report_hint(ctx, DIAG_ERROR, DIAG_VARIANT_LINE, where, "feed it what variant-expand writes",
                    "the line has no \"v\":1, so it is not a variant line that this version knows");
        return NULL;
    }
    struct variant *v = ARENA_NEW(a, struct variant);
    v->source = o;
    v->id = member_text(&r, o, "id");
    v->creative = member_text(&r, o, "creative");
    v->layout = member_text(&r, o, "layout");
    v->locale = member_text(&r, o, "locale");
    v->theme = member_text(&r, o, "theme");
    v->dir = member_text(&r, o, "dir");
    v->row = json_long(json_member(o, "row"), 0);
    v->state = member_text(&r, o, "state");
    v->fields = read_pairs(&r, json_member(o, "fields"), "fields", &v->n_fields);
    v->choices = read_pairs(&r, json_member(o, "choices"), "choices", &v->n_choices);
    v->why = read_pairs(&r, json_member(o, "why"), "why", &v->n_why);
    v->fallbacks = read_pairs(&r, json_member(o, "fallbacks"), "fallbacks", &v->n_fallbacks);
    read_slots(&r, json_member(o, "slots"), v);
    read_findings(&r, json_member(o, "findings"), v);
    read_outputs(&r, json_member(o, "outputs"), v);
    if (!r.failed && (!v->id || !v->creative || !v->layout))
        wrong(&r, !v->id ? "id" : !v->creative ? "creative" : "layout", "there, and it must be");
    return r.failed ? NULL : v;
}

struct slot_value *variant_slot(const struct variant *v, const char *slot)
{
    for (struct slot_value *s = v->slots; s; s = s->next)
        if (strcmp(s->slot, slot) == 0)
            return s;
    return NULL;
}

bool variant_failed(const struct variant *v)
{
    return str_eq(v->state, "failed");
}

const char *pair_find(const struct pair *p, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(p[i].name, name) == 0)
            return p[i].value;
    return NULL;
}

void variant_add_finding(struct arena *a, struct variant *v, const char *level, const char *code,
                         const char *rule, const char *slot, const char *message)
{
    v->findings = arena_grow(a, v->findings, v->n_findings, v->n_findings + 1, sizeof *v->findings);
    v->findings[v->n_findings++] =
        (struct variant_finding){arena_strdup(a, level), arena_strdup(a, code), arena_strdup(a, rule),
                                 arena_strdup(a, slot), arena_strdup(a, message)};
    v->touched |= V_FINDINGS;
    if (str_eq(level, "error")) {
        v->state = "failed";
        v->touched |= V_STATE;
    }
}
