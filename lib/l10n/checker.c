/* localize check: files are read and judged one after the other, each rule looks at every translation, and
 * what they find is gathered. */
#include "l10n/checker-imp.h"

#include <stdlib.h>
#include <string.h>

enum { OFF = -1 };

/* ---- which rules, at what level ---- */

static bool names_rule(const struct l10n_rule *r, const char *what, size_t n)
{
    return (strlen(r->name) == n && memcmp(r->name, what, n) == 0) ||
           (strlen(r->section) == n && memcmp(r->section, what, n) == 0);
}

/* Reports a name that no rule or section has. */
static int known(struct ctx *ctx, const char *what, size_t n)
{
    const char *names[128];
    size_t count = 0;
    for (size_t i = 0; l10n_checks[i] && count < 126; i++) {
        if (names_rule(l10n_checks[i], what, n))
            return 0;
        names[count++] = l10n_checks[i]->name;
    }
    struct arena *a = arena_new();
    const char *near = did_you_mean(arena_strndup(a, what, n), names, count);
    report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){.file = "localize"},
                near ? arena_printf(a, "did you mean '%s'?", near) : "localize check --list-rules shows them",
                "there is no rule '%.*s'", (int)n, what);
    arena_drop(a);
    return -1;
}

static int choose(struct ctx *ctx, struct l10n_checker *c)
{
    const struct l10n_request *q = c->request;
    int result = 0;
    for (size_t i = 0; i < q->n_only + q->n_skip; i++) {
        const char *what = i < q->n_only ? q->only[i] : q->skip[i - q->n_only];
        result |= known(ctx, what, strlen(what));
    }
    for (size_t k = 0; l10n_checks[k]; k++) {
        bool on = q->n_only == 0;
        for (size_t i = 0; i < q->n_only; i++)
            on |= names_rule(l10n_checks[k], q->only[i], strlen(q->only[i]));
        for (size_t i = 0; i < q->n_skip; i++)
            on &= !names_rule(l10n_checks[k], q->skip[i], strlen(q->skip[i]));
        if (!on)
            c->rules[k].level = OFF;
    }
    for (size_t i = 0; i < q->n_set; i++) {
        const char *equals = strchr(q->set[i], '=');
        size_t n = equals ? (size_t)(equals - q->set[i]) : 0;
        int level = equals ? report_level(equals + 1) : OFF;
        if (!equals || (level < 0 && !str_eq(equals + 1, "off"))) {
            report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){.file = "localize"},
                        "write it as RULE=error, warning, info or off", "--set %s says no level", q->set[i]);
            result = -1;
            continue;
        }
        result |= known(ctx, q->set[i], n);
        for (size_t k = 0; l10n_checks[k]; k++) {
            if (names_rule(l10n_checks[k], q->set[i], n) && c->rules[k].level != OFF)
                c->rules[k].level = level, c->rules[k].set = true;
        }
    }
    return result;
}

struct l10n_checker *l10n_checker_new(struct ctx *ctx, const struct l10n_request *q)
{
    struct l10n_checker *c = xcalloc(1, sizeof *c);
    size_t n = 0;
    while (l10n_checks[n])
        n++;
    c->request = q;
    c->arena = arena_new();
    c->locales = map_new();
    c->formatter = formatter_new();
    c->all = report_new("localize", q->all);
    c->texts = report_new("localize", q->all);
    c->rules = ARENA_ARRAY(c->arena, n + 1, struct chosen_rule);
    c->invalid = (struct report_rule){"check/valid",
                                      "valid",
                                      "file",
                                      "The file is well-formed and keeps the rules of its format.",
                                      "mend the file; nothing in it was checked further",
                                      NULL};
    for (size_t i = 0; i < n; i++) {
        const struct l10n_rule *r = l10n_checks[i];
        c->rules[i].level = (int)r->level;
        c->rules[i].report = (struct report_rule){
            arena_printf(c->arena, "check/%s", r->name), r->name, r->section, r->summary, r->hint, NULL};
    }
    bool failed = choose(ctx, c) != 0;
    if (!failed && q->creative) {
        c->fit = l10n_fit_open(ctx, q, q->creative);
        c->creative = c->fit ? l10n_fit_creative(c->fit) : NULL;
        failed = !c->fit;
    }
    if (failed) {
        l10n_checker_drop(c);
        return NULL;
    }
    return c;
}

