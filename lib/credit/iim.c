/* IPTC IIM records: a tag marker, record and dataset numbers, a length, bytes. */
#include "credit/credit-imp.h"

#include <string.h>

static const struct {
    uint8_t dataset; /* of record 2 */
    enum credit_field field;
    unsigned most; /* bytes, as the standard has it */
} datasets[] = {
    {80, CREDIT_CREATOR, 32}, {110, CREDIT_LINE, 32}, {115, CREDIT_SOURCE, 32}, {116, CREDIT_RIGHTS, 128}};
enum { N_DATASETS = sizeof datasets / sizeof *datasets };

/* Latin 1, which is what bytes are that do not say what they are and are no UTF-8. */
static void add_bytes(struct arena *a, struct credit *out, enum credit_field f, const char *p, size_t n)
{
    if (utf8_invalid_at(p, n) < 0) {
        credit_add(a, out, f, p, n);
        return;
    }
    struct str s = STR_INIT;
    for (size_t i = 0; i < n; i++)
        str_put_utf8(&s, (uint8_t)p[i]);
    credit_add(a, out, f, s.data, s.len);
    str_drop(&s);
}

void credit_read_iim(struct arena *a, const struct str *records, struct credit *out)
{
    const uint8_t *p = (const uint8_t *)records->data;
    size_t n = records->len;
    for (size_t at = 0; at < n && n - at >= 5 && p[at] == 0x1C;) {
        size_t len = (size_t)p[at + 3] << 8 | p[at + 4];
        if (len & 0x8000 || len > n - at - 5)
            return; /* extended lengths hold pictures */
        for (size_t i = 0; i < N_DATASETS; i++)
            if (p[at + 1] == 2 && p[at + 2] == datasets[i].dataset)
                add_bytes(a, out, datasets[i].field, (const char *)p + at + 5, len);
        at += 5 + len;
    }
}

static void put_record(struct str *s, int record, int dataset, const char *p, size_t n)
{
    str_putc(s, 0x1C);
    str_putc(s, (char)record);
    str_putc(s, (char)dataset);
    str_putc(s, (char)(n >> 8));
    str_putc(s, (char)n);
    str_put(s, p, n);
}

char *credit_iim(struct arena *a, const struct credit *const *list, size_t n, size_t *len)
{
    struct str s = STR_INIT;
    put_record(&s, 1, 90, "\x1B%G", 3); /* what follows is UTF-8 */
    put_record(&s, 2, 0, "\0\4", 2);
    size_t head = s.len;
    for (size_t i = 0; i < N_DATASETS; i++) {
        struct credit all = {0};
        for (size_t k = 0; k < n; k++)
            for (size_t v = 0; v < list[k]->of[datasets[i].field].n; v++)
                credit_add(a, &all, datasets[i].field, list[k]->of[datasets[i].field].at[v],
                           strlen(list[k]->of[datasets[i].field].at[v]));
        const struct credit_values *values = &all.of[datasets[i].field];
        for (size_t v = 0; v < values->n; v++) {
            size_t most = strlen(values->at[v]);
            if (most > datasets[i].most) /* cut between characters; the XMP has it whole */
                for (most = datasets[i].most; most && ((uint8_t)values->at[v][most] & 0xC0) == 0x80;)
                    most--;
            put_record(&s, 2, datasets[i].dataset, values->at[v], most);
            if (datasets[i].field != CREDIT_CREATOR)
                break; /* only by-lines repeat */
        }
    }
    *len = s.len > head ? s.len : 0;
    char *out = *len ? arena_strndup(a, s.data, s.len) : NULL;
    str_drop(&s);
    return out;
}
