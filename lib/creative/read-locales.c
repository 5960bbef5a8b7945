/* <locales>: what changes for a locale of the creative. */
#include <string.h>

#include "creative/creative-imp.h"

static void read_swap(struct loading *l, const struct xml_node *e, struct locale_swap *s)
{
    check_attrs(l, e, "slot|theme|with|" VALUE_ATTRS);
    *s = (struct locale_swap){.slot = xml_attr(e, "slot"), .with = xml_attr(e, "with")};
    if (s->slot) {
        s->value = read_value(l, e, NULL);
        if (s->value.kind == VALUE_NONE)
            creative_wrong(l, xml_where(l->doc, e), NULL, "<swap slot=\"%s\"> gives no value", s->slot);
        return;
    }
    s->module = xml_attr(e, "module");
    s->image = xml_attr(e, "image");
    s->theme = xml_attr(e, "theme");
    if (!!s->module + !!s->image + !!s->theme != 1 || !s->with)
        creative_wrong(l, xml_where(l->doc, e), "write slot and a value, or module, image or theme and with",
                       "<swap> is incomplete");
}

void read_swaps(struct loading *l, const struct xml_node *e, struct locale_def *d)
{
    size_t more = count_children(e, "swap");
    if (!more)
        return;
    d->swaps = arena_grow(l->a, d->swaps, d->n_swaps, d->n_swaps + more, sizeof *d->swaps);
    for (const struct xml_node *s = xml_child(e, XML_NS_CREATIVE, "swap"); s;
         s = xml_next(s, XML_NS_CREATIVE, "swap"))
        read_swap(l, s, &d->swaps[d->n_swaps++]);
}

void read_locales(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "folder");
    check_children(l, e, "locale");
    const char *folder = xml_attr(e, "folder");
    if (folder && (folder[0] == '/' || strstr(folder, "..")))
        creative_wrong(l, xml_where(l->doc, e), NULL, "folder '%s' leaves the creative", folder);
    else if (folder)
        c->locales_dir = path_join(l->a, c->dir, folder);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "locale"); k;
         k = xml_next(k, XML_NS_CREATIVE, "locale")) {
        check_attrs(l, k, "tag|dir|font");
        check_children(l, k, "swap");
        const char *given = need_attr(l, k, "tag"), *tag = locale_canonical(l->a, given);
        int dir = attr_word(l, k, "dir", "ltr|rtl", -1);
        if (!tag) {
            if (*given)
                creative_wrong(l, xml_where(l->doc, k), "use BCP 47, such as de-DE", "'%s' is not a locale",
                               given);
            continue;
        }
        struct locale_def *d = locale_entry(l, tag);
        if (d->declared)
            creative_wrong(l, xml_where(l->doc, k), "rename one", "locale '%s' is declared twice", tag);
        d->declared = true;
        d->where = xml_where(l->doc, k);
        if (dir >= 0)
            d->dir = dir ? "rtl" : "ltr";
        if (xml_attr(k, "font"))
            d->font = xml_attr(k, "font");
        read_swaps(l, k, d);
    }
}
