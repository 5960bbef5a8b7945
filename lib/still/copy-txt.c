#include <string.h>

#include "still/still-imp.h"

static void begin(struct str *out, const struct copy_sheet *s)
{
    str_printf(out, "id: %s\nlayout: %s\nlocale: %s\n", s->id ? s->id : "", s->layout ? s->layout : "",
               s->locale ? s->locale : "");
    if (s->theme)
        str_printf(out, "theme: %s\n", s->theme);
    str_printf(out, "image: %s (%ld x %ld)\n", s->image, s->width, s->height);
}

/* A text of several lines is indented, so that a line that begins at the margin is always a slot. */
static void entry(struct str *out, const struct copy_sheet *s, size_t i)
{
    const struct copy_entry *e = &s->entries[i];
    if (i == 0)
        str_putc(out, '\n');
    str_printf(out, "%s: ", e->slot);
    for (const char *p = e->text; *p;) {
        size_t n = strcspn(p, "\r\n");
        str_put(out, p, n);
        p += n;
        if (*p) {
            p += p[0] == '\r' && p[1] == '\n' ? 2 : 1;
            str_puts(out, "\n    ");
        }
    }
    str_putc(out, '\n');
}

static void end(struct str *out, const struct copy_sheet *s)
{
    (void)out;
    (void)s;
}

const struct copy_format copy_format_txt = {
    .name = "txt",
    .ext = "txt",
    .summary = "plain text, a line for each slot",
    .begin = begin,
    .entry = entry,
    .end = end,
};
