/* svg, private: text being collected. */
#ifndef PRESSRUN_TEXT_IMP_H
#define PRESSRUN_TEXT_IMP_H

#include "svg/svg-imp.h"

struct text_group { /* a tspan with effects of its own (SVG 2) */
    const struct text_group *parent;
    struct el *e;
    struct effects effects;
};

struct owner { /* one element of the text with everything its characters share */
    struct owner *parent, *next;
    struct el *e;
    struct style *style;
    const struct text_style *text_style;
    const struct text_shift *shifts;
    size_t n_shifts;
    struct text_decor *decors;
    size_t n_decors;
    int paint;
    const struct path *on_path;
    double path_offset;
    bool path_closed;
    const struct text_group *group;
    enum text_bidi bidi;
    bool bidi_rtl;
    int bidi_scope;
    size_t start, end; /* characters */
};

struct text_char {
    uint32_t cp;
    struct owner *owner;
};

struct line_color {
    int paint;
    struct rgba color;
};

struct collect {
    struct lower *L;
    const struct scope *inner;
    struct owner *first, *last;
    int n_paints; /* one for each owner, and one for each line of a colour of its own */
    struct {
        struct line_color *at;
        size_t len, cap;
    } line_colors;
    struct {
        struct text_char *at;
        size_t len, cap;
    } chars;
    bool space; /* the last character is a collapsible space, or nothing came yet */
    bool ends_collapsible;
    bool newlines; /* some white-space keeps them */
    bool too_long;
    size_t depth;
};

struct owner *owner_new(struct collect *c, struct owner *parent, struct el *e, const struct style *s);
void collect_children(struct collect *c, struct owner *o);
void collect_string(struct collect *c, struct owner *o, const char *text);
void collect_char(struct collect *c, struct owner *o, uint32_t cp);
void collect_finish(struct collect *c); /* trims the end */
/* Positions of all characters from x, y, dx, dy, rotate of all owners; NULL when there are none. */
struct text_pos *collect_positions(struct collect *c);
struct text_length *collect_lengths(struct collect *c, size_t *n);
/* The box that the element declares by shape-inside, inline-size or a flow region; NULL when none. */
struct text_box *text_box_of(struct collect *c, struct el *e, const struct style *s);
bool element_box(struct lower *L, struct el *shape, const struct el *for_element, struct rect *out);

#endif
