/* TMX 1.4b: the translations as a memory. Only what somebody has confirmed. */
#include "l10n/exchange-imp.h"

static void put_segment(struct str *out, const char *lang, const struct pieces *list)
{
    size_t open = 0, stack[64], depth = 0, codes = 0;
    str_puts(out, "      <tuv xml:lang=\"");
    xml_escape(out, lang, true);
    str_puts(out, "\"><seg>");
    for (size_t i = 0; i < list->n; i++) {
        const struct message_piece *p = &list->at[i];
        if (p->kind == PIECE_TEXT) {
            xml_escape(out, p->text, false);
        } else if (p->kind == PIECE_OPEN) {
            open++;
            if (depth < 64)
                stack[depth++] = open;
            str_printf(out, "<bpt i=\"%zu\">&lt;%s&gt;</bpt>", open, p->text);
        } else if (p->kind == PIECE_CLOSE) {
            str_printf(out, "<ept i=\"%zu\">&lt;/%s&gt;</ept>", depth ? stack[--depth] : open, p->text);
        } else {
            str_printf(out, "<ph x=\"%zu\">", ++codes);
            xml_escape(out, p->text, false);
            str_puts(out, "</ph>");
        }
    }
    str_puts(out, "</seg></tuv>\n");
}

static bool is_confirmed(const struct exchange_unit *u)
{
    return u->target_text && !u->stale && !u->proposal && !u->qualifier &&
           l10n_state_reaches(u->state, "translated");
}

static void put_start(struct str *out, const char *id, const struct exchange *x, const struct pieces *source)
{
    str_puts(out, "    <tu>\n      <prop type=\"x-context\">");
    xml_escape(out, id, false);
    str_puts(out, "</prop>\n");
    put_segment(out, x->source, source);
}

/* A message of one sentence is one unit in all languages; plurals have other sentences in each. */
static void put_item(const struct exchange *const *list, size_t n, size_t item, struct str *out)
{
    bool open = false;
    for (size_t i = 0; i < n; i++) {
        const struct exchange_item *it = &list[i]->items[item];
        for (size_t k = 0; k < it->n_units; k++) {
            const struct exchange_unit *u = &it->units[k];
            if (!is_confirmed(u))
                continue;
            if (!open)
                put_start(out, u->id, list[i], &u->source);
            put_segment(out, list[i]->to, &u->target);
            open = !u->label;
            if (u->label)
                str_puts(out, "    </tu>\n");
        }
    }
    if (open)
        str_puts(out, "    </tu>\n");
}

void tmx_write(const struct exchange *const *list, size_t n, struct str *out)
{
    str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n"
                  "  <header creationtool=\"pressrun\" creationtoolversion=\"" PRESSRUN_VERSION
                  "\" segtype=\"block\" o-tmf=\"icu\" adminlang=\"en\" srclang=\"");
    xml_escape(out, n ? list[0]->source : "en", true);
    str_puts(out, "\" datatype=\"x-icu-messageformat\"/>\n  <body>\n");
    for (size_t i = 0; n && i < list[0]->n_items; i++)
        put_item(list, n, i, out);
    str_puts(out, "  </body>\n</tmx>\n");
}
