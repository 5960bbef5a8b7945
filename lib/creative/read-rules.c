/* <rules>: choices, axes, constraints, the cap. */
#include "creative/creative-imp.h"

static struct value read_theme_or_value(struct loading *l, const struct xml_node *e, bool theme)
{
    const char *name = xml_attr(e, "theme");
    if (!theme)
        return read_value(l, e, NULL);
    if (!name) {
        need_attr(l, e, "theme");
        return (struct value){0};
    }
    return (struct value){.kind = VALUE_THEME, .text = name};
}

static void read_choose(struct loading *l, const struct xml_node *e, struct choose *ch)
{
    check_attrs(l, e, "slot|theme");
    check_children(l, e, "when|otherwise");
    ch->where = xml_where(l->doc, e);
    ch->slot = xml_attr(e, "slot");
    bool theme = attr_bool(l, e, "theme", false);
    if (!ch->slot == !theme)
        creative_wrong(l, ch->where, NULL, "<choose> needs either slot=\"name\" or theme=\"yes\"");
    size_t max = count_children(e, "when") + count_children(e, "otherwise");
    ch->whens = ARENA_ARRAY(l->a, max + 1, struct when);
    bool ended = false;
    for (const struct xml_node *k = xml_first_element(e); k; k = xml_next_element(k)) {
        bool when = xml_is(k, XML_NS_CREATIVE, "when");
        if (!when && !xml_is(k, XML_NS_CREATIVE, "otherwise"))
            continue;
        check_attrs(l, k, when ? "test|theme|" VALUE_ATTRS : "theme|" VALUE_ATTRS);
        struct when *w = &ch->whens[ch->n_whens++];
        w->where = xml_where(l->doc, k);
        if (when)
            w->test = need_attr(l, k, "test");
        if (ended)
            creative_wrong(l, w->where, "put <otherwise> last", "nothing may follow <otherwise>");
        ended |= !when;
        w->value = read_theme_or_value(l, k, theme);
        if (w->value.kind == VALUE_NONE && !theme)
            creative_wrong(l, w->where,
                           "add message, column, text, image, paint, visible, module, value or drop",
                           "<%s> gives no value", k->name);
    }
    if (!ended)
        creative_wrong(l, ch->where, "add one, so that every row gets something",
                       "<choose> for '%s' has no <otherwise>",
                       theme      ? "theme"
                       : ch->slot ? ch->slot
                                  : "");
}

static void read_set(struct loading *l, const struct xml_node *e, struct choice *choice)
{
    const char *slot = xml_attr(e, "slot"), *theme = xml_attr(e, "theme");
    if (theme)
        choice->sets[choice->n_sets++] = (struct axis_set){NULL, {.kind = VALUE_THEME, .text = theme}};
    struct value v = read_value(l, e, NULL);
    if (slot && v.kind == VALUE_NONE)
        creative_wrong(l, xml_where(l->doc, e),
                       "add message, column, text, image, paint, visible, module, value or drop",
                       "<%s slot=\"%s\"> gives no value", e->name, slot);
    else if (!slot && v.kind != VALUE_NONE)
        creative_wrong(l, xml_where(l->doc, e), "add slot=\"name\"", "<%s> gives a value and names no slot",
                       e->name);
    else if (slot)
        choice->sets[choice->n_sets++] = (struct axis_set){slot, v};
}

static void read_axis(struct loading *l, const struct xml_node *e, struct axis *x)
{
    check_attrs(l, e, "name|note");
    check_children(l, e, "choice");
    x->where = xml_where(l->doc, e);
    x->name = need_attr(l, e, "name");
    x->choices = ARENA_ARRAY(l->a, count_children(e, "choice"), struct choice);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "choice"); k;
         k = xml_next(k, XML_NS_CREATIVE, "choice")) {
        check_attrs(l, k, "name|test|slot|theme|" VALUE_ATTRS);
        check_children(l, k, "set");
        struct choice *c = &x->choices[x->n_choices++];
        c->name = need_attr(l, k, "name");
        c->test = xml_attr(k, "test");
        c->where = xml_where(l->doc, k);
        for (size_t i = 0; i + 1 < x->n_choices; i++)
            if (str_eq(x->choices[i].name, c->name))
                creative_wrong(l, c->where, "rename one", "axis '%s' has the choice '%s' twice", x->name,
                               c->name);
        c->sets = ARENA_ARRAY(l->a, 2 + 2 * count_children(k, "set"), struct axis_set);
        read_set(l, k, c);
        for (const struct xml_node *s = xml_child(k, XML_NS_CREATIVE, "set"); s;
             s = xml_next(s, XML_NS_CREATIVE, "set")) {
            check_attrs(l, s, "slot|theme|" VALUE_ATTRS);
            read_set(l, s, c);
        }
    }
    if (!x->n_choices)
        creative_wrong(l, x->where, "add <choice name=\"...\">", "axis '%s' has no choice", x->name);
}

void read_rules(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "");
    check_children(l, e, "choose|axis|constraint|cap");
    c->chooses = ARENA_ARRAY(l->a, count_children(e, "choose"), struct choose);
    c->axes = ARENA_ARRAY(l->a, count_children(e, "axis"), struct axis);
    c->constraints = ARENA_ARRAY(l->a, count_children(e, "constraint"), struct pair_where);
    for (const struct xml_node *k = xml_first_element(e); k; k = xml_next_element(k)) {
        if (xml_is(k, XML_NS_CREATIVE, "choose")) {
            struct choose ch = {0};
            read_choose(l, k, &ch);
            for (size_t i = 0; i < c->n_chooses; i++)
                if (str_eq(c->chooses[i].slot, ch.slot))
                    creative_wrong(l, ch.where, "join them", "a second <choose> for '%s'",
                                   ch.slot ? ch.slot : "theme");
            c->chooses[c->n_chooses++] = ch;
        } else if (xml_is(k, XML_NS_CREATIVE, "axis")) {
            struct axis x = {0};
            read_axis(l, k, &x);
            for (size_t i = 0; i < c->n_axes; i++)
                if (str_eq(c->axes[i].name, x.name))
                    creative_wrong(l, x.where, "rename one", "axis '%s' is declared twice", x.name);
            c->axes[c->n_axes++] = x;
        } else if (xml_is(k, XML_NS_CREATIVE, "constraint")) {
            check_attrs(l, k, "test|note");
            c->constraints[c->n_constraints++] =
                (struct pair_where){need_attr(l, k, "test"), xml_where(l->doc, k)};
        } else if (xml_is(k, XML_NS_CREATIVE, "cap")) {
            check_attrs(l, k, "combinations");
            need_attr(l, k, "combinations");
            c->cap = attr_long(l, k, "combinations", 1, LIMIT_VARIANTS_PER_ROW, 0);
        }
    }
}
