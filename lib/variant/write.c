#include "variant/variant.h"

#include <string.h>

#include "variant/variant-imp.h"

static void put_key(struct str *out, const char *key, bool *first)
{
    if (!*first)
        str_putc(out, ',');
    *first = false;
    json_put_string(out, key);
    str_putc(out, ':');
}

static void put_text(struct str *out, const char *key, const char *value, bool *first)
{
    if (!value)
        return;
    put_key(out, key, first);
    json_put_string(out, value);
}

static bool put_string_member(struct str *out, const char *value)
{
    if (!value)
        return false;
    json_put_string(out, value);
    return true;
}

static bool put_v(struct str *out, const struct variant *v)
{
    (void)v;
    str_putc(out, '1');
    return true;
}

static bool put_id(struct str *out, const struct variant *v)
{
    return put_string_member(out, v->id);
}

static bool put_creative(struct str *out, const struct variant *v)
{
    return put_string_member(out, v->creative);
}

static bool put_layout(struct str *out, const struct variant *v)
{
    return put_string_member(out, v->layout);
}

static bool put_locale(struct str *out, const struct variant *v)
{
    return put_string_member(out, v->locale);
}

static bool put_row(struct str *out, const struct variant *v)
{
    if (v->row <= 0)
        return false;
    str_printf(out, "%ld", v->row);
    return true;
}

static bool put_theme(struct str *out, const struct variant *v)
{
    return put_string_member(out, v->theme);
}

static bool put_dir(struct str *out, const struct variant *v)
{
    return put_string_member(out, v->dir);
}

static bool put_pairs(struct str *out, const struct pair *p, size_t n)
{
    if (!n)
        return false;
    bool first = true;
    str_putc(out, '{');
    for (size_t i = 0; i < n; i++)
        put_text(out, p[i].name, p[i].value, &first);
    str_putc(out, '}');
    return true;
}

static bool put_choices(struct str *out, const struct variant *v)
{
    return put_pairs(out, v->choices, v->n_choices);
}

static bool put_fields(struct str *out, const struct variant *v)
{
    return put_pairs(out, v->fields, v->n_fields);
}

static bool put_why(struct str *out, const struct variant *v)
{
    return put_pairs(out, v->why, v->n_why);
}

static bool put_fallbacks(struct str *out, const struct variant *v)
{
    return put_pairs(out, v->fallbacks, v->n_fallbacks);
}

static bool put_state(struct str *out, const struct variant *v)
{
    return put_string_member(out, v->state);
}

static void put_args(struct str *out, const struct slot_value *s, bool *first)
{
    if (!s->n_args)
        return;
    bool inner = true;
    put_key(out, "args", first);
    str_putc(out, '{');
    for (size_t i = 0; i < s->n_args; i++) {
        const struct variant_arg *arg = &s->args[i];
        put_key(out, arg->name, &inner);
        if (arg->currency) {
            bool money = true;
            str_putc(out, '{');
            put_text(out, "value", arg->value, &money);
            put_text(out, "currency", arg->currency, &money);
            str_putc(out, '}');
        } else {
            json_put_string(out, arg->value);
        }
    }
    str_putc(out, '}');
}

/* What another tool put into the slot and we do not know. */
static void put_unknown(struct str *out, const struct slot_value *s, bool *first)
{
    static const char *const known[] = {"message", "args",  "text",    "runs",   "alts",  "lang", "dir",
                                        "font",    "image", "visible", "module", "paint", "value"};
    for (const struct json *m = s->source ? s->source->first : NULL; m; m = m->next) {
        bool ours = false;
        for (size_t i = 0; i < sizeof known / sizeof *known && !ours; i++)
            ours = *m->key == *known[i] && strcmp(m->key, known[i]) == 0;
        if (ours)
            continue;
        put_key(out, m->key, first);
        str_put(out, m->raw, m->raw_len);
    }
}

static void put_text_slot(struct str *out, const struct slot_value *s, bool *first)
{
    put_text(out, "message", s->message, first);
    put_args(out, s, first);
    put_text(out, "text", s->text ? s->text : "", first);
    if (s->n_runs) {
        put_key(out, "runs", first);
        str_putc(out, '[');
        for (size_t i = 0; i < s->n_runs; i++) {
            str_printf(out, "%s[%zu,%zu,", i ? "," : "", s->runs[i].start, s->runs[i].end);
            json_put_string(out, s->runs[i].name);
            str_putc(out, ']');
        }
        str_putc(out, ']');
    }
    if (s->n_alts) {
        put_key(out, "alts", first);
        str_putc(out, '[');
        for (size_t i = 0; i < s->n_alts; i++) {
            bool inner = true;
            str_puts(out, i ? ",{" : "{");
            put_text(out, "message", s->alts[i].message, &inner);
            put_text(out, "text", s->alts[i].text, &inner);
            str_putc(out, '}');
        }
        str_putc(out, ']');
    }
    put_text(out, "lang", s->lang, first);
    put_text(out, "dir", s->dir, first);
    put_text(out, "font", s->font, first);
}

