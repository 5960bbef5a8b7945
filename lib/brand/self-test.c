/* Each rule proves itself: its <pass> examples give no finding of the rule, its <fail> examples at least one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "brand/worker-imp.h"

struct bench {
    struct ctx *ctx; /* passes errors on: warnings about the examples themselves say nothing about rules */
    struct ctx inner;
    struct brand_worker *worker;
    const struct brand_rules *rules;
    char dir[256];
};

static void errors_only(struct ctx *inner, const struct diag *d)
{
    if (d->level == DIAG_ERROR)
        report_diag(inner->payload, d);
}

/* A copy of the rules where only one is on, at its own level or at error when the file turns it off. */
static struct brand_rules only(struct arena *a, const struct brand_rules *all, size_t which)
{
    struct brand_rules one = *all;
    one.rules = ARENA_ARRAY(a, 1, struct brand_rule);
    one.rules[0] = all->rules[which];
    one.rules[0].index = 0;
    if (one.rules[0].level == BRAND_OFF)
        one.rules[0].level = DIAG_ERROR;
    one.n_rules = 1;
    one.n_waivers = 0; /* they speak of ads, not of examples */
    return one;
}

static struct pair *fields_of(struct arena *a, const char *text, size_t *n)
{
    size_t cap = 0;
    struct pair *out = NULL;
    *n = 0;
    for (const char *p = text; p && *p;) {
        while (*p == ' ')
            p++;
        size_t name = strcspn(p, "= "), value;
        if (p[name] != '=')
            break;
        value = strcspn(p + name + 1, " ");
        if (*n == cap) {
            out = arena_grow(a, out, *n, cap ? 2 * cap : 4, sizeof *out);
            cap = cap ? 2 * cap : 4;
        }
        out[(*n)++] = (struct pair){arena_strndup(a, p, name), arena_strndup(a, p + name + 1, value)};
        p += name + 1 + value;
    }
    return out;
}

static int svg_subject(struct bench *b, const struct brand_example *x, const char *svg, enum brand_need need,
                       struct subject *s)
{
    struct arena *a = b->worker->arena;
    char *path = arena_printf(a, "%s/example.svg", b->dir);
    if (file_write(b->ctx, path, svg, strlen(svg)) < 0)
        return -1;
    const struct xml_doc *doc = xml_load(b->ctx, a, path);
    if (!doc)
        return -1;
    s->kind = SUBJECT_SVG;
    s->file = path;
    s->locale = x->locale ? x->locale : xml_attr_ns(doc->root, XML_NS_XML, "lang");
    copy_of_svg(a, doc, s);
    svg_parse_length(xml_attr(doc->root, "width") ? xml_attr(doc->root, "width") : "", 0, 16, &s->width);
    svg_parse_length(xml_attr(doc->root, "height") ? xml_attr(doc->root, "height") : "", 0, 16, &s->height);
    if (need == NEED_LINE)
        return 0;
    struct stage *stage = worker_stage(b->ctx, b->worker);
    s->scene = stage ? stage_open_svg(b->ctx, stage, a, path, 0, 0, 1) : NULL;
    return s->scene ? 0 : -1;
}

/* A picture beside the rule file where there is one: some rules read it. */
static const char *example_path(struct arena *a, const struct brand_example *x)
{
    const char *beside = path_join(a, path_dir(a, x->where.file), x->text);
    return !*x->text ? "example" : file_exists(beside) ? beside : x->text;
}

static int line_subject(struct bench *b, const struct brand_rule *r, const struct brand_example *x,
                        struct subject *s)
{
    struct arena *a = b->worker->arena;
    if (r->need > NEED_LINE) {
        report_hint(b->ctx, DIAG_ERROR, DIAG_BRAND_SELF_TEST, x->where, "write an <svg> into it",
                    "%s needs the %s: text alone cannot be an example", r->entry.id,
                    brand_need_name(r->need));
        return -1;
    }
    struct variant *v = ARENA_NEW(a, struct variant);
    s->kind = SUBJECT_VARIANT;
    s->variant = v;
    s->locale = x->locale;
    v->id = "example";
    v->layout = x->layout;
    v->locale = x->locale;
    v->fields = fields_of(a, x->fields, &v->n_fields);
    s->width = (double)x->width;
    s->height = (double)x->height;
    if (x->bytes || x->format) {
        s->files = ARENA_NEW(a, struct file_fact);
        s->n_files = 1;
        s->files[0] = (struct file_fact){.path = example_path(a, x),
                                         .at_hand = file_exists(example_path(a, x)),
                                         .format = x->format,
                                         .width = x->width,
                                         .height = x->height};
        double bytes = 0;
        if (x->bytes && !bytes_parse(x->bytes, &bytes)) {
            report_hint(b->ctx, DIAG_ERROR, DIAG_BRAND_SELF_TEST, x->where, "write bytes=\"150kB\"",
                        "'%s' is not a number of bytes", x->bytes);
            return -1;
        }
        s->files[0].bytes = (long)bytes;
        return 0;
    }
    struct slot_value *sv = ARENA_NEW(a, struct slot_value);
    *sv = (struct slot_value){.slot = x->slot   ? x->slot
                                      : x->role ? x->role
                                                : "text",
                              .kind = SLOT_VALUE_TEXT,
                              .text = x->text};
    v->slots = sv;
    s->copy = ARENA_NEW(a, struct copy_fact);
    s->n_copy = 1;
    s->copy[0] = (struct copy_fact){
        .slot = sv->slot, .role = x->role, .text = x->text, .lang = x->locale, .where = x->where};
    return 0;
}

