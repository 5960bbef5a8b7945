/* XLIFF 1.2 (OASIS, 1 February 2008), transitional. */
#include "l10n/inline-codes-imp.h"

struct writing {
    const struct exchange *x;
    struct str *out;
    const char *in; /* indentation of the unit at hand */
};

static void put_note(struct writing *w, struct l10n_note note)
{
    str_printf(w->out, "%s  <note", w->in);
    if (note.from)
        put_attr(w->out, "from", note.from);
    if (note.priority)
        put_attr(w->out, "priority", note.priority);
    if (note.about)
        put_attr(w->out, "annotates", note.about);
    str_putc(w->out, '>');
    xml_escape(w->out, note.text, false);
    str_puts(w->out, "</note>\n");
}

static const char *state_word(const char *state)
{
    return str_eq(state, "final")        ? "final"
           : str_eq(state, "reviewed")   ? "x-reviewed"
           : str_eq(state, "translated") ? "translated"
                                         : "needs-translation";
}

static const char *state_of(const struct exchange_unit *u)
{
    return u->stale ? "needs-adaptation" : u->qualifier ? "needs-review-translation" : state_word(u->state);
}

/* Another translation beside the unit's own: of a memory, of an earlier wording, or one to be confirmed. */
static void put_alternative(struct writing *w, const struct exchange_unit *u, const char *type, int score,
                            const char *origin, const struct pieces *source, const struct pieces *target)
{
    struct exchange *x = (struct exchange *)w->x;
    str_printf(w->out, "%s  <alt-trans", w->in);
    if (score)
        put_attr(w->out, "match-quality", arena_printf(x->a, "%d%%", score));
    if (origin)
        put_attr(w->out, "origin", origin);
    put_attr(w->out, "alttranstype", type);
    str_puts(w->out, ">\n");
    if (source->n) {
        str_printf(w->out, "%s    <source>", w->in);
        put_inline(x->a, w->out, source, source, false);
        str_puts(w->out, "</source>\n");
    }
    str_printf(w->out, "%s    <target>", w->in);
    put_inline(x->a, w->out, source->n ? source : &u->source, target, false);
    str_printf(w->out, "</target>\n%s  </alt-trans>\n", w->in);
}

static void put_unit(struct writing *w, const struct exchange_item *item, const struct exchange_unit *u)
{
    struct arena *a = w->x->a;
    long max = item->max_chars;
    str_printf(w->out, "%s<trans-unit", w->in);
    put_attr(w->out, "id", u->id);
    put_attr(w->out, "resname", u->id);
    if (!item->translate)
        put_attr(w->out, "translate", "no");
    put_attr(w->out, "xml:space", "preserve");
    if (max) {
        put_attr(w->out, "maxwidth", arena_printf(a, "%ld", max));
        put_attr(w->out, "size-unit", "char");
    }
    str_printf(w->out, ">\n%s  <source>", w->in);
    put_inline(a, w->out, &u->source, &u->source, false);
    str_puts(w->out, "</source>\n");
    if (u->target_text && !u->proposal) {
        str_printf(w->out, "%s  <target", w->in);
        put_attr(w->out, "state", state_of(u));
        if (u->qualifier)
            put_attr(w->out, "state-qualifier", u->qualifier);
        str_putc(w->out, '>');
        put_inline(a, w->out, &u->source, &u->target, false);
        str_puts(w->out, "</target>\n");
    }
    if (item->preview)
        str_printf(w->out,
                   "%s  <context-group name=\"preview\" purpose=\"information\">\n"
                   "%s    <context context-type=\"x-preview\">%s</context>\n%s  </context-group>\n",
                   w->in, w->in, item->preview, w->in);
    for (size_t i = 0; i < item->n_notes; i++)
        put_note(w, (struct l10n_note){.from = item->notes[i].category, .text = item->notes[i].text});
    if (u->hint)
        put_note(w, (struct l10n_note){.from = "form", .text = arena_printf(a, "%s: %s", u->label, u->hint)});
    for (size_t i = 0; i < u->n_notes; i++)
        put_note(w, u->notes[i]);
    if (u->proposal)
        put_alternative(w, u, "proposal", 0, NULL, &u->previous, &u->target);
    else if (u->stale && u->previous.n)
        put_alternative(w, u, "previous-version", 0, NULL, &u->previous, &u->target);
    for (size_t i = 0; i < u->n_matches; i++)
        put_alternative(w, u, "proposal", u->matches[i].score, u->matches[i].origin, &u->matches[i].source,
                        &u->matches[i].target);
    str_printf(w->out, "%s</trans-unit>\n", w->in);
}

static void put_item(struct writing *w, const struct exchange_item *item)
{
    bool group = item->units[0].label != NULL;
    if (group) {
        str_puts(w->out, "      <group");
        put_attr(w->out, "id", item->def->id);
        put_attr(w->out, "resname", item->def->id);
        put_attr(w->out, "restype", "x-icu-forms");
        str_puts(w->out, ">\n");
    }
    w->in = group ? "        " : "      ";
    for (size_t i = 0; i < item->n_units; i++)
        put_unit(w, item, &item->units[i]);
    if (group)
        str_puts(w->out, "      </group>\n");
}

/* Nothing translated is lost: what has no message any more stays at the end. */
static void put_obsolete(struct writing *w)
{
    str_puts(w->out,
             "      <group id=\"pressrun-obsolete\" restype=\"x-pressrun-obsolete\" translate=\"no\">\n");
    for (size_t i = 0; i < w->x->n_obsolete; i++) {
        const struct l10n_unit *u = w->x->obsolete[i];
        const char *id = u->name ? u->name : u->id;
        str_puts(w->out, "        <trans-unit");
        put_attr(w->out, "id", arena_printf(w->x->a, "obsolete-%zu", i + 1));
        put_attr(w->out, "resname", id);
        str_puts(w->out, " translate=\"no\" xml:space=\"preserve\">\n          <source>");
        xml_escape(w->out, u->source ? u->source : "", false);
        str_printf(w->out, "</source>\n          <target state=\"%s\">", state_word(u->state));
        xml_escape(w->out, u->target ? u->target : u->proposal, false);
        str_puts(w->out, "</target>\n");
        w->in = "        ";
        for (size_t n = 0; n < u->n_notes; n++)
            put_note(w, u->notes[n]);
        str_puts(w->out, "        </trans-unit>\n");
    }
    str_puts(w->out, "      </group>\n");
}

static int write(struct ctx *ctx, const struct exchange *x, struct str *out)
{
    struct writing w = {x, out, ""};
    (void)ctx;
    str_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<xliff version=\"1.2\" xmlns=\"" XLIFF12_NS "\">\n  <file");
    put_attr(out, "original", x->original);
    put_attr(out, "source-language", x->source);
    put_attr(out, "target-language", x->to);
    str_puts(out, " datatype=\"x-icu-messageformat\">\n    <body>\n");
    for (size_t i = 0; i < x->n_items; i++)
        put_item(&w, &x->items[i]);
    if (x->n_obsolete)
        put_obsolete(&w);
    str_puts(out, "    </body>\n  </file>\n</xliff>\n");
    return 0;
}

const struct l10n_writer l10n_writer_xliff12 = {"xliff1.2", ".xlf", "xliff12", write};
