/* The score, and what could not be checked. */
#include <stdlib.h>
#include <string.h>

#include "report/report-imp.h"

enum { MOST_TROUBLES = 100 };

static const long weights[DIAG_ERROR + 1] = {[DIAG_INFO] = 0, [DIAG_WARNING] = 2, [DIAG_ERROR] = 5};

void report_checked(struct report *r, const struct report_rule *rule, enum diag_level level, long checks,
                    const long lost[DIAG_ERROR + 1])
{
    pthread_mutex_lock(&r->lock);
    struct report_tally *t = map_find(r->rules, rule->id);
    if (!t) {
        t = ARENA_NEW(r->arena, struct report_tally);
        t->rule = rule;
        t->level = level;
        map_put(r->rules, rule->id, t);
    }
    t->checks += checks;
    for (int i = DIAG_INFO; i <= DIAG_ERROR; i++)
        t->lost[i] += lost[i];
    pthread_mutex_unlock(&r->lock);
}

void report_trouble(struct report *r, const struct diag *d)
{
    pthread_mutex_lock(&r->lock);
    const char *code = diag_code_name(d->code);
    size_t i = 0;
    for (; i < r->troubles.len; i++) {
        const struct report_trouble *t = &r->troubles.at[i];
        if (str_eq(t->code, code) && str_eq(t->message, d->message) && str_eq(t->file, d->where.file))
            break;
    }
    if (i == r->troubles.len && i < MOST_TROUBLES)
        vec_push(&r->troubles, ((struct report_trouble){
                                   code, arena_strdup(r->arena, d->message), arena_strdup(r->arena, d->hint),
                                   arena_strdup(r->arena, d->where.file),
                                   arena_strdup(r->arena, d->where.variant), d->where.line}));
    else if (i < r->troubles.len && d->where.line < r->troubles.at[i].line) {
        r->troubles.at[i].line = d->where.line; /* the first place, whoever came first */
        r->troubles.at[i].variant = arena_strdup(r->arena, d->where.variant);
    }
    pthread_mutex_unlock(&r->lock);
}

static int by_id(const void *a, const void *b)
{
    const struct report_tally *const *x = a, *const *y = b;
    return strcmp((*x)->rule->id, (*y)->rule->id);
}

static int by_place(const void *a, const void *b)
{
    const struct report_trouble *x = a, *y = b;
    int by_file = strcmp(x->file ? x->file : "", y->file ? y->file : "");
    if (by_file)
        return by_file;
    return x->line != y->line ? (x->line < y->line ? -1 : 1) : strcmp(x->message, y->message);
}

static int by_section(const void *a, const void *b)
{
    const struct report_score *x = a, *y = b;
    return strcmp(x->section, y->section);
}

/* Rounded down, so that only what lost nothing has 100. */
static struct report_score score_of(const struct report_view *v, const char *section)
{
    struct report_score s = {.section = section, .score = -1};
    double whole = 0, lost = 0;
    for (size_t i = 0; i < v->n_rules; i++) {
        const struct report_tally *t = v->rules[i];
        if (section && !str_eq(t->rule->section, section))
            continue;
        s.checks += t->checks;
        whole += (double)t->checks * (double)weights[t->level];
        for (int l = DIAG_INFO; l <= (int)t->level; l++)
            lost += (double)t->lost[l] * (double)weights[l];
    }
    if (whole > 0)
        s.score = (double)(long)(1000 * (whole - lost) / whole) / 10;
    return s;
}

void report_view_scores(struct report *r, struct report_view *v)
{
    struct arena *a = r->view_arena;
    size_t n = map_len(r->rules);
    const struct report_tally **rules = ARENA_ARRAY(a, n + 1, const struct report_tally *);
    for (size_t i = 0; i < n; i++)
        rules[i] = map_value(r->rules, i);
    if (n)
        qsort(rules, n, sizeof *rules, by_id);
    v->rules = rules;
    v->n_rules = n;
    struct report_score *sections = ARENA_ARRAY(a, n + 1, struct report_score);
    for (size_t i = 0; i < n; i++) {
        const char *section = rules[i]->rule->section;
        bool known = !section;
        for (size_t k = 0; k < v->n_sections && !known; k++)
            known = str_eq(sections[k].section, section);
        if (!known)
            sections[v->n_sections++] = score_of(v, section);
    }
    if (v->n_sections)
        qsort(sections, v->n_sections, sizeof *sections, by_section);
    v->sections = sections;
    v->total = score_of(v, NULL);
    if (r->troubles.len)
        qsort(r->troubles.at, r->troubles.len, sizeof *r->troubles.at, by_place);
    v->troubles = r->troubles.at;
    v->n_troubles = r->troubles.len;
}

void report_scores_drop(struct report *r)
{
    map_drop(r->rules);
    vec_drop(&r->troubles);
}
