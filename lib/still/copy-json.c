#include "still/still-imp.h"

static void member(struct str *out, const char *name, const char *value)
{
    if (!value)
        return;
    if (out->data[out->len - 1] != '{')
        str_putc(out, ',');
    json_put_string(out, name);
    str_putc(out, ':');
    json_put_string(out, value);
}

static void begin(struct str *out, const struct copy_sheet *s)
{
    str_putc(out, '{');
    member(out, "id", s->id);
    member(out, "layout", s->layout);
    member(out, "locale", s->locale);
    member(out, "dir", s->dir);
    member(out, "theme", s->theme);
    member(out, "image", s->image);
    str_printf(out, ",\"width\":%ld,\"height\":%ld,\"copy\":{", s->width, s->height);
}

static void entry(struct str *out, const struct copy_sheet *s, size_t i)
{
    const struct copy_entry *e = &s->entries[i];
    str_puts(out, i ? ",\n  " : "\n  ");
    json_put_string(out, e->slot);
    str_puts(out, ":{");
    member(out, e->kind, e->text);
    member(out, "role", e->role);
    if (!str_eq(e->lang, s->locale))
        member(out, "lang", e->lang);
    if (!str_eq(e->dir, s->dir))
        member(out, "dir", e->dir);
    if (e->copy_only)
        str_puts(out, ",\"copy_only\":true");
    str_putc(out, '}');
}

static void end(struct str *out, const struct copy_sheet *s)
{
    str_puts(out, s->n_entries ? "\n}}\n" : "}}\n");
}

const struct copy_format copy_format_json = {
    .name = "json",
    .ext = "json",
    .summary = "one JSON object: ids, size, and each slot's text with role, language and direction",
    .begin = begin,
    .entry = entry,
    .end = end,
};
