/* Lowers a document from a string and shows its tree as text. */
#ifndef TEST_SVG_FIXTURE_H
#define TEST_SVG_FIXTURE_H

#include "svg/svg.h"
#include "test.h"

struct lowered {
    struct arena *arena;
    struct collected_diags diags;
    struct tree *tree;
    struct str dump;
};

static inline void lower_with(struct lowered *l, const char *svg, const struct svg_options *o)
{
    l->arena = arena_new();
    l->dump = (struct str)STR_INIT;
    collect_diags(&l->diags);
    struct xml_doc *doc = xml_parse(&l->diags.ctx, l->arena, "test.svg", svg, strlen(svg));
    assert_non_null(doc);
    l->tree = svg_lower(&l->diags.ctx, doc, o);
    if (l->tree) {
        assert_int_equal(tree_validate(&l->diags.ctx, l->tree), 0);
        tree_dump(&l->dump, l->tree);
    }
}

static inline void lower(struct lowered *l, const char *svg)
{
    struct svg_options o = {0};
    lower_with(l, svg, &o);
}

static inline void lowered_drop(struct lowered *l)
{
    tree_drop(l->tree);
    str_drop(&l->dump);
    diag_list_drop(&l->diags.list);
    arena_drop(l->arena);
}

#define SVG(BODY) "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>" BODY "</svg>"

static inline size_t count_of(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, word)); p += strlen(word))
        n++;
    return n;
}

static inline void expect(const char *svg, const char *want)
{
    struct lowered l;
    lower(&l, svg);
    if (!strstr(l.dump.data, want))
        fail_msg("no \"%s\" in:\n%s\nof %s", want, l.dump.data, svg);
    lowered_drop(&l);
}

static inline void expect_count(const char *svg, const char *word, size_t n)
{
    struct lowered l;
    lower(&l, svg);
    size_t got = l.tree ? count_of(l.dump.data, word) : 0;
    if (got != n)
        fail_msg("%zu times \"%s\", not %zu, in:\n%s\nof %s", got, word, n, l.dump.data, svg);
    lowered_drop(&l);
}

#endif
