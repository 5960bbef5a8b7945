/* Translations as a table: a header, one row a text. Columns are known by name, in any order:
 *   id        (also key, context, msgctxt)
 *   source    or the tag of the source language
 *   target    (also translation) or the tag of the target language
 *   state     initial, translated, reviewed, final, fuzzy, obsolete; without one: translated
 *   previous  the source that a fuzzy translation was made from
 *   notes     what extract writes in it, and lines of the translators' own, which are kept
 * Others (max-chars...) are for people. */
#include "l10n/table-imp.h"

#include <string.h>

#include "csv/csv.h"

enum column {
    COLUMN_ID,
    COLUMN_SOURCE,
    COLUMN_TARGET,
    COLUMN_STATE,
    COLUMN_PREVIOUS,
    COLUMN_NOTES,
    N_COLUMNS
};

struct table {
    struct ctx *ctx;
    struct arena *a;
    const char *path;
    struct l10n_file *file;
    long at[N_COLUMNS]; /* number of the column, -1: none */
};

static int fault(struct table *t, long line, const char *hint, const char *what, const char *detail)
{
    report_hint(t->ctx, DIAG_ERROR, DIAG_L10N_INVALID, (struct where){.file = t->path, .line = line}, hint,
                "%s%s%.60s%s", what, detail ? " '" : "", detail ? detail : "", detail ? "'" : "");
    return -1;
}

static int read_header(struct table *t, const struct csv_record *r)
{
    static const struct {
        const char *name;
        enum column column;
    } names[] = {{"id", COLUMN_ID},         {"key", COLUMN_ID},        {"context", COLUMN_ID},
                 {"msgctxt", COLUMN_ID},    {"source", COLUMN_SOURCE}, {"msgid", COLUMN_SOURCE},
                 {"target", COLUMN_TARGET}, {"msgstr", COLUMN_TARGET}, {"translation", COLUMN_TARGET},
                 {"state", COLUMN_STATE},   {"status", COLUMN_STATE},  {"previous", COLUMN_PREVIOUS},
                 {"notes", COLUMN_NOTES}};
    for (int i = 0; i < N_COLUMNS; i++)
        t->at[i] = -1;
    for (size_t i = 0; i < r->n_cells; i++) {
        const char *name = r->cells[i].text;
        int column = -1;
        for (size_t k = 0; k < sizeof names / sizeof *names && column < 0; k++)
            column = str_eq_nocase(name, names[k].name) ? (int)names[k].column : -1;
        char *tag =
            column < 0 && (strchr(name, '-') || strlen(name) <= 3) ? locale_canonical(t->a, name) : NULL;
        if (tag && t->at[COLUMN_SOURCE] < 0 && t->at[COLUMN_TARGET] < 0) {
            column = COLUMN_SOURCE;
            t->file->source_lang = tag;
        } else if (tag && t->at[COLUMN_TARGET] < 0) {
            column = COLUMN_TARGET;
            t->file->target_lang = tag;
        } else if (tag) {
            return fault(t, r->line, "give each language its own file",
                         "a second language to translate into is", name);
        }
        if (column < 0)
            continue;
        if (t->at[column] >= 0)
            return fault(t, r->line, "rename one", "the header names a column twice:", name);
        t->at[column] = (long)i;
    }
    if (t->at[COLUMN_ID] < 0 || t->at[COLUMN_TARGET] < 0)
        return fault(t, r->line, "name the columns id, source and target (or the languages' tags)",
                     t->at[COLUMN_ID] < 0 ? "the header has no column of ids"
                                          : "the header has no column of translations",
                     NULL);
    return 0;
}

static char *cell(const struct table *t, const struct csv_record *r, enum column column)
{
    size_t i = (size_t)t->at[column];
    if (t->at[column] < 0)
        return NULL;
    if (i >= r->n_cells) /* a row that ends early has empty cells there */
        return arena_strdup(t->a, "");
    return arena_strndup(t->a, r->cells[i].text, r->cells[i].len);
}

/* Lines that extract did not write are a translator's, one note together. */
static void take_notes(struct table *t, struct l10n_unit *u, const char *notes)
{
    struct str own = STR_INIT;
    for (const char *p = notes; p && *p; p += *p == '\n') {
        size_t n = strcspn(p, "\n"), colon = strcspn(p, ":");
        bool ours = colon < n && p[colon + 1] == ' ' && l10n_own_note(arena_strndup(t->a, p, colon));
        if (!ours && n > (n && p[n - 1] == '\r')) {
            if (own.len)
                str_putc(&own, '\n');
            str_put(&own, p, n - (p[n - 1] == '\r'));
        }
        p += n;
    }
    if (own.len)
        l10n_add_note(t->a, u, (struct l10n_note){.text = arena_strndup(t->a, own.data, own.len)});
    str_drop(&own);
}

