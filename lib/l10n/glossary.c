/* Glossaries: TBX-Basic (ISO 30042, in the dialects of 2008 and 2019) and CSV. */
#include "l10n/l10n-imp.h"

#include <string.h>

#include "csv/csv.h"

static struct l10n_term *add_term(struct arena *a, struct l10n_glossary *g)
{
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 64;
        g->terms = arena_grow(a, g->terms, g->n, cap, sizeof *g->terms);
        g->cap = cap;
    }
    struct l10n_term *t = &g->terms[g->n++];
    *t = (struct l10n_term){0};
    return t;
}

static bool one_of(const char *word, const char *const *words)
{
    for (; word && *words; words++) {
        if (str_eq_nocase(word, *words))
            return true;
    }
    return false;
}

/* What the status of a term means, in TBX's words and in people's. */
static bool is_forbidden(const char *status)
{
    static const char *const words[] = {"deprecatedTerm-admn-sts",
                                        "supersededTerm-admn-sts",
                                        "deprecated",
                                        "superseded",
                                        "obsolete",
                                        "forbidden",
                                        "not recommended",
                                        NULL};
    return one_of(status, words);
}

static bool is_kept(const char *status)
{
    static const char *const words[] = {"do-not-translate", "do not translate", "dnt", "keep", "no", NULL};
    return one_of(status, words);
}

static bool is_approved(const char *status)
{
    static const char *const words[] = {"preferredTerm-admn-sts",
                                        "admittedTerm-admn-sts",
                                        "preferred",
                                        "admitted",
                                        "approved",
                                        "allowed",
                                        "standard",
                                        "yes",
                                        "ok",
                                        NULL};
    return one_of(status, words);
}

/* A word that says none of the three would silently make a forbidden term a wanted one. Told once each. */
static void check_status(struct ctx *ctx, struct map *told, const char *status, struct where where)
{
    if (!status || is_forbidden(status) || is_kept(status) || is_approved(status) ||
        map_put(told, status, told))
        return;
    report_hint(ctx, DIAG_WARNING, DIAG_L10N_INVALID, where,
                "use preferred, admitted, deprecated, superseded, forbidden or do-not-translate",
                "the status '%.40s' of a term is unknown; the term counts as preferred", status);
}

static int fault(struct ctx *ctx, struct where where, const char *hint, const char *what)
{
    report_hint(ctx, DIAG_ERROR, DIAG_L10N_INVALID, where, hint, "%s", what);
    return -1;
}

/* ---- TBX ---- */

struct tbx {
    struct arena *a;
    const struct xml_doc *doc;
    const char *source, *target;
    struct l10n_glossary *out;
};

/* <termNote type="administrativeStatus">, or TBX 3's <min:administrativeStatus>: of the term beside it. */
static const char *note_of(struct arena *a, const struct xml_node *group, const char *type)
{
    for (const struct xml_node *n = xml_following(group, group); n; n = xml_following(group, n)) {
        if (n->kind != XN_ELEMENT)
            continue;
        if (str_eq(n->name, type) || str_eq(xml_attr(n, "type"), type))
            return xml_text(a, n);
    }
    return NULL;
}

struct tbx_term {
    const char *text, *status;
    const struct xml_node *at;
};

static size_t terms_of(const struct tbx *t, const struct xml_node *entry, const char *language, size_t max,
                       struct tbx_term *out)
{
    size_t n = 0;
    for (const struct xml_node *set = xml_first_element(entry); set; set = xml_next_element(set)) {
        if ((!str_eq(set->name, "langSet") && !str_eq(set->name, "langSec")) ||
            !l10n_same_language(xml_attr_ns(set, XML_NS_XML, "lang"), language))
            continue;
        for (const struct xml_node *group = xml_first_element(set); group && n < max;
             group = xml_next_element(group)) {
            const struct xml_node *term = NULL;
            for (const struct xml_node *e = xml_following(group, group); e && !term;
                 e = xml_following(group, e))
                term = e->kind == XN_ELEMENT && str_eq(e->name, "term") ? e : NULL;
            if (!term)
                continue;
            out[n++] =
                (struct tbx_term){xml_text(t->a, term), note_of(t->a, group, "administrativeStatus"), term};
        }
    }
    return n;
}

static void read_entry(const struct tbx *t, const struct xml_node *entry)
{
    struct tbx_term sources[16], targets[16];
    size_t n = terms_of(t, entry, t->source, 16, sources), m = terms_of(t, entry, t->target, 16, targets);
    for (size_t i = 0; i < n; i++) {
        if (is_forbidden(sources[i].status))
            continue;
        for (size_t k = 0; k < (m ? m : 1); k++) {
            struct l10n_term *term = add_term(t->a, t->out);
            term->source = sources[i].text;
            term->target = m ? targets[k].text : NULL;
            term->forbidden = m && is_forbidden(targets[k].status);
            term->keep = is_kept(note_of(t->a, entry, "translate")) ||
                         (m && !term->forbidden && strcmp(term->source, term->target) == 0);
            term->note = note_of(t->a, entry, "definition");
            term->where = xml_where(t->doc, sources[i].at);
        }
    }
}

