/* XLIFF 2.1 (OASIS, 13 February 2018): core, with the size restriction, translation candidates and glossary
 * modules. */
#include "l10n/inline-codes-imp.h"

struct writing {
    const struct exchange *x;
    struct str *out;
    struct map *ids;
};

static void put_note(struct str *out, struct l10n_note note)
{
    str_puts(out, "        <note");
    if (note.from)
        put_attr(out, "category", note.from);
    if (note.priority)
        put_attr(out, "priority", note.priority);
    if (note.about)
        put_attr(out, "appliesTo", note.about);
    str_putc(out, '>');
    xml_escape(out, note.text, false);
    str_puts(out, "</note>\n");
}

static void put_notes(struct writing *w, const struct exchange_item *item, const struct exchange_unit *u)
{
    if (!item->n_notes && !u->hint && !item->preview && !u->n_notes)
        return;
    str_puts(w->out, "      <notes>\n");
    for (size_t i = 0; i < item->n_notes; i++)
        put_note(w->out, (struct l10n_note){.from = item->notes[i].category, .text = item->notes[i].text});
    if (u->hint)
        put_note(w->out, (struct l10n_note){.from = "form",
                                            .text = arena_printf(w->x->a, "%s: %s", u->label, u->hint)});
    if (item->preview)
        put_note(w->out, (struct l10n_note){.from = "preview", .text = item->preview});
    for (size_t i = 0; i < u->n_notes; i++)
        put_note(w->out, u->notes[i]);
    str_puts(w->out, "      </notes>\n");
}

static void put_text(struct writing *w, const char *element, const char *in, const struct pieces *source,
                     const struct pieces *text)
{
    str_printf(w->out, "%s<%s xml:space=\"preserve\">", in, element);
    put_inline(w->x->a, w->out, source, text, true);
    str_printf(w->out, "</%s>\n", element);
}

static void put_match(struct writing *w, const struct exchange_unit *u, const char *subtype, int score,
                      const char *origin, const struct pieces *source, const struct pieces *target)
{
    str_puts(w->out, "        <mtc:match ref=\"#s1\" type=\"tm\"");
    if (subtype)
        put_attr(w->out, "subType", subtype);
    if (score)
        put_attr(w->out, "matchQuality", arena_printf(w->x->a, "%d", score));
    if (origin)
        put_attr(w->out, "origin", origin);
    str_puts(w->out, ">\n");
    put_text(w, "source", "          ", source->n ? source : &u->source, source->n ? source : &u->source);
    put_text(w, "target", "          ", source->n ? source : &u->source, target);
    str_puts(w->out, "        </mtc:match>\n");
}

static bool has_matches(const struct exchange_unit *u)
{
    return u->n_matches || u->proposal || (u->stale && u->previous.n);
}

static void put_matches(struct writing *w, const struct exchange_unit *u)
{
    if (!has_matches(u))
        return;
    str_puts(w->out, "      <mtc:matches>\n");
    if (u->proposal)
        put_match(w, u, "pressrun:fuzzy", 0, NULL, &u->previous, &u->target);
    else if (u->stale && u->previous.n)
        put_match(w, u, "pressrun:previous-version", 0, NULL, &u->previous, &u->target);
    for (size_t i = 0; i < u->n_matches; i++)
        put_match(w, u, NULL, u->matches[i].score, u->matches[i].origin, &u->matches[i].source,
                  &u->matches[i].target);
    str_puts(w->out, "      </mtc:matches>\n");
}

/* The glossary module: words of the source and what they are called in the target language. */
static void put_glossary(struct writing *w, const struct exchange_item *item)
{
    if (!item->n_terms)
        return;
    str_puts(w->out, "      <gls:glossary xmlns:gls=\"" MODULE_NS "glossary:2.0\">\n");
    for (size_t i = 0; i < item->n_terms; i++) {
        const struct l10n_term *t = item->terms[i];
        str_puts(w->out, "        <gls:glossEntry>\n          <gls:term>");
        xml_escape(w->out, t->source, false);
        str_puts(w->out, "</gls:term>\n          <gls:translation>");
        xml_escape(w->out, t->keep ? t->source : t->target, false);
        str_puts(w->out, "</gls:translation>\n        </gls:glossEntry>\n");
    }
    str_puts(w->out, "      </gls:glossary>\n");
}

