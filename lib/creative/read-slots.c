/* <slots>: what varies, where it goes and how it fits. */
#include <string.h>

#include "creative/creative-imp.h"

#define SLOT_KINDS "text|image|paint|visibility|module|attribute|copy"
#define FIT_ATTRS                                                                                         \
    "target|box|width|wrap|break|align|valign|line-height|max-lines|hyphenate|fit|focus|folder|property|" \
    "attribute"

const char *slot_kind_name(enum slot_kind k)
{
    static const char *const names[] = {"text",   "image",     "paint", "visibility",
                                        "module", "attribute", "copy"};
    return names[k];
}

void slot_fit_init(struct slot_fit *fit)
{
    *fit = (struct slot_fit){.wrap = WRAP_NORMAL,
                             .fitting = {.fit = FIT_COVER, .focus_x = 0.5, .focus_y = 0.5},
                             .property = "fill"};
}

/* "50% 30%" or "0.5 0.3", also one value for both. */
static void read_focus(struct loading *l, const struct xml_node *e, struct slot_fit *fit)
{
    const char *s = xml_attr(e, "focus");
    if (!s)
        return;
    double v[2];
    size_t n = 0;
    const char *p = s;
    while (n < 2) {
        while (ascii_space(*p) || *p == ',')
            p++;
        size_t used = number_parse(p, strlen(p), &v[n]);
        if (!used)
            break;
        p += used;
        if (*p == '%') {
            v[n] /= 100;
            p++;
        }
        if (v[n] < 0 || v[n] > 1) {
            n = 0;
            break;
        }
        n++;
    }
    while (ascii_space(*p))
        p++;
    if (n == 0 || *p) {
        creative_wrong(l, xml_where(l->doc, e), "write two parts of the picture's sides, such as 50% 30%",
                       "'%s' is not a focal point", s);
        return;
    }
    fit->fitting.focus_x = v[0];
    fit->fitting.focus_y = n == 2 ? v[1] : v[0];
}

static void read_ladder(struct loading *l, const struct xml_node *e, struct slot_fit *fit)
{
    static const char *const steps[] = {"shrink", "track", "fallback", "ellipsis", "tighten"};
    check_attrs(l, e, "");
    check_children(l, e, "shrink|track|fallback|ellipsis|tighten");
    size_t max = 0;
    for (const struct xml_node *k = xml_first_element(e); k; k = xml_next_element(k))
        max++;
    fit->ladder = ARENA_ARRAY(l->a, max + 1, struct fit_step);
    fit->n_ladder = 0;
    const char **fallbacks = ARENA_ARRAY(l->a, max + 1, const char *);
    size_t n_fallbacks = 0;
    for (const struct xml_node *k = xml_first_element(e); k; k = xml_next_element(k)) {
        struct fit_step step = {0};
        size_t i = 0;
        while (i < 5 && !xml_is(k, XML_NS_CREATIVE, steps[i]))
            i++;
        switch (i) {
        case 0:
            check_attrs(l, k, "to");
            step = (struct fit_step){FIT_SHRINK, attr_number(l, k, "to", 1, 10000, 0)};
            break;
        case 1:
            check_attrs(l, k, "to");
            step = (struct fit_step){FIT_TRACK, attr_number(l, k, "to", -0.5, 0, 0)};
            break;
        case 2:
            check_attrs(l, k, "message");
            fallbacks[n_fallbacks++] = need_attr(l, k, "message");
            step.kind = FIT_FALLBACK;
            break;
        case 3:
            check_attrs(l, k, "");
            step.kind = FIT_ELLIPSIS;
            break;
        case 4:
            check_attrs(l, k, "to");
            step = (struct fit_step){FIT_TIGHTEN, attr_number(l, k, "to", 0.5, 4, 0)};
            break;
        default:
            continue;
        }
        if (i != 2 && i != 3)
            need_attr(l, k, "to");
        fit->ladder[fit->n_ladder++] = step;
    }
    fit->fallbacks = fallbacks;
}

