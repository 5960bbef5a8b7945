/* --fix: whatever the bytes of a file, edits lie inside it and in order; what was well-formed XML still is;
 * a table keeps its cells; lines stay lines. The first line says what to fix: KIND ID LINE FROM, by tabs;
 * KIND is text, color, anywhere, or a text of po, csv, xtsv. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "brand/fix-imp.h"
#include "csv/csv.h"
#include "xml/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool well_formed(struct arena *a, const char *text, size_t len)
{
    struct ctx ctx = {0};
    return xml_parse(&ctx, a, "fuzz", text, len) != NULL;
}

/* How many cells a table has; 0 when a record is damaged. */
static size_t table_cells(const char *text, size_t len, char delimiter)
{
    struct ctx ctx = {0};
    struct csv *csv = csv_open_memory("fuzz", text, len, &(struct csv_options){.delimiter = delimiter});
    struct csv_record r;
    size_t n = 0;
    int more;
    while ((more = csv_next(&ctx, csv, &r)) > 0)
        n += r.n_cells;
    csv_drop(csv);
    return more < 0 ? 0 : n;
}

static size_t newlines(const char *s, size_t n)
{
    size_t lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += s[i] == '\n';
    return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    char *all = arena_strndup(a, (const char *)data, size), *words[4] = {"", "", "", ""};
    char *end = memchr(all, '\n', size), *rest = end ? end + 1 : all + size;
    if (end)
        *end = '\0';
    char *save = NULL, *word = strtok_r(all, "\t", &save);
    for (size_t i = 0; i < 4 && word; i++, word = strtok_r(NULL, "\t", &save))
        words[i] = word;
    size_t len = size - (size_t)(rest - all);
    static const char kinds[] = "pcx";
    static const char *const paths[] = {"f.po", "f.csv", "f.tsv"};
    const char *table = words[0][0] ? strchr(kinds, words[0][0]) : NULL,
               *path = table && !str_starts(words[0], "co") ? paths[table - kinds] : "f.xml";
    bool is_text = words[0][0] == 't' || !str_ends(path, ".xml");
    struct fix f = {.kind = is_text ? FIX_TEXT : FIX_COLOR,
                    .id = *words[1] && *words[1] != '-' ? words[1] : NULL,
                    .line = strtol(words[2], NULL, 10),
                    .from = words[3],
                    .to = is_text ? "a < b & \"c\"," : "#17382d",
                    .anywhere = words[0][0] == 'a'};
    struct edits edits = {0};
    struct str out = STR_INIT, diff = STR_INIT;
    size_t n = fix_find_in(a, path, rest, len, &f, &edits);
    if (n != edits.len)
        abort();
    for (size_t i = 0; i < edits.len; i++)
        if (edits.at[i].at > len || edits.at[i].len > len - edits.at[i].at)
            abort();
    fix_apply(rest, len, &edits, &out);
    if (newlines(out.data, out.len) != newlines(rest, len))
        abort();
    char delimiter = str_ends(path, ".csv") ? ',' : str_ends(path, ".tsv") ? '\t' : '\0';
    size_t cells = edits.len && delimiter ? table_cells(rest, len, delimiter) : 0;
    if (cells && table_cells(out.data, out.len, delimiter) != cells)
        abort();
    if (edits.len && str_ends(path, ".xml") && well_formed(a, rest, len) &&
        !well_formed(a, out.data, out.len))
        abort();
    fix_diff(&diff, "fuzz", rest, len, out.data, out.len);
    if (!edits.len && diff.len)
        abort();
    str_drop(&diff);
    str_drop(&out);
    vec_drop(&edits);
    arena_drop(a);
    return 0;
}
