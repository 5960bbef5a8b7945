#include "svg/svg.h"

#include <string.h>

/* Lowering: a hostile SVG gives a valid tree or a diagnostic; the small parsers take any text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    struct xml_doc *doc = xml_parse(&ctx, a, "fuzz.svg", (const char *)data, size);
    if (doc) {
        const struct svg_mark mark = {"t", MARK_NODE, 0};
        const struct svg_options o = {.root_dir = "/nonexistent", .marks = &mark, .n_marks = 1, .n_slots = 1};
        struct tree *t = svg_lower(&ctx, doc, &o);
        if (t && tree_validate(&ctx, t) != 0)
            __builtin_trap();
        tree_drop(t);
        struct xml_node *text = xml_by_id(doc->root, "t");
        struct rect box;
        if (text) {
            svg_text_content(a, text);
            svg_element_box(doc, text, doc->root, &box);
        }
    }
    char *s = arena_strndup(a, (const char *)data, size < 4096 ? size : 4096);
    struct path p = {0};
    struct matrix m;
    struct rgba c;
    double v;
    svg_parse_path(s, &p);
    svg_parse_transform(s, &m);
    svg_parse_color(s, &c);
    svg_parse_length(s, 100, 12, &v);
    path_drop(&p);
    arena_drop(a);
    return 0;
}
