/* Values of properties: which are valid (an invalid declaration does not count), paints, var(). */
#include "svg/svg-imp.h"

static bool wide_keyword(const char *s)
{
    return str_eq_nocase(s, "inherit") || str_eq_nocase(s, "initial") || str_eq_nocase(s, "unset") ||
           str_eq_nocase(s, "revert");
}

bool parse_paint(struct arena *a, const char *s, struct rgba now, struct paint_spec *out)
{
    struct paint_spec p = {.slot = SLOT_NONE};
    bool current;
    scan_space(&s);
    if (word_at(s, "none")) {
        s += 4;
    } else if (word_at(s, "context-fill")) {
        p.kind = SPEC_CONTEXT_FILL;
        s += 12;
    } else if (word_at(s, "context-stroke")) {
        p.kind = SPEC_CONTEXT_STROKE;
        s += 14;
    } else if (strncasecmp(s, "url(", 4) == 0) {
        const char *rest = NULL;
        p.kind = SPEC_URL;
        p.url = parse_url(a, s, &rest);
        if (!rest) { /* not a local reference: treated as one that is missing */
            rest = strchr(s, ')');
            if (!rest)
                return false;
            rest++;
        }
        scan_space(&rest);
        if (word_at(rest, "none")) {
            p.has_fallback = true;
        } else if (*rest && scan_color(&rest, now, &p.color, &current)) {
            p.has_fallback = true;
            p.fallback = current ? SPEC_CURRENT : SPEC_COLOR;
        }
        *out = p;
        return true;
    } else if (scan_color(&s, now, &p.color, &current)) {
        p.kind = current ? SPEC_CURRENT : SPEC_COLOR;
        scan_space(&s);
        if (strncmp(s, "icc-color(", 10) == 0 || strncmp(s, "device-", 7) == 0)
            s += strlen(s);
    } else {
        return false;
    }
    scan_space(&s);
    if (*s)
        return false;
    *out = p;
    return true;
}

bool style_value_valid(int prop, const char *value)
{
    if (prop == PROP_CUSTOM || strstr(value, "var(") || wide_keyword(value))
        return true;
    struct rgba c;
    bool current;
    double v;
    switch (prop) {
    case PROP_FILL:
    case PROP_STROKE: {
        /* nothing is kept of a url here, so no arena is needed: a colour or a keyword decides */
        const char *s = value;
        scan_space(&s);
        if (strncasecmp(s, "url(", 4) == 0)
            return strchr(s, ')') != NULL;
        struct paint_spec p;
        return parse_paint(NULL, s, (struct rgba){0, 0, 0, 255}, &p);
    }
    case PROP_COLOR:
    case PROP_STOP_COLOR:
    case PROP_FLOOD_COLOR:
    case PROP_LIGHTING_COLOR:
        if (!scan_color(&value, (struct rgba){0, 0, 0, 255}, &c, &current))
            return false;
        scan_space(&value);
        return !*value || strncmp(value, "icc-color(", 10) == 0;
    case PROP_OPACITY:
    case PROP_FILL_OPACITY:
    case PROP_STROKE_OPACITY:
    case PROP_STOP_OPACITY:
    case PROP_FLOOD_OPACITY:
        return parse_number_or_percent(value, &v);
    case PROP_MIX_BLEND_MODE: {
        enum blend_mode mode;
        return fx_blend_named(value, &mode);
    }
    default:
        return true;
    }
}

static const char *custom_value(struct lower *L, const struct style *s, const char *name)
{
    for (size_t i = 0; i < L->o->n_tokens; i++)
        if (str_eq(L->o->tokens[i].name, name))
            return L->o->tokens[i].value;
    for (const struct custom *c = s->customs; c; c = c->next)
        if (str_eq(c->name, name))
            return c->value;
    return NULL;
}

/* Expansions are bounded: a property of ten var() of ten var()... must not fill the memory. */
#define MAX_EXPANSION 65536
#define MAX_VARS 1000

const char *style_substitute(struct lower *L, const struct style *s, const char *value, int depth)
{
    const char *at = strstr(value, "var(");
    if (!at)
        return value;
    if (!depth)
        L->n_vars = 0;
    if (depth > 16 || !s || ++L->n_vars > MAX_VARS)
        return "";
    struct str out = STR_INIT;
    bool ok = true;
    while (at && ok) {
        str_put(&out, value, (size_t)(at - value));
        const char *p = at + 4, *name, *fallback = NULL;
        scan_space(&p);
        name = p;
        while (*p && *p != ',' && *p != ')' && !ascii_space(*p))
            p++;
        char *n = arena_strndup(L->scratch, name, (size_t)(p - name));
        scan_space(&p);
        if (*p == ',')
            fallback = ++p;
        int open = 1;
        while (*p && open > 0) {
            open += *p == '(';
            open -= *p == ')';
            p++;
        }
        const char *found = custom_value(L, s, n);
        if (!found && fallback)
            found = str_trim(L->scratch, fallback, (size_t)(p - fallback - (open == 0)));
        if (!found || out.len > MAX_EXPANSION)
            ok = false;
        else
            str_puts(&out, style_substitute(L, s, found, depth + 1));
        value = p;
        at = strstr(value, "var(");
    }
    str_puts(&out, value);
    const char *result = ok && out.len <= MAX_EXPANSION ? arena_strndup(L->scratch, out.data, out.len) : "";
    str_drop(&out);
    return result;
}
