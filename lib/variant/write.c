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

/* A key of ours, given as it stands after another member: ",\"text\":". */
static inline void put_own_key(struct str *out, const char *key, bool *first)
{
    str_puts(out, key + *first);
    *first = false;
}

static inline void put_own_text(struct str *out, const char *key, const char *value, bool *first)
{
    if (!value)
        return;
    put_own_key(out, key, first);
    json_put_string(out, value);
}

static void put_text(struct str *out, const char *key, const char *value, bool *first)
{
    if (!value)
        return;
    put_key(out, key, first);
    json_put_string(out, value);
}

/* A whole number, without stdio: several stand in each line. */
static void put_count(struct str *out, size_t n)
{
    char buf[24], *p = buf + sizeof buf;
    do
        *--p = (char)('0' + n % 10);
    while (n /= 10);
    str_put(out, p, (size_t)(buf + sizeof buf - p));
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
    put_count(out, (size_t)v->row);
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
    put_own_key(out, ",\"args\":", first);
    str_putc(out, '{');
    for (size_t i = 0; i < s->n_args; i++) {
        const struct variant_arg *arg = &s->args[i];
        put_key(out, arg->name, &inner);
        if (arg->currency) {
            bool money = true;
            str_putc(out, '{');
            put_own_text(out, ",\"value\":", arg->value, &money);
            put_own_text(out, ",\"currency\":", arg->currency, &money);
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
#define KNOWN(name)            \
    {                          \
        name, sizeof(name) - 1 \
    }
    static const struct {
        const char *name;
        size_t len;
    } known[] = {KNOWN("message"), KNOWN("args"),  KNOWN("text"), KNOWN("runs"),  KNOWN("alts"),
                 KNOWN("lang"),    KNOWN("dir"),   KNOWN("font"), KNOWN("image"), KNOWN("visible"),
                 KNOWN("module"),  KNOWN("paint"), KNOWN("value")};
#undef KNOWN
    for (const struct json *m = s->source ? s->source->first : NULL; m; m = m->next) {
        bool ours = false;
        for (size_t i = 0; i < sizeof known / sizeof *known && !ours; i++)
            ours = m->key_len == known[i].len && memcmp(m->key, known[i].name, known[i].len) == 0;
        if (ours)
            continue;
        put_key(out, m->key, first);
        str_put(out, m->raw, m->raw_len);
    }
}

static void put_text_slot(struct str *out, const struct slot_value *s, bool *first)
{
    put_own_text(out, ",\"message\":", s->message, first);
    put_args(out, s, first);
    put_own_text(out, ",\"text\":", s->text ? s->text : "", first);
    if (s->n_runs) {
        put_own_key(out, ",\"runs\":", first);
        str_putc(out, '[');
        for (size_t i = 0; i < s->n_runs; i++) {
            str_puts(out, i ? ",[" : "[");
            put_count(out, s->runs[i].start);
            str_putc(out, ',');
            put_count(out, s->runs[i].end);
            str_putc(out, ',');
            json_put_string(out, s->runs[i].name);
            str_putc(out, ']');
        }
        str_putc(out, ']');
    }
    if (s->n_alts) {
        put_own_key(out, ",\"alts\":", first);
        str_putc(out, '[');
        for (size_t i = 0; i < s->n_alts; i++) {
            bool inner = true;
            str_puts(out, i ? ",{" : "{");
            put_own_text(out, ",\"message\":", s->alts[i].message, &inner);
            put_own_text(out, ",\"text\":", s->alts[i].text, &inner);
            str_putc(out, '}');
        }
        str_putc(out, ']');
    }
    put_own_text(out, ",\"lang\":", s->lang, first);
    put_own_text(out, ",\"dir\":", s->dir, first);
    put_own_text(out, ",\"font\":", s->font, first);
}

void variant_put_slot(struct str *out, const struct slot_value *s)
{
    static const char *const keys[] = {[SLOT_VALUE_IMAGE] = ",\"image\":",
                                       [SLOT_VALUE_PAINT] = ",\"paint\":",
                                       [SLOT_VALUE_MODULE] = ",\"module\":",
                                       [SLOT_VALUE_ATTRIBUTE] = ",\"value\":"};
    json_put_string(out, s->slot);
    str_puts(out, ":{");
    bool first = true;
    if (s->kind == SLOT_VALUE_TEXT) {
        put_text_slot(out, s, &first);
    } else if (s->kind == SLOT_VALUE_VISIBLE) {
        put_own_key(out, ",\"visible\":", &first);
        str_puts(out, s->visible ? "true" : "false");
    } else {
        put_own_text(out, keys[s->kind], s->value ? s->value : "", &first);
    }
    put_unknown(out, s, &first);
    str_putc(out, '}');
}

static bool put_slots(struct str *out, const struct variant *v)
{
    if (!v->slots && !v->source)
        return false;
    str_putc(out, '{');
    for (const struct slot_value *s = v->slots; s; s = s->next) {
        if (s != v->slots)
            str_putc(out, ',');
        if (s->json)
            str_put(out, s->json, s->json_len);
        else
            variant_put_slot(out, s);
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
        put_own_text(out, ",\"level\":", f->level, &first);
        put_own_text(out, ",\"code\":", f->code, &first);
        put_own_text(out, ",\"rule\":", f->rule, &first);
        put_own_text(out, ",\"slot\":", f->slot, &first);
        put_own_text(out, ",\"message\":", f->message, &first);
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
        put_own_text(out, ",\"path\":", o->path, &first);
        put_own_text(out, ",\"format\":", o->format, &first);
        str_printf(out, "%s\"bytes\":%ld", first ? "" : ",", o->bytes);
        if (o->width > 0)
            str_printf(out, ",\"width\":%ld,\"height\":%ld", o->width, o->height);
        first = false;
        put_own_text(out, ",\"digest\":", o->digest, &first);
        str_putc(out, '}');
    }
    str_putc(out, ']');
    return true;
}

#define MEMBER(name, bit)                                            \
    {                                                                \
#name, ",\"" #name "\":", sizeof(#name) - 1, bit, put_##name \
    }
static const struct variant_member members[] = {
    MEMBER(v, 0),
    MEMBER(id, V_ID),
    MEMBER(creative, 0),
    MEMBER(layout, 0),
    MEMBER(locale, V_LOCALE),
    MEMBER(row, 0),
    MEMBER(theme, V_THEME),
    MEMBER(dir, V_DIR),
    MEMBER(choices, 0),
    MEMBER(fields, 0),
    MEMBER(slots, V_SLOTS),
    MEMBER(why, 0),
    MEMBER(fallbacks, V_FALLBACKS),
    MEMBER(state, V_STATE),
    MEMBER(findings, V_FINDINGS),
    MEMBER(outputs, V_OUTPUTS),
};
enum { N_MEMBERS = sizeof members / sizeof *members };

/* Writes one member; takes the key back when it turns out absent. */
static void put_member(struct str *out, const struct variant_member *m, const struct variant *v, bool *first)
{
    size_t mark = out->len;
    bool was_first = *first;
    put_own_key(out, m->key, first);
    if (m->put(out, v))
        return;
    out->len = mark;
    out->data[mark] = '\0';
    *first = was_first;
}

static int member_of(const struct json *m)
{
    for (int i = 0; i < N_MEMBERS; i++)
        if (members[i].len == m->key_len && memcmp(members[i].name, m->key, m->key_len) == 0)
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
        int k = member_of(m);
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