/* A rule for one layout or locale is tried there when its example does not say otherwise. */
static struct brand_example in_scope(const struct brand_rule *r, const struct brand_example *x)
{
    struct brand_example e = *x;
    if (!e.locale && r->locales)
        e.locale = r->locales[0];
    if (!e.layout && r->layouts)
        e.layout = r->layouts[0];
    if (!e.slot && !e.role && r->roles)
        e.role = r->roles[0];
    if (!e.slot && !e.role && r->slots)
        e.slot = r->slots[0];
    return e;
}

/* Notes of a kind at a lower level than the rule's (APCA as information) are no hits. */
static void count_hits(const struct brand_rule *r, const struct finding *f, size_t n, size_t *hits,
                       const char **first)
{
    for (size_t i = 0; i < n; i++)
        if (f[i].level >= (r->level < DIAG_WARNING ? DIAG_INFO : DIAG_WARNING)) {
            if (!*first)
                *first = f[i].message;
            ++*hits;
        }
}

static int try_example(struct bench *b, size_t which, const struct brand_example *given)
{
    struct brand_worker *w = b->worker;
    arena_reset(w->arena);
    struct brand_rules one = only(w->arena, b->rules, which);
    struct brand_rule *r = &one.rules[0];
    struct brand_example x = in_scope(r, given);
    if (x.svgs && x.layout) /* scope only; the size is the picture's own */
        r->layouts = NULL;
    struct finding *f = NULL;
    const char *first = NULL;
    size_t n = 0, hits = 0;
    int result = 0;
    for (size_t i = 0; result == 0 && (i == 0 || (x.svgs && x.svgs[i])); i++) {
        struct subject s = {.file = given->where.file, .line = given->where.line, .serial = (long)i};
        result = x.svgs ? svg_subject(b, &x, x.svgs[i], r->need, &s) : line_subject(b, r, &x, &s);
        if (result == 0)
            result = check_subject(b->ctx, w, &one, &s, &f, &n);
        count_hits(r, f, n, &hits, &first);
    }
    if (result == 0 && r->kind->finish) {
        result = memories_finish(b->ctx, w->run, w->arena, &one, &f, &n);
        count_hits(r, f, n, &hits, &first);
    }
    memories_drop(w->run, &one);
    worker_forget(w, &one);
    if (result < 0)
        return -1;
    if (given->fail && !hits)
        report_hint(b->ctx, DIAG_ERROR, DIAG_BRAND_SELF_TEST, given->where, "change the example or the rule",
                    "%s finds nothing in this <fail>", r->entry.id);
    else if (!given->fail && hits)
        report_hint(b->ctx, DIAG_ERROR, DIAG_BRAND_SELF_TEST, given->where, "change the example or the rule",
                    "%s finds something in this <pass>: %s", r->entry.id, first);
    return given->fail == (hits > 0) ? 0 : -1;
}

static int test_rule(struct bench *b, size_t which, size_t *n_examples)
{
    const struct brand_rule *r = &b->rules->rules[which];
    size_t passes = 0, fails = 0;
    int result = 0;
    for (const struct brand_example *x = r->examples; x; x = x->next) {
        passes += !x->fail;
        fails += x->fail;
        ++*n_examples;
        if (try_example(b, which, x) < 0)
            result = -1;
    }
    if (passes && fails)
        return result;
    report_hint(b->ctx, DIAG_ERROR, DIAG_BRAND_SELF_TEST, r->where,
                "write a <pass> and a <fail> into the rule", "%s has no example that %s", r->entry.id,
                fails ? "passes" : "fails");
    return -1;
}

static int test_rules(struct bench *b, struct str *out)
{
    size_t n_examples = 0;
    int result = 0;
    for (size_t i = 0; i < b->rules->n_rules; i++)
        result |= test_rule(b, i, &n_examples);
    str_printf(out, "%zu rules, %zu examples: %s\n", b->rules->n_rules, n_examples,
               result == 0 ? "each behaves as it says" : "failed");
    return result;
}

int brand_self_test(struct ctx *ctx, const struct brand_options *o, struct str *out)
{
    struct bench b = {.inner = {.sink = errors_only, .payload = ctx}};
    b.ctx = &b.inner;
    const char *tmp = getenv("TMPDIR");
    snprintf(b.dir, sizeof b.dir, "%s/pressrun-rules-XXXXXX",
             tmp && strlen(tmp) < sizeof b.dir - 32 ? tmp : "/tmp");
    if (!o->n_rule_names) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, "such as: brand-check --self-test acme",
                    "--self-test needs the rules to test");
        return -1;
    }
    struct report *report = report_new("brand-check", false);
    struct brand_run *run = brand_run_new(ctx, o, report);
    int result = -1;
    if (!run)
        goto end;
    b.rules = run_rules(ctx, run, o->rule_names, o->n_rule_names, NULL);
    b.worker = brand_worker_new(ctx, run);
    if (!mkdtemp(b.dir)) {
        report_errno(ctx, b.dir, "make", errno);
        goto end;
    }
    result = test_rules(&b, out);
    unlink(arena_printf(b.worker->keep, "%s/example.svg", b.dir));
    rmdir(b.dir);
end:
    brand_worker_drop(b.worker);
    brand_run_drop(run);
    report_drop(report);
    return result;
}
