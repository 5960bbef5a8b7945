/* Metadata of a finished PDF (ISO 32000-1, 14.3 and 14.11.5): an incremental update gives the catalogue an
 * XMP stream and says that device colours are sRGB. cairo writes neither. Only cairo's own shape of file is
 * known: a table of references, a catalogue without either entry. */
#include <stdlib.h>
#include <string.h>

#include "paint/paint.h"

/* The number behind a key of the trailer; 0 when it is not there. */
static unsigned long number_after(const char *text, const char *key)
{
    const char *at = strstr(text, key);
    return at ? strtoul(at + strlen(key), NULL, 10) : 0;
}

struct update {
    struct str *out;
    unsigned long first; /* number of the first new object */
    size_t at[8];        /* where the objects start */
    int n;
};

static void begin_object(struct update *u, unsigned long number)
{
    u->at[u->n++] = u->out->len;
    str_printf(u->out, "%lu 0 obj\n", number);
}

static void put_stream(struct update *u, const char *entries, const void *body, size_t n)
{
    begin_object(u, u->first + (unsigned long)u->n);
    str_printf(u->out, "<< %s /Length %zu >>\nstream\n", entries, n);
    str_put(u->out, body, n);
    str_puts(u->out, "\nendstream\nendobj\n");
}

bool pdf_mark(const struct image_marks *m, uint8_t **data, size_t *len)
{
    struct str out = STR_INIT;
    struct update u = {.out = &out};
    str_put(&out, (const char *)*data, *len);
    size_t tail = *len > 256 ? *len - 256 : 0; /* behind the streams, which hold any byte */
    const char *trailer = memmem(out.data + tail, *len - tail, "trailer", 7);
    unsigned long size = trailer ? number_after(trailer, "/Size ") : 0;
    unsigned long root = trailer ? number_after(trailer, "/Root ") : 0;
    unsigned long info = trailer ? number_after(trailer, "/Info ") : 0;
    unsigned long xref = trailer ? number_after(trailer, "startxref") : 0;
    char head[32];
    snprintf(head, sizeof head, "\n%lu 0 obj\n<< ", root);
    const char *catalog =
        size && root && xref && xref < *len ? memmem(out.data, *len, head, strlen(head)) : NULL;
    const char *end = catalog ? strstr(catalog, ">>\nendobj") : NULL;
    if (!end) {
        str_drop(&out);
        return false;
    }
    struct str body = STR_INIT;
    str_put(&body, catalog + strlen(head), (size_t)(end - catalog) - strlen(head));
    u.first = size;
    size_t profile_len;
    const uint8_t *profile = image_srgb_profile(&profile_len);
    put_stream(&u, "/N 3 /Alternate /DeviceRGB", profile, profile_len);
    if (m->xmp_len)
        put_stream(&u, "/Type /Metadata /Subtype /XML", m->xmp, m->xmp_len);
    begin_object(&u, root);
    str_printf(&out,
               "<< %s/OutputIntents [ << /Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (sRGB "
               "IEC61966-2.1) "
               "/Info (sRGB IEC61966-2.1) /DestOutputProfile %lu 0 R >> ]\n",
               body.data, u.first);
    if (m->xmp_len)
        str_printf(&out, "   /Metadata %lu 0 R\n", u.first + 1);
    str_puts(&out, ">>\nendobj\n");
    str_drop(&body);
    size_t table = out.len;
    int streams = u.n - 1;
    str_printf(&out, "xref\n%lu 1\n%010zu 00000 n \n%lu %d\n", root, u.at[streams], u.first, streams);
    for (int i = 0; i < streams; i++)
        str_printf(&out, "%010zu 00000 n \n", u.at[i]);
    str_printf(&out,
               "trailer\n<< /Size %lu\n   /Root %lu 0 R\n   /Info %lu 0 R\n   /Prev "
               "%lu\n>>\nstartxref\n%zu\n%%%%EOF\n",
               size + (unsigned long)streams, root, info, xref, table);
    free(*data);
    *len = out.len;
    *data = (uint8_t *)str_detach(&out);
    return true;
}