static void put_unit(struct writing *w, const struct exchange_item *item, const struct exchange_unit *u)
{
    str_puts(w->out, "    <unit");
    put_attr(w->out, "id", unit_nmtoken(w->x->a, w->ids, u->id));
    put_attr(w->out, "name", u->id);
    if (!item->translate)
        put_attr(w->out, "translate", "no");
    put_attr(w->out, "type", "pressrun:message");
    if (item->max_chars)
        put_attr(w->out, "slr:sizeRestriction", arena_printf(w->x->a, "%ld", item->max_chars));
    str_puts(w->out, ">\n");
    put_matches(w, u);
    put_glossary(w, item);
    put_notes(w, item, u);
    str_puts(w->out, "      <segment");
    if (has_matches(u))
        put_attr(w->out, "id", "s1");
    put_attr(w->out, "state", u->stale ? "initial" : u->state);
    if (u->stale)
        put_attr(w->out, "subState", "pressrun:source-changed");
    else if (u->qualifier)
        put_attr(w->out, "subState", arena_printf(w->x->a, "pressrun:%s", u->qualifier));
    str_puts(w->out, ">\n");
    put_text(w, "source", "        ", &u->source, &u->source);
    if (u->target_text && !u->proposal)
        put_text(w, "target", "        ", &u->source, &u->target);
    str_puts(w->out, "      </segment>\n    </unit>\n");
}

static void put_item(struct writing *w, const struct exchange_item *item)
{
    bool group = item->units[0].label != NULL;
    if (group) {
        str_puts(w->out, "    <group");
        put_attr(w->out, "id", unit_nmtoken(w->x->a, w->ids, item->def->id));
        put_attr(w->out, "name", item->def->id);
        put_attr(w->out, "type", "pressrun:forms");
        str_puts(w->out, ">\n");
    }
    for (size_t i = 0; i < item->n_units; i++)
        put_unit(w, item, &item->units[i]);
    if (group)
        str_puts(w->out, "    </group>\n");
}

static void put_obsolete(struct writing *w)
{
    str_puts(w->out, "    <group id=\"pressrun-obsolete\" type=\"pressrun:obsolete\" translate=\"no\">\n");
    for (size_t i = 0; i < w->x->n_obsolete; i++) {
        const struct l10n_unit *u = w->x->obsolete[i];
        str_puts(w->out, "    <unit");
        put_attr(w->out, "id", unit_nmtoken(w->x->a, w->ids, arena_printf(w->x->a, "obsolete-%zu", i + 1)));
        put_attr(w->out, "name", u->name ? u->name : u->id);
        str_puts(w->out, " translate=\"no\">\n");
        if (u->n_notes)
            str_puts(w->out, "      <notes>\n");
        for (size_t n = 0; n < u->n_notes; n++)
            put_note(w->out, u->notes[n]);
        if (u->n_notes)
            str_puts(w->out, "      </notes>\n");
        str_printf(w->out,
                   "      <segment state=\"%s\">\n"
                   "        <source xml:space=\"preserve\">",
                   u->state ? u->state : "initial");
        xml_escape(w->out, u->source ? u->source : "", false);
        str_puts(w->out, "</source>\n        <target xml:space=\"preserve\">");
        xml_escape(w->out, u->target ? u->target : u->proposal, false);
        str_puts(w->out, "</target>\n      </segment>\n    </unit>\n");
    }
    str_puts(w->out, "    </group>\n");
}

static int write(struct ctx *ctx, const struct exchange *x, struct str *out)
{
    struct writing w = {x, out, map_new()};
    (void)ctx;
    str_puts(out,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<xliff version=\"2.1\" xmlns=\"" XLIFF2_NS "\" xmlns:slr=\"" MODULE_NS "sizerestriction:2.0\""
             " xmlns:mtc=\"" MODULE_NS "matches:2.0\"");
    put_attr(out, "srcLang", x->source);
    put_attr(out, "trgLang", x->to);
    str_puts(out, ">\n  <file id=\"copy\"");
    put_attr(out, "original", x->original);
    str_puts(out, ">\n    <slr:profiles generalProfile=\"xliff:codepoints\"/>\n");
    for (size_t i = 0; i < x->n_items; i++)
        put_item(&w, &x->items[i]);
    if (x->n_obsolete)
        put_obsolete(&w);
    str_puts(out, "  </file>\n</xliff>\n");
    map_drop(w.ids);
    return 0;
}

const struct l10n_writer l10n_writer_xliff2 = {"xliff2.1", ".xliff", "xliff2", write};
