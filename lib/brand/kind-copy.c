#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {"forbid", "", BRAND_PATTERN, .required = true, .help = "a pattern that no text may match"},
    {"forbid", "say", BRAND_TEXT, .help = "what to write instead, for the message"},
    {"forbid", "fix", BRAND_CHOICE, .choices = "spaces",
     .help = "what --fix may do about a match: spaces, one for each run of them"},
    {"require", "", BRAND_PATTERN, .required = true, .help = "a pattern that the copy must match"},
    {NULL, "in", BRAND_CHOICE, .def = "any", .choices = "any|each",
     .help = "whether one text or each text of the rule's slots and roles must match <require>"},
};

/* One space for a run of them; the no-break one where there is one. */
static const char *squeezed(struct arena *a, const char *text, size_t len)
{
    struct str s = STR_INIT;
    for (size_t i = 0; i < len;) {
        size_t n = 0;
        bool wide = false;
        while (i + n < len) {
            bool no_break = i + n + 1 < len && (unsigned char)text[i + n] == 0xc2 &&
                            (unsigned char)text[i + n + 1] == 0xa0;
            if (text[i + n] != ' ' && text[i + n] != '\t' && !no_break)
                break;
            wide |= no_break;
            n += no_break ? 2 : 1;
        }
        if (n)
            str_puts(&s, wide ? "\xc2\xa0" : " ");
        else
            str_putc(&s, text[i]);
        i += n ? n : 1;
    }
    char *out = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return out;
}

static int fix_spaces(struct check *c, const struct brand_rule *r, const struct brand_item *item,
                      const struct copy_fact *f)
{
    size_t start, end, len = strlen(f->text);
    for (size_t from = 0; from<len; from = end> from ? end : from + 1) {
        int m = match_search(c->ctx, item_value(r, item, "")->pattern, f->text, len, from, &start, &end,
                             f->where);
        if (m <= 0)
            return m;
        fixable_text(c, f, f->text + start, end - start, squeezed(c->arena, f->text + start, end - start));
    }
    return 0;
}

static int forbid(struct check *c, const struct brand_rule *r, const struct brand_item *item,
                  const struct copy_fact *f)
{
    size_t start, end, from = 0, len = strlen(f->text);
    int m =
        match_search(c->ctx, item_value(r, item, "")->pattern, f->text, len, from, &start, &end, f->where);
    if (m <= 0)
        return m;
    const char *say = item_value(r, item, "say")->text;
    found(c, copy_spot(f, item_value(r, item, "")->text), "%s has \"%s\"%s%s%s",
          spot_name(c, f->slot, f->id, f->where.line), excerpt(c->arena, f->text + start, end - start),
          say ? ", write \"" : "", say ? say : "", say ? "\"" : "");
    return item_value(r, item, "fix")->text ? fix_spaces(c, r, item, f) : 0;
}

static int require(struct check *c, const struct brand_rule *r, const struct brand_item *item)
{
    const struct brand_value *v = item_value(r, item, "");
    bool each = str_eq(rule_value(r, "in")->text, "each"), any = false;
    for (size_t i = 0; i < c->s->n_copy; i++) {
        const struct copy_fact *f = &c->s->copy[i];
        if (!rule_covers(r, f->slot, f->role, f->id) || (f->optional && !each))
            continue;
        int m = match_test(c->ctx, v->pattern, f->text, strlen(f->text), f->where);
        if (m < 0)
            return -1;
        any |= m > 0;
        if (!m && each && !f->raw)
            found(c, copy_spot(f, v->text), "%s does not match /%s/: \"%s\"",
                  spot_name(c, f->slot, f->id, f->where.line), v->text,
                  excerpt(c->arena, f->text, strlen(f->text)));
    }
    if (!any && !each && c->s->kind != SUBJECT_CREATIVE)
        found(c, (struct spot){.key = v->text}, "no text matches /%s/", v->text);
    return 0;
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    for (const struct brand_item *item = r->items; item; item = item->next)
        if (item->element[0] == 'f' && forbid(c, r, item, f) < 0)
            return -1;
    return 0;
}

static int check(struct check *c, const struct brand_rule *r)
{
    for (const struct brand_item *item = r->items; item; item = item->next)
        if (item->element[0] == 'r' && c->s->kind != SUBJECT_IMAGE && require(c, r, item) < 0)
            return -1;
    return 0;
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    (void)out;
    return r->items ? 0
                    : rule_wrong(l, r->where, "write <forbid>pattern</forbid> or <require>pattern</require>",
                                 "a rule of kind 'copy' needs a pattern");
}

BRAND_KIND(copy, "copy", .summary = "patterns that the copy must or must not match", PARAMS(params),
           .need = NEED_LINE, .by_slot = true, .section = "copy", .compile = compile,
           .check_text = check_text, .check = check);