void l10n_checker_drop(struct l10n_checker *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < map_len(c->locales); i++) {
        struct locale_seen *l = map_value(c->locales, i);
        map_drop(l->messages);
        map_drop(l->others);
        map_drop(l->sources);
        map_drop(l->targets);
    }
    map_drop(c->locales);
    vec_drop(&c->files);
    l10n_fit_drop(c->fit);
    formatter_drop(c->formatter);
    report_drop(c->all);
    report_drop(c->texts);
    arena_drop(c->arena);
    free(c);
}

/* ---- findings ---- */

static struct chosen_rule *rule_at_work(const struct checking *k)
{
    size_t i = 0;
    while (l10n_checks[i] != k->rule)
        i++;
    return &k->checker->rules[i];
}

static void add(struct checking *k, const struct checked *u, const struct l10n_place *p, const char *key,
                const char *hint, const char *message)
{
    const struct chosen_rule *rule = rule_at_work(k);
    enum diag_level level = (enum diag_level)rule->level;
    /* What a file of another program means by a brace or a number is not ours to know. */
    if (u && !u->ours && !rule->set && level == DIAG_ERROR)
        level = DIAG_WARNING;
    struct finding f = {.rule = &rule->report,
                        .level = level,
                        .element = u ? u->id : NULL,
                        .slot = p ? p->slot : NULL,
                        .layout = p ? p->layout : NULL,
                        .row = p ? p->row : 0,
                        .key = key,
                        .about = k->file->path,
                        .message = message,
                        .hint = hint ? hint : k->rule->hint,
                        .file = k->file->path,
                        .line = u ? u->where.line : 1,
                        .column = u ? u->where.column : 0,
                        .locale = k->locale};
    report_add(k->checker->all, ++k->checker->serial, &f, 1);
    report_add(k->checker->texts, k->checker->serial, &f, 1);
}

void finding_add(struct checking *k, const struct checked *u, const char *key, const char *hint,
                 const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add(k, u, NULL, key, hint, arena_vprintf(k->arena, fmt, ap));
    va_end(ap);
}

void finding_add_place(struct checking *k, const struct checked *u, const struct l10n_place *p,
                       const char *key, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *message = arena_vprintf(k->arena, fmt, ap);
    add(k, u, p, key, NULL, p->row > 0 ? arena_printf(k->arena, "%s (row %ld)", message, p->row) : message);
    va_end(ap);
}

static void pass(struct ctx *ctx, const struct diag *d)
{
    struct passing *p = ctx->payload;
    if (!p->leave_out || !p->leave_out(d))
        finding_add(p->k, p->u, arena_strdup(p->k->arena, d->message), arena_strdup(p->k->arena, d->hint),
                    "%s", d->message);
}

struct ctx *passing(struct passing *p, struct checking *k, const struct checked *u)
{
    p->ctx = (struct ctx){.sink = pass, .payload = p};
    p->k = k;
    p->u = u;
    return &p->ctx;
}

const struct message *sibling(void *locale_seen, const char *id)
{
    const struct locale_seen *l = locale_seen;
    return map_find(l->messages, id);
}

size_t measured_places(struct checking *k, const struct checked *u, const struct l10n_place **out)
{
    *out = NULL;
    if (!k->checker->fit || !k->locale || !u->def || !u->target)
        return 0;
    struct l10n_fit_request r = {k->locale, u->id, u->target, sibling, locale_of(k)};
    return l10n_fit_measure(k->checker->fit, &r, out);
}

