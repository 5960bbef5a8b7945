#include "render/render-imp.h"

#include <string.h>

static void put_bytes(struct str *s, const void *data, size_t len)
{
    str_put(s, (const char *)&len, sizeof len);
    str_put(s, data, len);
}

static void put_text(struct str *s, const char *text)
{
    if (text)
        put_bytes(s, text, strlen(text));
    else
        put_bytes(s, "", 0), str_putc(s, '-'); /* none is not the empty text */
}

struct digest128 value_key(struct str *scratch, const struct variant *v, const struct slot_value *value)
{
    struct str *s = scratch;
    str_clear(s);
    put_text(s, v->locale);
    put_text(s, v->theme);
    put_text(s, v->dir);
    if (value) {
        const int kind[] = {(int)value->kind, value->visible};
        put_bytes(s, kind, sizeof kind);
        put_text(s, value->text);
        put_text(s, value->lang);
        put_text(s, value->dir);
        put_text(s, value->font);
        put_text(s, value->value);
        for (size_t i = 0; i < value->n_runs; i++) {
            put_text(s, value->runs[i].name);
            const size_t span[] = {value->runs[i].start, value->runs[i].end};
            put_bytes(s, span, sizeof span);
        }
        for (size_t i = 0; i < value->n_alts; i++)
            put_text(s, value->alts[i].text);
    }
    return digest_rows(s->data, s->len, s->len, 1, HASH_SEED);
}
