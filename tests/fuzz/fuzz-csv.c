/* The audience: CSV records and JSON Lines, also with another delimiter and from every offset of the buffer.
 */
#include <stdint.h>

#include "csv/csv.h"
#include "expand/audience.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(const char *name, const char *data, size_t size, char delimiter)
{
    struct ctx ctx = {0};
    struct audience *a = audience_open_memory(&ctx, name, data, size, delimiter);
    struct row row;
    size_t sum = 0;
    while (a && audience_next(&ctx, a, &row) != 0)
        for (size_t i = 0; i < row.n_cells; i++)
            sum += (unsigned char)row.cells[i][0];
    audience_drop(a);
    if (sum == (size_t)-1)
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16)
        return 0;
    read_all("a.csv", (const char *)data, size, 0);
    read_all("a.csv", (const char *)data, size, '\t');
    read_all("a.jsonl", (const char *)data, size, 0);
    struct ctx ctx = {0};
    struct csv *c = csv_open_memory("a", (const char *)data, size, &(struct csv_options){.record_limit = 64});
    struct csv_record r;
    while (csv_next(&ctx, c, &r) != 0)
        if (r.raw_len && (r.raw[0] == '\n' && r.whole && r.raw_len == 1))
            __builtin_trap();
    csv_drop(c);
    return 0;
}