size_t other_that_fits(struct checking *k, const struct checked *u, const struct l10n_place *p)
{
    const struct other_list *list = map_find(locale_of(k)->others, u->id);
    for (size_t i = 2, nth = 2; list && i < 10; i++) {
        if (!list->at[i])
            continue;
        const struct l10n_place *places;
        struct l10n_fit_request r = {k->locale, u->id, list->at[i], sibling, locale_of(k)};
        size_t n = l10n_fit_measure(k->checker->fit, &r, &places);
        for (size_t m = 0; m < n; m++) {
            if (str_eq(places[m].layout, p->layout) && str_eq(places[m].slot, p->slot) && places[m].fits)
                return nth;
        }
        nth++;
    }
    return 0;
}

/* What a reader reports is a diagnostic, and in reports for machines a finding too. */
struct reading {
    struct ctx ctx;
    struct ctx *outer;
    struct l10n_checker *checker;
    const char *path;
};

static void reading_sink(struct ctx *ctx, const struct diag *d)
{
    struct reading *r = ctx->payload;
    struct finding f = {.rule = &r->checker->invalid,
                        .level = d->level,
                        .key = d->message,
                        .about = r->path,
                        .message = d->message,
                        .hint = d->hint,
                        .file = r->path,
                        .line = d->where.line,
                        .column = d->where.column};
    report_add(r->checker->all, r->checker->serial, &f, 1);
    report_diag(r->outer, d);
}

/* ---- files ---- */

struct locale_seen *locale_of(struct checking *k)
{
    struct l10n_checker *c = k->checker;
    const char *locale = k->locale ? k->locale : "";
    struct locale_seen *l = map_find(c->locales, locale);
    if (!l) {
        l = ARENA_NEW(c->arena, struct locale_seen);
        l->locale = arena_strdup(c->arena, locale);
        l->first = k;
        l->messages = map_new();
        l->others = map_new();
        l->sources = map_new();
        l->targets = map_new();
        map_put(c->locales, l->locale, l);
    }
    return l;
}

static const char *target_locale(struct arena *a, const struct l10n_file *file)
{
    const char *base = path_base(file->path), *dot = strrchr(base, '.');
    const char *named = arena_strndup(a, base, dot ? (size_t)(dot - base) : strlen(base));
    if (file->target_lang)
        return locale_canonical(a, file->target_lang);
    return locale_valid(named) ? locale_canonical(a, named) : NULL;
}

static void run_rules(struct checking *k)
{
    for (size_t r = 0; l10n_checks[r]; r++) {
        k->rule = l10n_checks[r];
        if (k->checker->rules[r].level == OFF)
            continue;
        for (size_t i = 0; k->rule->unit && i < k->n_units; i++) {
            if (k->units[i].translated && !(k->rule->whole && k->units[i].form))
                k->rule->unit(k, &k->units[i]);
        }
        for (size_t i = 0; k->rule->unit && k->rule->whole && i < k->n_joined; i++)
            k->rule->unit(k, &k->joined[i]);
        if (k->rule->file)
            k->rule->file(k);
    }
}

/* The terms of --glossary for two languages; NULL when there are none, or after a report. */
static const struct l10n_glossary *load_glossary(struct ctx *ctx, struct l10n_checker *c, const char *source,
                                                 const char *target)
{
    const char *const *path = c->request->glossary;
    struct l10n_glossary *g = path && source && target ? ARENA_NEW(c->arena, struct l10n_glossary) : NULL;
    for (; g && *path; path++) {
        if (l10n_glossary_load(ctx, c->arena, *path, source, target, g))
            return NULL;
    }
    return g;
}

static void note_other(struct checking *k, const struct checked *u)
{
    struct map *others = locale_of(k)->others;
    struct other_list *list = map_find(others, u->other_of->id);
    if (!list) {
        list = ARENA_NEW(k->arena, struct other_list);
        map_put(others, u->other_of->id, list);
    }
    if (u->number > 0 && u->number < 10)
        list->at[u->number] = u->target;
}

