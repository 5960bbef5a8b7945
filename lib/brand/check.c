/* Runs rules on a subject: scope, severity, findings. */
#include <stdlib.h>
#include <string.h>

#include "brand/worker-imp.h"

bool locale_in(const char *const *locales, const char *locale)
{
    if (!locales)
        return true;
    for (; *locales && locale; locales++) {
        size_t n = strlen(*locales);
        if (strncasecmp(*locales, locale, n) == 0 && (!locale[n] || locale[n] == '-' || locale[n] == '_'))
            return true;
    }
    return false;
}

bool rule_covers(const struct brand_rule *r, const char *slot, const char *role, const char *id)
{
    if (!r->slots && !r->roles && !r->except)
        return true;
    if (words_have(r->except, slot) || words_have(r->except, role) || words_have(r->except, id))
        return false;
    if (!r->slots && !r->roles)
        return true;
    return words_have(r->slots, slot) || (!slot && words_have(r->slots, id)) || words_have(r->roles, role);
}

static const char *arena_join(struct arena *a, const char *one, const char *two)
{
    size_t n = strlen(one), m = strlen(two);
    char *out = arena_alloc(a, n + m + 1);
    memcpy(out, one, n);
    memcpy(out + n, two, m);
    return out;
}

const char *spot_name(struct check *c, const char *slot, const char *id, long line)
{
    if (slot)
        return arena_join(c->arena, "slot ", slot);
    if (id)
        return arena_join(c->arena, "#", id);
    return line ? arena_printf(c->arena, "the element on line %ld", line) : "an element";
}