static bool put_slots(struct str *out, const struct variant *v)
{
    static const char *const members[] = {[SLOT_VALUE_IMAGE] = "image",
                                          [SLOT_VALUE_PAINT] = "paint",
                                          [SLOT_VALUE_MODULE] = "module",
                                          [SLOT_VALUE_ATTRIBUTE] = "value"};
    if (!v->slots && !v->source)
        return false;
    bool first = true;
    str_putc(out, '{');
    for (const struct slot_value *s = v->slots; s; s = s->next) {
        put_key(out, s->slot, &first);
        str_putc(out, '{');
        bool inner = true;
        if (s->kind == SLOT_VALUE_TEXT) {
            put_text_slot(out, s, &inner);
        } else if (s->kind == SLOT_VALUE_VISIBLE) {
            put_key(out, "visible", &inner);
            str_puts(out, s->visible ? "true" : "false");
        } else {
            put_text(out, members[s->kind], s->value ? s->value : "", &inner);
        }
        put_unknown(out, s, &inner);
        str_putc(out, '}');
    }
    str_putc(out, '}');
    return true;
}

static bool put_findings(struct str *out, const struct variant *v)
{
    if (!v->n_findings)
        return false;
    str_putc(out, '[');
    for (size_t i = 0; i < v->n_findings; i++) {
        const struct variant_finding *f = &v->findings[i];
        bool first = true;
        str_puts(out, i ? ",{" : "{");
        put_text(out, "level", f->level, &first);
        put_text(out, "code", f->code, &first);
        put_text(out, "rule", f->rule, &first);
        put_text(out, "slot", f->slot, &first);
        put_text(out, "message", f->message, &first);
        str_putc(out, '}');
    }
    str_putc(out, ']');
    return true;
}

static bool put_outputs(struct str *out, const struct variant *v)
{
    if (!v->n_outputs)
        return false;
    str_putc(out, '[');
    for (size_t i = 0; i < v->n_outputs; i++) {
        const struct variant_output *o = &v->outputs[i];
        bool first = true;
        str_puts(out, i ? ",{" : "{");
        put_text(out, "path", o->path, &first);
        put_text(out, "format", o->format, &first);
        str_printf(out, "%s\"bytes\":%ld", first ? "" : ",", o->bytes);
        if (o->width > 0)
            str_printf(out, ",\"width\":%ld,\"height\":%ld", o->width, o->height);
        first = false;
        put_text(out, "digest", o->digest, &first);
        str_putc(out, '}');
    }
    str_putc(out, ']');
    return true;
}

static const struct variant_member members[] = {
    {"v", 0, put_v},
    {"id", V_ID, put_id},
    {"creative", 0, put_creative},
    {"layout", 0, put_layout},
    {"locale", V_LOCALE, put_locale},
    {"row", 0, put_row},
    {"theme", V_THEME, put_theme},
    {"dir", V_DIR, put_dir},
    {"choices", 0, put_choices},
    {"fields", 0, put_fields},
    {"slots", V_SLOTS, put_slots},
    {"why", 0, put_why},
    {"fallbacks", V_FALLBACKS, put_fallbacks},
    {"state", V_STATE, put_state},
    {"findings", V_FINDINGS, put_findings},
    {"outputs", V_OUTPUTS, put_outputs},
};
enum { N_MEMBERS = sizeof members / sizeof *members };

/* Writes one member; takes the key back when it turns out absent. */
static void put_member(struct str *out, const struct variant_member *m, const struct variant *v, bool *first)
{
    size_t mark = out->len;
    bool was_first = *first;
    put_key(out, m->name, first);
    if (m->put(out, v))
        return;
    out->len = mark;
    out->data[mark] = '\0';
    *first = was_first;
}

static int member_of(const char *name)
{
    for (int i = 0; i < N_MEMBERS; i++)
        if (*members[i].name == *name && strcmp(members[i].name, name) == 0)
            return i;
    return -1;
}

/* A read line keeps its members in their place; a member that a tool added goes before the first known member
 * that follows it in the fixed order, or to the end. */
static void put_read_line(struct str *out, const struct variant *v)
{
    unsigned written = 0;
    bool first = true;
    for (const struct json *m = v->source->first; m; m = m->next) {
        int k = member_of(m->key);
        if (k >= 0) {
            for (int i = 0; i < k; i++) {
                if (written & 1u << i || !(members[i].bit & v->touched) ||
                    json_member(v->source, members[i].name))
                    continue;
                put_member(out, &members[i], v, &first);
                written |= 1u << i;
            }
            written |= 1u << k;
            if (members[k].bit & v->touched) {
                put_member(out, &members[k], v, &first);
                continue;
            }
        }
        put_key(out, m->key, &first);
        str_put(out, m->raw, m->raw_len);
    }
    for (int i = 0; i < N_MEMBERS; i++)
        if (!(written & 1u << i) && members[i].bit & v->touched)
            put_member(out, &members[i], v, &first);
}

void variant_write(struct str *out, const struct variant *v)
{
    str_putc(out, '{');
    if (v->source) {
        put_read_line(out, v);
    } else {
        bool first = true;
        for (int i = 0; i < N_MEMBERS; i++)
            put_member(out, &members[i], v, &first);
    }
    str_puts(out, "}\n");
}
