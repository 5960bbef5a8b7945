#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {NULL, "empty", BRAND_YES, .def = "yes", .help = "whether an empty text is a finding"},
    {"also", "", BRAND_PATTERN, .required = true,
     .help = "a further pattern that stands for a forgotten placeholder"},
};

/* What tools and people leave behind when a value is missing. */
static const struct {
    const char *pattern, *what;
} leftovers[] = {
    {"\\{\\{?\\s*[A-Za-z_][\\w.-]*(?:\\s*[,|][^{}]*)?\\}?\\}", "a placeholder"},
    {"\\$\\{[^}]*\\}|%[A-Z][A-Z_]+%|\\[\\[[^\\]]*\\]\\]|<%.*?%>", "a placeholder"},
    {"(?<![\\w%])%(?:s|d|@|\\d\\$s|\\(\\w+\\)s)(?!\\w)", "a placeholder"},
    {"(?i)\\blorem\\s+ipsum\\b|\\bdolor\\s+sit\\s+amet\\b", "filler text"},
    /* Spanish and Portuguese say "todo" for "all" */
    {"\\bTODO\\b|(?i)\\b(?:todo\\s*[:!]|FIXME\\b|TBD\\b|TBC\\b)(?-i)|\\bXXX+\\b", "a note to do"},
    {"\\b(?:undefined|NaN)\\b|^(?:null|None|#N/A|#REF!|#VALUE!)$", "a value that no tool could read"},
    {"(?i)\\b(?:your|insert|add) (?:text|headline|name|copy|logo) here\\b", "filler text"},
};

enum { BRACKETS = 3 }; /* the first patterns need one of these signs */

struct payload {
    const struct match *at[LENGTH(leftovers)];
    const struct match *any_word; /* those behind BRACKETS in one: mostly there is none */
};

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    struct payload *p = ARENA_NEW(loader_arena(l), struct payload);
    for (size_t i = 0; i < LENGTH(leftovers); i++) {
        p->at[i] = loader_match(l, leftovers[i].pattern, 0, r->where);
        if (!p->at[i])
            return -1;
    }
    struct str any = STR_INIT;
    for (size_t i = BRACKETS; i < LENGTH(leftovers); i++)
        str_printf(&any, "%s(?:%s)", any.len ? "|" : "", leftovers[i].pattern);
    p->any_word = loader_match(l, arena_strdup(loader_arena(l), any.data), 0, r->where);
    str_drop(&any);
    *out = p;
    return p->any_word ? 0 : -1;
}

static bool blank(const char *s)
{
    for (const char *p = s, *end = s + strlen(s); p < end;) {
        uint32_t cp = utf8_next(&p, end);
        /* spaces, no-break and zero-width ones */
        if (!(cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200f) ||
              cp == 0x202f || cp == 0x2060 || cp == 0x3000 || cp == 0xfeff))
            return false;
    }
    return true;
}

static int look(struct check *c, const struct match *m, const char *what, const struct copy_fact *f)
{
    size_t start, end;
    int r = match_search(c->ctx, m, f->text, strlen(f->text), 0, &start, &end, f->where);
    if (r <= 0)
        return r;
    found(c, copy_spot(f, what), "%s has %s left over: \"%s\"", spot_name(c, f->slot, f->id, f->where.line),
          what, excerpt(c->arena, f->text + start, end - start));
    return 1;
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    const struct payload *p = r->payload;
    int hit = 0;
    /* the pattern of a message has placeholders by nature */
    for (size_t k = f->raw || !f->text[strcspn(f->text, "{$%[<")] ? BRACKETS : 0; k < BRACKETS && !hit; k++)
        hit = look(c, p->at[k], leftovers[k].what, f);
    int word = hit ? 0 : match_test(c->ctx, p->any_word, f->text, strlen(f->text), f->where);
    if (word < 0)
        return -1;
    for (size_t k = BRACKETS; word && k < LENGTH(leftovers) && !hit; k++)
        hit = look(c, p->at[k], leftovers[k].what, f);
    for (const struct brand_item *it = r->items; it && !hit; it = it->next)
        hit = look(c, item_value(r, it, "")->pattern, "a placeholder", f);
    if (hit < 0)
        return -1;
    if (!hit && rule_yes(r, "empty") && f->slot && blank(f->text))
        found(c, copy_spot(f, "empty"), "%s is empty", spot_name(c, f->slot, f->id, f->where.line));
    return 0;
}

BRAND_KIND(placeholder, "placeholder",
           .summary = "placeholders, filler text and unreadable values left in the copy", PARAMS(params),
           .need = NEED_LINE, .by_slot = true, .section = "copy",
           .hint = "fill the value, give the field a default, or drop the slot", .compile = compile,
           .check_text = check_text);