const char *excerpt(struct arena *a, const char *text, size_t len)
{
    enum { MOST = 40 };
    const char *p = text, *end = text + len;
    struct str s = STR_INIT;
    for (int n = 0; p < end && n < MOST; n++) {
        uint32_t cp = utf8_next(&p, end);
        str_put_utf8(&s, cp < 0x20 || cp == 0x7f ? ' ' : cp);
    }
    if (p < end)
        str_puts(&s, "…");
    char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

struct spot copy_spot(const struct copy_fact *f, const char *key)
{
    return (struct spot){
        .slot = f->slot, .id = f->id, .key = key, .file = f->where.file, .line = f->where.line};
}

struct spot text_spot(const struct drawn_text *t, const char *key)
{
    return (struct spot){.slot = t->slot, .id = t->id, .key = key, .line = t->file_line, .box = t->box};
}

/* What the rule says, what is there, and how far the rule itself can be trusted. */
static const char *whole_message(const struct check *c, const char *detail)
{
    const struct brand_rule *r = c->rule;
    const char *note = certainty_note(r), *head = r->message ? r->message : NULL;
    return arena_printf(c->arena, "%s%s%s%s%s%s", head ? head : "", head ? ": " : "", detail,
                        note ? " (" : "", note ? note : "", note ? ")" : "");
}

const struct brand_rule *rule_of(const struct finding *f)
{
    return (const struct brand_rule *)((const char *)f->rule - offsetof(struct brand_rule, entry));
}

const char *check_masked(struct check *c, const char *message)
{
    const struct ctx ctx = {.masked = c->s->masked, .n_masked = c->s->n_masked};
    struct str s = STR_INIT;
    if (!ctx.n_masked)
        return message;
    diag_mask(&ctx, &s, message);
    const char *out = arena_strndup(c->arena, s.data, s.len);
    str_drop(&s);
    return out;
}

void found(struct check *c, struct spot spot, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *detail = arena_vprintf(c->arena, fmt, ap);
    va_end(ap);
    const struct brand_rule *r = c->rule;
    const struct subject *s = c->s;
    if (c->n_found == c->cap_found) {
        size_t cap = c->cap_found ? 2 * c->cap_found : 16;
        c->found = arena_grow(c->arena, c->found, c->n_found, cap, sizeof *c->found);
        c->cap_found = cap;
    }
    int level = spot.level ? spot.level - 1 : r->level;
    const char *place = spot.file ? spot.file : spot.line && s->layout ? s->layout->path : NULL;
    if (!place)
        place = s->creative ? s->creative->path : s->file;
    struct finding *f = &c->found[c->n_found++];
    *f = (struct finding){
        .rule = &r->entry,
        .level =
            (enum diag_level)(level > r->level ? r->level : level), /* --set can lower what a kind raises */
        .slot = spot.slot,
        .element = spot.slot   ? NULL
                   : spot.id   ? spot.id
                   : spot.line ? arena_printf(c->arena, "line %ld", spot.line)
                               : NULL,
        /* what a kind lowers is not what it found before, and a baseline that knows the one does not hide the
           other */
        .key = spot.level && level < r->level ? arena_printf(c->arena, "%s|%s", spot.key ? spot.key : "",
                                                             diag_level_name((enum diag_level)level))
                                              : spot.key,
        .message = check_masked(c, whole_message(c, detail)),
        .hint = r->entry.hint,
        .about = s->creative ? s->creative->path : s->file,
        .file = place,
        .line = spot.line,
        .input = s->line,
        .box = spot.box,
        .layout = s->layout    ? s->layout->name
                  : s->variant ? s->variant->layout
                               : NULL,
        .locale = s->locale,
    };
    if (s->variant) {
        f->variant = check_masked(c, s->variant->id);
        f->row = s->variant->row;
    }
}

/* ---- XPath over the fields of the line ---- */

static bool set_string(struct xpath_value *out, const char *s)
{
    out->kind = XV_STRING;
    out->string = s ? s : "";
    return true;
}

/* Columns first, then what a line says of itself, then the text of slots. A column that the line does not
 * carry is empty: whether it exists in the audience is for the creative's contract to say. */
static bool variable(void *payload, const char *name, struct xpath_value *out)
{
    const struct check *c = payload;
    const struct subject *s = c->s;
    const struct variant *v = s->variant;
    if (c->n_lets && pair_find(c->lets, c->n_lets, name))
        return set_string(out, pair_find(c->lets, c->n_lets, name));
    if (v && pair_find(v->fields, v->n_fields, name))
        return set_string(out, pair_find(v->fields, v->n_fields, name));
    if (v && pair_find(v->choices, v->n_choices, name))
        return set_string(out, pair_find(v->choices, v->n_choices, name));
    if (str_eq(name, "layout"))
        return set_string(out, s->layout ? s->layout->name : v ? v->layout : NULL);
    if (str_eq(name, "locale"))
        return set_string(out, s->locale);
    if (str_eq(name, "theme"))
        return set_string(out, v ? v->theme : NULL);
    if (str_eq(name, "id"))
        return set_string(out, v ? v->id : NULL);
    if (str_eq(name, "width") || str_eq(name, "height")) {
        out->kind = XV_NUMBER;
        out->number = name[0] == 'w' ? s->width : s->height;
        return true;
    }
    for (size_t i = 0; i < s->n_copy; i++)
        if (str_eq(s->copy[i].slot, name) && !s->copy[i].optional)
            return set_string(out, s->copy[i].text);
    for (const struct slot_value *sv = v ? v->slots : NULL; sv; sv = sv->next)
        if (str_eq(sv->slot, name))
            return set_string(out, sv->kind == SLOT_VALUE_VISIBLE ? (sv->visible ? "yes" : "no") : sv->value);
    return set_string(out, NULL);
}

static int re_test(void *payload, const char *subject, const char *pattern, const char *flags)
{
    struct check *c = payload;
    return match_cache_test(c->ctx, c->worker->matches, subject, pattern, flags, c->rule->where);
}

int worker_xpath(struct check *c, struct xpath **slot, const char *expr)
{
    if (!*slot)
        *slot = xpath_new(c->ctx, expr, c->rule->where);
    if (!*slot)
        return -1;
    return xpath_test(c->ctx, *slot, variable, re_test, c, c->rule->where);
}

static struct rule_state *state_of(struct brand_worker *w, const struct brand_rules *rules)
{
    for (size_t i = 0; i < w->states.len; i++)
        if (w->states.at[i].rules == rules)
            return &w->states.at[i];
    struct rule_state s = {rules, xcalloc(rules->n_rules + 1, sizeof(struct xpath *)), map_new(),
                           xcalloc(rules->n_rules + 1, sizeof(struct rule_count)), clean_new(rules->n_rules)};
    vec_push(&w->states, s);
    return &w->states.at[w->states.len - 1];
}

const struct brand_rules *worker_rules_of(struct check *c)
{
    for (size_t i = 0; i < c->worker->states.len; i++) {
        const struct brand_rules *r = c->worker->states.at[i].rules;
        if (c->rule >= r->rules && c->rule < r->rules + r->n_rules)
            return r;
    }
    return NULL;
}

struct xpath *worker_expr(struct check *c, const char *expr)
{
    struct rule_state *state = state_of(c->worker, worker_rules_of(c));
    struct xpath *x = map_find(state->exprs, expr);
    if (!x && (x = xpath_new(c->ctx, expr, c->rule->where)))
        map_put(state->exprs, expr, x);
    return x;
}

struct xpath_env worker_env(struct check *c)
{
    return (struct xpath_env){variable, re_test, c, c->rule->where};
}

static bool layout_in(const char *const *layouts, const struct subject *s)
{
    if (!layouts)
        return true;
    const char *name = s->layout ? s->layout->name : s->variant ? s->variant->layout : NULL;
    char size[64] = "";
    if (s->width > 0 && s->height > 0)
        snprintf(size, sizeof size, "%.0fx%.0f", s->width, s->height);
    return words_have(layouts, name) || words_have(layouts, size);
}

/* 1 when the rule applies to the subject, 0 not, -1 with a report. */
static int in_scope(struct check *c, struct rule_state *state)
{
    const struct brand_rule *r = c->rule;
    if (r->level == BRAND_OFF || !layout_in(r->layouts, c->s))
        return 0;
    /* a creative comes as its copy (no layout), then as each layout without its copy */
    if (c->s->kind == SUBJECT_CREATIVE && (r->need == NEED_LINE) != (c->s->layout == NULL))
        return 0;
    if (r->locales && (!c->s->locale || !locale_in(r->locales, c->s->locale)))
        return 0;
    return r->test ? worker_xpath(c, &state->tests[r->index], r->test) : 1;
}

static int facts_for(struct ctx *ctx, struct brand_worker *w, enum brand_need need, struct subject *s)
{
    if (s->kind == SUBJECT_IMAGE || need == NEED_LINE)
        return 0;
    if (!s->scene) {
        struct stage *stage = worker_stage(ctx, w);
        s->scene = stage ? stage_bind(ctx, stage, w->arena, s->variant) : NULL;
        if (!s->scene)
            return -1;
    }
    facts_of_scene(w->arena, s);
    if (need < NEED_PIXELS)
        return 0;
    s->pixels = stage_draw(ctx, worker_stage(ctx, w), s->scene);
    if (!w->painter)
        w->painter = painter_new();
    s->painter = w->painter;
    return s->pixels ? 0 : -1;
}

/* The places of the subject's texts in the table of clean ones; some may be NULL. */
static uint64_t **clean_places(struct brand_worker *w, struct rule_state *state, const struct subject *s)
{
    uint64_t **out = ARENA_ARRAY(w->arena, s->n_copy + 1, uint64_t *);
    clean_next(state->clean);
    for (size_t i = 0; i < s->n_copy; i++)
        out[i] = clean_find(state->clean, &s->copy[i], s->locale);
    return out;
}

static int check_texts(struct check *c, uint64_t *const *clean)
{
    const struct brand_rule *r = c->rule;
    const uint64_t bit = UINT64_C(1) << r->index % 64;
    for (size_t i = 0; i < c->s->n_copy; i++) {
        const struct copy_fact *f = &c->s->copy[i];
        uint64_t *passed = clean[i] ? &clean[i][r->index / 64] : NULL;
        size_t before = c->n_found;
        if ((passed && (*passed & bit)) || !rule_covers(r, f->slot, f->role, f->id))
            continue;
        int result = r->kind->check_text(c, r, f);
        if (result < 0)
            return -1;
        if (passed && result == 0 && c->n_found == before)
            *passed |= bit;
    }
    return 0;
}

int check_subject(struct ctx *ctx, struct brand_worker *w, const struct brand_rules *rules, struct subject *s,
                  struct finding **out, size_t *n)
{
    struct rule_state *state = state_of(w, rules);
    struct check c = {.ctx = ctx, .arena = w->arena, .worker = w, .s = s, .today = w->run->today};
    int result = 0;
    /* scope first: a rule for another layout or locale must not cost a drawing */
    bool *applies = ARENA_ARRAY(w->arena, rules->n_rules + 1, bool);
    enum brand_need need = NEED_LINE;
    for (size_t i = 0; i < rules->n_rules; i++) {
        c.rule = &rules->rules[i];
        int r = in_scope(&c, state);
        if (r < 0)
            result = -1;
        applies[i] = r > 0;
        if (r > 0 && c.rule->need > need)
            need = c.rule->need;
    }
    uint64_t **clean = clean_places(w, state, s);
    bool have = facts_for(ctx, w, need, s) == 0;
    if (!have)
        result = -1; /* reported where it happened; line rules still run */
    for (size_t i = 0; i < rules->n_rules; i++) {
        c.rule = &rules->rules[i];
        if (!applies[i])
            continue;
        if (!have && c.rule->need > NEED_LINE) {
            applies[i] = false; /* neither passed nor failed */
        } else if ((c.rule->kind->check_text && check_texts(&c, clean) < 0) ||
                   (c.rule->kind->check && c.rule->kind->check(&c, c.rule) < 0)) {
            result = -1;
            applies[i] = false;
        }
    }
    worker_documents_drop(w, false);
    worker_masks_drop(w);
    *out = c.found;
    *n = c.n_found;
    unsigned char *worst = ARENA_ARRAY(w->arena, rules->n_rules + 1, unsigned char);
    accept_findings(w->run, rules, *out, n, worst);
    for (size_t i = 0; i < rules->n_rules; i++) {
        if (!applies[i] || rules->rules[i].kind->finish)
            continue;
        state->counts[i].checks++;
        if (worst[i])
            state->counts[i].lost[worst[i] - 1]++;
    }
    if (w->run->fixes)
        fixes_note(w->run, s, *out, *n);
    if (w->run->options.pictures)
        attach_picture(ctx, w, s, *out, *n);
    return result;
}
