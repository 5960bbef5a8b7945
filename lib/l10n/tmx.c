/* TMX 1.4b (LISA OSCAR, 2005) read: pairs of segments of two languages. Codes stand for their own content. */
#include "l10n/l10n-imp.h"

#include <string.h>
#include <strings.h>

bool l10n_same_language(const char *a, const char *b)
{
    size_t n = a ? strcspn(a, "-_") : 0, m = b ? strcspn(b, "-_") : 0;
    return n && n == m && strncasecmp(a, b, n) == 0;
}

static const char *language(const struct xml_node *tuv)
{
    const char *lang = xml_attr_ns(tuv, XML_NS_XML, "lang");
    return lang ? lang : xml_attr(tuv, "lang"); /* TMX 1.1 */
}

/* Depth is bounded by LIMIT_XML_DEPTH. */
static void flatten(struct arena *a, const struct xml_node *n, struct inline_text *t)
{
    for (; n; n = n->next) {
        if (n->kind == XN_TEXT)
            inline_put_text(t, n->text);
        else if (str_eq(n->name, "hi"))
            flatten(a, n->first, t);
        else
            inline_put_code(t, xml_text(a, n));
    }
}

/* How well a language serves for the one asked for: 2 the same, 1 but for the region, 0 not. */
static int serves(const char *lang, const char *wanted)
{
    return str_eq_nocase(lang, wanted) ? 2 : l10n_same_language(lang, wanted);
}

static char *segment(struct arena *a, const struct xml_node *tu, const char *wanted)
{
    const struct xml_node *best = NULL;
    int how = 0;
    for (const struct xml_node *v = xml_first_element(tu); v; v = xml_next_element(v)) {
        int good = str_eq(v->name, "tuv") ? serves(language(v), wanted) : 0;
        if (good > how) {
            how = good;
            best = xml_child(v, v->ns, "seg");
        }
    }
    if (!best)
        return NULL;
    struct inline_text text = {STR_INIT, false};
    flatten(a, best->first, &text);
    return inline_take(a, &text, true);
}

static int fault(struct ctx *ctx, const struct xml_doc *doc, const struct xml_node *e, const char *hint,
                 const char *what)
{
    report_hint(ctx, DIAG_ERROR, DIAG_L10N_INVALID, xml_where(doc, e), hint, "%s", what);
    return -1;
}

static int check_unit(struct ctx *ctx, const struct xml_doc *doc, const struct xml_node *tu)
{
    size_t n = 0;
    for (const struct xml_node *v = xml_first_element(tu); v; v = xml_next_element(v)) {
        if (!str_eq(v->name, "tuv"))
            continue;
        n++;
        if (!language(v))
            return fault(ctx, doc, v, "add xml:lang", "a <tuv> does not say its language");
        if (!xml_child(v, v->ns, "seg"))
            return fault(ctx, doc, v, "add <seg>", "a <tuv> has no text");
    }
    return n ? 0 : fault(ctx, doc, tu, "add one <tuv> a language", "a <tu> is empty");
}

int l10n_memory_load(struct ctx *ctx, struct l10n_memory *m, const char *path, const char *source_lang,
                     const char *target_lang)
{
    struct arena *a = arena_new();
    struct xml_doc *doc = xml_load(ctx, a, path);
    int result = doc ? 0 : -1;
    const struct xml_node *body = doc ? xml_child(doc->root, doc->root->ns, "body") : NULL;
    if (doc && (!str_eq(doc->root->name, "tmx") || !body))
        result = fault(ctx, doc, doc->root, "give a TMX 1.4 file", "this is no translation memory");
    for (const struct xml_node *tu = result ? NULL : xml_first_element(body); tu; tu = xml_next_element(tu)) {
        if (!str_eq(tu->name, "tu"))
            continue;
        if (check_unit(ctx, doc, tu)) {
            result = -1;
            continue;
        }
        char *source = segment(a, tu, source_lang), *target = segment(a, tu, target_lang);
        if (source && target)
            l10n_memory_add(m, source, target, path_base(path));
    }
    arena_drop(a);
    return result;
}