/* Reads what the element states over what `fit` has already. */
static void read_fit(struct loading *l, const struct xml_node *e, struct slot_fit *fit)
{
    const char *v;
    if ((v = xml_attr(e, "target")))
        fit->target = v;
    if ((v = xml_attr(e, "box")))
        fit->box = v;
    if ((v = xml_attr(e, "folder")))
        fit->folder = v;
    if ((v = xml_attr(e, "attribute")))
        fit->attribute = v;
    fit->width = attr_number(l, e, "width", 0, 100000, fit->width);
    fit->wrap = (enum text_wrap)attr_word(l, e, "wrap", "none|normal|balance", fit->wrap);
    fit->line_break =
        (enum text_break)attr_word(l, e, "break", "normal|strict|phrase|keep-all", fit->line_break);
    fit->align_set |= xml_attr(e, "align") != NULL;
    int align = attr_word(l, e, "align", "start|center|end|justify|middle", fit->align);
    fit->align = align == 4 ? ALIGN_CENTER : (enum text_align)align;
    int valign = attr_word(l, e, "valign", "top|middle|bottom|center", fit->valign);
    fit->valign = valign == 3 ? VALIGN_MIDDLE : (enum text_valign)valign;
    fit->line_height = attr_number(l, e, "line-height", 0.3, 10, fit->line_height);
    fit->max_lines = (int)attr_long(l, e, "max-lines", 1, 10000, fit->max_lines);
    fit->hyphenate = attr_bool(l, e, "hyphenate", fit->hyphenate);
    static const enum image_fit fits[] = {FIT_COVER, FIT_CONTAIN, FIT_FILL, FIT_NONE};
    int how = attr_word(l, e, "fit", "cover|contain|fill|none", -1);
    if (how >= 0)
        fit->fitting.fit = fits[how];
    read_focus(l, e, fit);
    static const char *const properties[] = {"fill", "stroke", "stop-color"};
    int property = attr_word(l, e, "property", "fill|stroke|stop-color", -1);
    if (property >= 0)
        fit->property = properties[property];
    const struct xml_node *ladder = xml_child(e, XML_NS_CREATIVE, "fit");
    if (ladder)
        read_ladder(l, ladder, fit);
}

/* Attributes that cannot be slots: those that would fetch, run or rename. */
static bool attribute_allowed(const char *name)
{
    static const char *const not [] = {"href",  "xlink:href", "id",    "class",
                                       "style", "src",        "xmlns", "xml:base"};
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (str_eq_nocase(name, not [i]))
            return false;
    return !(strlen(name) > 2 && (name[0] == 'o' || name[0] == 'O') && (name[1] == 'n' || name[1] == 'N')) &&
           !strpbrk(name, " <>&\"'=/");
}

static void check_attribute_name(struct loading *l, const struct slot_fit *fit, struct where where)
{
    if (!fit->attribute)
        creative_wrong(l, where, "write attribute=\"opacity\" for one",
                       "an attribute slot needs the attribute's name");
    else if (!attribute_allowed(fit->attribute))
        creative_wrong(l, where, "use an image, module or paint slot", "attribute '%s' may not vary",
                       fit->attribute);
}

static void read_slot(struct loading *l, const struct xml_node *e, struct slot *s)
{
    check_attrs(l, e, "name|kind|role|note|" FIT_ATTRS "|" VALUE_ATTRS);
    check_children(l, e, "fit|in");
    s->where = xml_where(l->doc, e);
    s->name = need_attr(l, e, "name");
    s->kind = (enum slot_kind)attr_word(l, e, "kind", SLOT_KINDS, SLOT_TEXT);
    s->role = xml_attr(e, "role");
    slot_fit_init(&s->fit);
    s->fit.target = s->name;
    read_fit(l, e, &s->fit);
    s->initial = read_value(l, e, NULL);
    if (s->kind == SLOT_ATTRIBUTE)
        check_attribute_name(l, &s->fit, s->where);
    s->in = ARENA_ARRAY(l->a, count_children(e, "in"), struct slot_fit_in);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "in"); k;
         k = xml_next(k, XML_NS_CREATIVE, "in")) {
        check_attrs(l, k, "layout|" FIT_ATTRS "|" VALUE_ATTRS);
        check_children(l, k, "fit");
        struct slot_fit_in *in = &s->in[s->n_in];
        in->layout = need_attr(l, k, "layout");
        in->where = xml_where(l->doc, k);
        for (size_t i = 0; i < s->n_in; i++)
            if (str_eq(s->in[i].layout, in->layout))
                creative_wrong(l, in->where, "join them", "slot '%s' has two <in layout=\"%s\">", s->name,
                               in->layout);
        in->fit = s->fit;
        read_fit(l, k, &in->fit);
        in->initial = read_value(l, k, NULL);
        if (s->kind == SLOT_ATTRIBUTE && in->fit.attribute)
            check_attribute_name(l, &in->fit, in->where);
        s->n_in++;
    }
}

void read_slots(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "");
    check_children(l, e, "slot");
    c->slots = ARENA_ARRAY(l->a, count_children(e, "slot"), struct slot);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "slot"); k;
         k = xml_next(k, XML_NS_CREATIVE, "slot")) {
        struct slot s = {0};
        read_slot(l, k, &s);
        if (creative_slot(c, s.name))
            creative_wrong(l, s.where, "rename one", "slot '%s' is declared twice", s.name);
        c->slots[c->n_slots++] = s;
        if (!map_has(c->slot_index, s.name))
            map_put(c->slot_index, s.name, (void *)c->n_slots);
    }
}