static int read_row(struct table *t, struct map *seen, const struct csv_record *r)
{
    static const char *const states[] = {"initial", "translated", "reviewed", "final", "fuzzy", "obsolete"};
    char *id = cell(t, r, COLUMN_ID), *source = cell(t, r, COLUMN_SOURCE),
         *target = cell(t, r, COLUMN_TARGET), *say = cell(t, r, COLUMN_STATE);
    const char *state = "translated";
    if (!id || !*id)
        return fault(t, r->line, "every row names its text", "a row has no id", NULL);
    if (say && *say) {
        state = NULL;
        for (size_t i = 0; i < sizeof states / sizeof *states && !state; i++)
            state = str_eq_nocase(say, states[i]) ? states[i] : NULL;
        if (!state)
            return fault(t, r->line, "use initial, translated, reviewed, final, fuzzy or obsolete",
                         "there is no state", say);
    }
    bool obsolete = str_eq(state, "obsolete"), fuzzy = str_eq(state, "fuzzy");
    if (!obsolete && map_put(seen, id, t))
        return fault(t, r->line, "remove one", "there are two rows with the id", id);
    struct l10n_unit *u = obsolete ? l10n_add_obsolete(t->a, t->file) : l10n_add_unit(t->a, t->file);
    u->id = id;
    u->source = source;
    u->message = true;
    u->where = (struct where){.file = t->path, .line = r->line};
    take_notes(t, u, cell(t, r, COLUMN_NOTES));
    if (!target || !*target)
        return 0;
    char *previous = cell(t, r, COLUMN_PREVIOUS);
    if (fuzzy) {
        u->proposal = target;
        u->previous = previous && *previous ? previous : NULL;
    } else {
        u->target = target;
        u->state = obsolete ? "translated" : state;
    }
    return 0;
}

int table_load(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len,
               char delimiter, struct l10n_file *out)
{
    struct table t = {.ctx = ctx, .a = a, .path = path, .file = out};
    struct csv *csv = csv_open_memory(path, data, len, &(struct csv_options){.delimiter = delimiter});
    struct map *seen = map_new();
    struct csv_record r;
    int rc = csv_next(ctx, csv, &r), result = 0;
    if (rc == 0)
        result = fault(&t, 1, "the first line names the columns", "the table is empty", NULL);
    else if (rc < 0 || read_header(&t, &r))
        result = -1;
    while (result == 0 || t.at[COLUMN_ID] >= 0) {
        rc = rc > 0 ? csv_next(ctx, csv, &r) : rc;
        if (rc <= 0)
            break;
        if (read_row(&t, seen, &r))
            result = -1;
    }
    if (rc < 0)
        result = -1;
    map_drop(seen);
    csv_drop(csv);
    return result;
}

static void put_row(struct str *out, char delimiter, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            str_putc(out, delimiter);
        if (cells[i])
            csv_put_cell(out, cells[i], strlen(cells[i]), delimiter);
    }
    str_puts(out, "\r\n");
}

/* One note after those there. Ours stand on one line each: what else is in the cell is the translators'. */
static void put_note(struct str *out, const char *from, const char *text, bool ours)
{
    if (out->len)
        str_putc(out, '\n');
    if (from)
        str_printf(out, "%s: ", from);
    for (const char *p = text; *p; p++)
        str_putc(out, ours && (*p == '\n' || *p == '\r') ? ' ' : *p);
}

int table_write(const struct exchange *x, char delimiter, struct str *out)
{
    const char *const header[] = {"id", x->source, x->to, "state", "previous", "max-chars", "notes"};
    struct str notes = STR_INIT;
    put_row(out, delimiter, header, 7);
    for (size_t i = 0; i < x->n_items; i++) {
        const struct exchange_item *item = &x->items[i];
        for (size_t k = 0; k < item->n_units; k++) {
            const struct exchange_unit *u = &item->units[k];
            bool fuzzy = u->target_text && (u->proposal || u->stale);
            str_clear(&notes);
            for (size_t n = 0; n < item->n_notes; n++)
                put_note(&notes, item->notes[n].category, item->notes[n].text, true);
            if (u->hint)
                put_note(&notes, "form", u->hint, true);
            if (item->preview)
                put_note(&notes, "preview", item->preview, true);
            for (size_t n = 0; n < u->n_notes; n++)
                put_note(&notes, u->notes[n].from, u->notes[n].text, false);
            const char *max = item->max_chars ? arena_printf(x->a, "%ld", item->max_chars) : NULL;
            const char *const cells[] = {u->id,
                                         u->source_text,
                                         u->target_text,
                                         !u->target_text ? NULL
                                         : fuzzy         ? "fuzzy"
                                                         : u->state,
                                         fuzzy ? u->previous_text : NULL,
                                         max,
                                         notes.data};
            put_row(out, delimiter, cells, 7);
        }
    }
    for (size_t i = 0; i < x->n_obsolete; i++) {
        const struct l10n_unit *u = x->obsolete[i];
        const char *id = u->name ? u->name : u->id;
        int number;
        bool candidate = u->target && l10n_candidate_owner(x->a, x->c, id, &number);
        const char *const cells[] = {id, u->source, u->target ? u->target : u->proposal,
                                     candidate ? u->state : "obsolete"};
        put_row(out, delimiter, cells, 4);
    }
    str_drop(&notes);
    return 0;
}
