/* <copy>: messages with their declared runs as elements. */
#include <string.h>

#include "creative/creative-imp.h"

/* Appends the content of `e`; white space is collapsed as in any XML prose, unless it is to be kept. */
static void put_content(struct loading *l, struct str *out, const struct xml_node *e, bool preserve,
                        bool *blank)
{
    for (const struct xml_node *k = e->first; k; k = k->next) {
        if (k->kind == XN_TEXT) {
            for (const char *p = k->text; *p; p++) {
                if (preserve || !ascii_space(*p)) {
                    if (*blank && out->len && out->data[out->len - 1] != '\n')
                        str_putc(out, ' ');
                    *blank = false;
                    str_putc(out, *p);
                } else {
                    *blank = true;
                }
            }
            continue;
        }
        if (str_eq(k->name, "br")) {
            str_putc(out, '\n');
            *blank = false;
            continue;
        }
        bool known = false;
        for (size_t i = 0; i < l->c->n_styles; i++)
            known |= str_eq(l->c->styles[i].name, k->name);
        if (!known) {
            const char **names = ARENA_ARRAY(l->a, l->c->n_styles, const char *);
            for (size_t i = 0; i < l->c->n_styles; i++)
                names[i] = l->c->styles[i].name;
            creative_dangling(l, xml_where(l->doc, k), "style", k->name, names, l->c->n_styles);
        }
        if (*blank && out->len && out->data[out->len - 1] != '\n')
            str_putc(out, ' ');
        *blank = false;
        str_printf(out, "<%s>", k->name);
        put_content(l, out, k, preserve, blank);
        str_printf(out, "</%s>", k->name);
    }
}

const char *copy_pattern(struct loading *l, const struct xml_node *e)
{
    struct str s = STR_INIT;
    bool blank = false;
    put_content(l, &s, e, str_eq(xml_attr_ns(e, XML_NS_XML, "space"), "preserve"), &blank);
    const char *pattern = arena_strndup(l->a, s.data, s.len);
    str_drop(&s);
    return pattern;
}

/* The declared runs, with those marked that the message does not want translated. */
static const char *const *copy_runs(struct loading *l, const struct xml_node *message)
{
    size_t n = 0;
    bool any = false;
    while (l->c->run_names && l->c->run_names[n])
        n++;
    const char **runs = ARENA_ARRAY(l->a, n + 1, const char *);
    for (size_t i = 0; i < n; i++) {
        size_t fixed = 0, others = 0;
        const struct xml_node *last = NULL;
        runs[i] = l->c->run_names[i];
        for (const struct xml_node *e = message; e; e = xml_following(message, e)) {
            if (e == message || e->kind != XN_ELEMENT || !str_eq(e->name, runs[i]))
                continue;
            last = e;
            *(its_translate(e) ? &others : &fixed) += 1;
        }
        if (fixed && others)
            creative_wrong(l, xml_where(l->doc, last), "declare a second style of the same look",
                           "<%s> is translated in one place of the message and not in another", runs[i]);
        if (fixed && its_translate(message)) {
            runs[i] = arena_printf(l->a, "!%s", runs[i]);
            any = true;
        }
    }
    return any ? runs : l->c->run_names;
}

void read_copy(struct loading *l, const struct xml_node *e)
{
    struct creative *c = l->c;
    check_attrs(l, e, "");
    check_children(l, e, "message");
    c->messages = ARENA_ARRAY(l->a, count_children(e, "message"), struct message_def);
    for (const struct xml_node *k = xml_child(e, XML_NS_CREATIVE, "message"); k;
         k = xml_next(k, XML_NS_CREATIVE, "message")) {
        check_attrs(l, k, "id|role|note|max-chars");
        struct message_def m = {
            .id = need_attr(l, k, "id"), .role = xml_attr(k, "role"), .note = xml_attr(k, "note")};
        m.where = xml_where(l->doc, k);
        m.max_chars = attr_long(l, k, "max-chars", 1, LIMIT_TEXT_BYTES, 0);
        m.runs = copy_runs(l, k);
        m.no_translation = !its_translate(k);
        if (!m.note)
            m.note = its_note(k);
        m.pattern = copy_pattern(l, k);
        if (creative_message(c, m.id))
            creative_wrong(l, m.where, "rename one", "message '%s' is declared twice", m.id);
        m.parsed = message_parse(l->ctx, l->a, m.pattern, m.runs, m.where);
        l->failed |= !m.parsed;
        c->messages[c->n_messages++] = m;
        if (!map_has(c->message_index, m.id))
            map_put(c->message_index, m.id, (void *)c->n_messages);
    }
}
