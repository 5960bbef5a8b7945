/* --dry-run: how many variants, and how they come about. */
#include "expand/expand-imp.h"

void expand_describe(const struct expand *e, long rows, struct str *out)
{
    const struct creative *c = e->c;
    const struct expand_totals *t = &e->totals;
    str_printf(out, "creative      %s\n", c->path);
    str_printf(out, "rows          %ld read, %ld selected, %ld skipped, %ld rejected\n", rows, t->selected,
               t->skipped, t->rejected);
    size_t layouts = 0;
    for (size_t i = 0; i < c->n_layouts; i++)
        layouts += e->layout_on[i];
    str_printf(out, "layouts       %zu of %zu\n", layouts, c->n_layouts);
    size_t combinations = 1;
    for (size_t i = 0; i < c->n_axes; i++) {
        const struct axis *x = &c->axes[i];
        combinations = combinations > (size_t)-1 / x->n_choices ? (size_t)-1 : combinations * x->n_choices;
        str_printf(out, "axis          %s: %zu (", x->name, x->n_choices);
        for (size_t k = 0; k < x->n_choices; k++)
            str_printf(out, "%s%s%s", k ? ", " : "", x->choices[k].name, x->choices[k].test ? "?" : "");
        str_puts(out, ")\n");
    }
    if (c->n_axes) {
        str_printf(out, "combinations  %zu a row and layout", combinations);
        if (c->n_constraints)
            str_printf(out, ", %zu constraint%s", c->n_constraints, c->n_constraints == 1 ? "" : "s");
        if (c->cap)
            str_printf(out, ", at most %ld kept", c->cap);
        str_putc(out, '\n');
    }
    str_putc(out, '\n');
    for (size_t i = 0; i < c->n_layouts; i++)
        if (e->layout_on[i])
            str_printf(out, "%-20s %5gx%-5g %10ld\n", c->layouts[i].name, c->layouts[i].width,
                       c->layouts[i].height, t->by_layout[i]);
    str_printf(out, "%-20s %11s %10ld\n", "variants", "", t->variants);
}
