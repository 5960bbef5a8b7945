/* Copy files: the words and links that go beside a picture. The core gathers and orders; a format only
 * writes. */
#include <string.h>

#include "still/still-imp.h"

const struct copy_format *copy_format_named(const char *name)
{
    for (size_t i = 0; name && copy_formats[i]; i++)
        if (str_eq_nocase(name, copy_formats[i]->name))
            return copy_formats[i];
    return NULL;
}

static struct copy_entry entry_of(const struct variant *v, const struct slot *slot,
                                  const struct slot_value *value)
{
    bool text = value->kind == SLOT_VALUE_TEXT;
    const char *lang = value->lang ? value->lang : v->locale;
    int first = text && value->text ? text_direction(value->text, strlen(value->text)) : -1;
    return (struct copy_entry){.slot = value->slot,
                               .role = slot ? slot->role : NULL,
                               .text = text ? value->text : value->value,
                               .kind = text                              ? "text"
                                       : value->kind == SLOT_VALUE_IMAGE ? "image"
                                                                         : "value",
                               .lang = lang,
                               .dir = value->dir   ? value->dir
                                      : first == 1 ? "rtl"
                                                   : "ltr",
                               .copy_only = slot && slot->kind == SLOT_COPY,
                               .runs = value->runs,
                               .n_runs = value->n_runs};
}

struct copy_sheet *copy_gather(struct arena *a, const struct creative *c, const struct variant *v,
                               const char *image, long width, long height)
{
    struct copy_sheet *s = ARENA_NEW(a, struct copy_sheet);
    *s = (struct copy_sheet){.id = v->id,
                             .layout = v->layout,
                             .locale = v->locale,
                             .theme = v->theme,
                             .dir = v->dir ? v->dir : "ltr",
                             .image = image,
                             .alt = "",
                             .width = width,
                             .height = height};
    size_t n = 0;
    for (const struct slot_value *p = v->slots; p; p = p->next)
        n++;
    struct copy_entry *list = ARENA_ARRAY(a, n, struct copy_entry);
    n = 0;
    /* in the creative's order; values of slots it does not know come last */
    for (size_t i = 0; c && i < c->n_slots; i++) {
        const struct slot *slot = &c->slots[i];
        const struct slot_value *value = variant_slot(v, slot->name);
        if (value && (slot->kind == SLOT_TEXT || slot->kind == SLOT_COPY))
            list[n++] = entry_of(v, slot, value);
    }
    for (const struct slot_value *p = v->slots; p; p = p->next)
        if (p->kind == SLOT_VALUE_TEXT && !(c && creative_slot(c, p->slot)))
            list[n++] = entry_of(v, NULL, p);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (list[i].text)
            list[kept++] = list[i];
    for (size_t i = 0; i < kept; i++)
        if (str_eq(list[i].role, "alt"))
            s->alt = list[i].text;
    s->entries = list;
    s->n_entries = kept;
    return s;
}

void copy_write(struct str *out, const struct copy_format *f, const struct copy_sheet *sheet)
{
    f->begin(out, sheet);
    for (size_t i = 0; i < sheet->n_entries; i++)
        f->entry(out, sheet, i);
    f->end(out, sheet);
}