/* What the other files of the locale may ask for. */
static void note_messages(struct checking *k)
{
    struct map *messages = locale_of(k)->messages;
    for (size_t i = 0; i < k->n_units + k->n_joined; i++) {
        const struct checked *u = i < k->n_units ? &k->units[i] : &k->joined[i - k->n_units];
        if (u->translated && u->def && u->target)
            map_put(messages, u->id, (void *)u->target);
        else if (u->translated && u->other_of && u->target &&
                 l10n_state_reaches(u->unit->state, k->checker->request->require))
            note_other(k, u);
    }
}

int l10n_checker_file(struct ctx *ctx, struct l10n_checker *c, const char *path)
{
    struct reading reading = {{.sink = reading_sink, .payload = &reading}, ctx, c, path};
    struct arena *a = c->arena; /* kept: a locale's messages may stand in several files */
    struct l10n_file *file = ARENA_NEW(a, struct l10n_file);
    char *data = NULL;
    size_t len = 0;
    c->serial++;
    if (l10n_load(&reading.ctx, a, path, file)) {
        report_counted(c->all, 1, 1);
        report_counted(c->texts, 1, 1);
        return -1;
    }
    struct arena *raw = arena_new();
    struct checking *k = ARENA_NEW(a, struct checking);
    struct ctx silent = {0};
    *k = (struct checking){.ctx = ctx, .arena = a, .checker = c, .file = file};
    k->locale = target_locale(a, file);
    const char *source =
        c->creative && c->creative->source_locale ? c->creative->source_locale : file->source_lang;
    k->source_locale = source ? locale_canonical(a, source) : NULL;
    k->glossary = load_glossary(ctx, c, k->source_locale, k->locale);
    if (file_read(&silent, raw, path, LIMIT_XML_BYTES, &data, &len))
        len = 0;
    checker_prepare(k, data ? data : "", len);
    note_messages(k);
    vec_push(&c->files, k);
    report_counted(c->all, 1, 0);
    report_counted(c->texts, 1, 0);
    arena_drop(raw);
    return 0;
}

void l10n_checker_run(struct l10n_checker *c)
{
    for (size_t i = 0; i < c->files.len; i++)
        run_rules(c->files.at[i]);
    for (size_t r = 0; l10n_checks[r]; r++) {
        for (size_t i = 0; c->rules[r].level != OFF && l10n_checks[r]->finish && i < map_len(c->locales);
             i++) {
            struct locale_seen *l = map_value(c->locales, i);
            struct checking k = *l->first;
            k.rule = l10n_checks[r];
            k.rule->finish(&k);
        }
    }
}

const struct report *l10n_checker_report(const struct l10n_checker *c, bool for_people)
{
    return for_people ? c->texts : c->all;
}

/* ---- about the rules ---- */

void l10n_checks_list(struct str *out)
{
    for (size_t i = 0; l10n_checks[i]; i++)
        str_printf(out, "%-18s %-8s %-12s %s\n", l10n_checks[i]->name, diag_level_name(l10n_checks[i]->level),
                   l10n_checks[i]->section, l10n_checks[i]->summary);
}

int l10n_checks_explain(struct ctx *ctx, const char *what, struct str *out)
{
    size_t n = 0;
    if (known(ctx, what, strlen(what)))
        return 2;
    for (size_t i = 0; l10n_checks[i]; i++) {
        const struct l10n_rule *r = l10n_checks[i];
        if (names_rule(r, what, strlen(what)))
            str_printf(out, "%s%s\n  %s\n  Level: %s. Section: %s.\n  %s\n  What to do: %s.\n",
                       n++ ? "\n" : "", r->name, r->summary, diag_level_name(r->level), r->section,
                       r->explain, r->hint);
    }
    return 0;
}