static int load_tbx(struct ctx *ctx, struct arena *a, const char *path, const char *source,
                    const char *target, struct l10n_glossary *out)
{
    struct xml_doc *doc = xml_load(ctx, a, path);
    if (!doc)
        return -1;
    if (!str_eq(doc->root->name, "martif") && !str_eq(doc->root->name, "tbx"))
        return fault(ctx, xml_where(doc, doc->root), "give TBX-Basic or a CSV", "this is no glossary");
    struct tbx t = {a, doc, source, target, out};
    size_t before = out->n;
    for (const struct xml_node *n = doc->root; n; n = xml_following(doc->root, n)) {
        if (n->kind == XN_ELEMENT && (str_eq(n->name, "termEntry") || str_eq(n->name, "conceptEntry")))
            read_entry(&t, n);
    }
    if (out->n == before)
        report_hint(ctx, DIAG_WARNING, DIAG_L10N_INVALID, (struct where){.file = path},
                    "give its entries a langSet (or langSec) of both languages",
                    "the glossary has no term in %s", source ? source : "the source language");
    return 0;
}

/* ---- CSV ---- */

enum { COL_SOURCE, COL_TARGET, COL_STATUS, COL_NOTE, N_COLS };

/* Columns by name, or by language: the nearest one. */
static void find_columns(const struct csv_record *r, const char *source, const char *target, long at[N_COLS])
{
    static const char *const names[N_COLS][4] = {{"source", "term", NULL},
                                                 {"target", "translation", NULL},
                                                 {"status", "state", "usage", NULL},
                                                 {"note", "definition", "comment", NULL}};
    for (int c = 0; c < N_COLS; c++) {
        const char *tag = c == COL_SOURCE ? source : c == COL_TARGET ? target : NULL;
        at[c] = -1;
        for (size_t i = 0; i < r->n_cells; i++) {
            const char *name = r->cells[i].text;
            if (one_of(name, names[c]) || (tag && str_eq_nocase(name, tag)) ||
                (tag && at[c] < 0 && l10n_same_language(name, tag)))
                at[c] = (long)i;
        }
    }
}

static int load_csv(struct ctx *ctx, struct arena *a, const char *path, const char *source,
                    const char *target, struct l10n_glossary *out)
{
    struct csv *csv =
        csv_open(ctx, path, &(struct csv_options){.delimiter = str_ends(path, ".tsv") ? '\t' : ','});
    struct csv_record r;
    long at[N_COLS] = {-1, -1, -1, -1};
    if (!csv)
        return -1;
    struct map *told = map_new();
    int rc = csv_next(ctx, csv, &r), result = 0;
    if (rc > 0)
        find_columns(&r, source, target, at);
    if (rc >= 0 && at[COL_SOURCE] < 0)
        result = fault(ctx, (struct where){.file = path, .line = 1},
                       "name the columns source, target, status (or the languages' tags)",
                       "the glossary has no column of terms");
    while (rc > 0 && result == 0 && (rc = csv_next(ctx, csv, &r)) > 0) {
        const char *cells[N_COLS] = {NULL, NULL, NULL, NULL};
        for (int c = 0; c < N_COLS; c++) {
            if (at[c] >= 0 && (size_t)at[c] < r.n_cells && r.cells[at[c]].len)
                cells[c] = arena_strndup(a, r.cells[at[c]].text, r.cells[at[c]].len);
        }
        if (!cells[COL_SOURCE])
            continue;
        struct l10n_term *t = add_term(a, out);
        t->source = cells[COL_SOURCE];
        t->target = cells[COL_TARGET];
        t->note = cells[COL_NOTE];
        t->forbidden = is_forbidden(cells[COL_STATUS]);
        t->keep =
            !t->forbidden && (is_kept(cells[COL_STATUS]) || (t->target && strcmp(t->source, t->target) == 0));
        t->where = (struct where){.file = arena_strdup(a, path), .line = r.line};
        check_status(ctx, told, cells[COL_STATUS], t->where);
    }
    map_drop(told);
    csv_drop(csv);
    return rc < 0 ? -1 : result;
}

int l10n_glossary_load(struct ctx *ctx, struct arena *a, const char *path, const char *source_lang,
                       const char *target_lang, struct l10n_glossary *out)
{
    if (str_ends(path, ".csv") || str_ends(path, ".tsv"))
        return load_csv(ctx, a, path, source_lang, target_lang, out);
    return load_tbx(ctx, a, path, source_lang, target_lang, out);
}
