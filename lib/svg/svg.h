/* svg: an SVG document to a render tree: CSS, units, inheritance, use, switch, markers, paint servers, text.
 * Errors follow SVG: a bad element is dropped with a warning and the rest is drawn. */
#ifndef PRESSRUN_SVG_H
#define PRESSRUN_SVG_H

#include "base/base.h"
#include "text/text.h"
#include "tree/tree.h"
#include "xml/xml.h"

/* What of an element a slot replaces. */
enum svg_mark_kind {
    MARK_NODE, /* the whole node: text, image, visibility, module */
    MARK_FILL, /* its fill colour, inherited by descendants that do not set their own */
    MARK_STROKE,
    MARK_STOP, /* stop-color of a gradient stop */
};
struct svg_mark {
    const char *id; /* element id */
    enum svg_mark_kind kind;
    int slot;
};

struct svg_token {    /* theme: custom property that var(--name) reads; wins over the document's own */
    const char *name; /* with the dashes: "--accent" */
    const char *value;
    long line; /* of the file that sets it, for messages; 0 unknown */
};

struct svg_options {
    const char *root_dir;       /* linked pictures must lie below it; NULL: the document's folder */
    bool links_outside;         /* plain render-still of a local file: relative links may leave the folder */
    double width, height;       /* when > 0: viewport for percentages and missing sizes of the root */
    const char *lang;           /* systemLanguage and default text language; NULL = "en" */
    const char *default_family; /* initial font-family; NULL = "serif" */
    double default_size;        /* initial font-size; 0 = 12 */
    const struct svg_mark *marks;
    size_t n_marks;
    size_t n_slots;
    const struct svg_token *tokens;
    size_t n_tokens;
    struct typesetter *typesetter; /* lays out static text; must outlive the tree. NULL: no text is drawn */
};

/* Lowers a parsed document. The document must outlive the call only. NULL with a report when it has no root
 * svg or no size. Result owned by the caller (tree_drop). */
struct tree *svg_lower(struct ctx *ctx, const struct xml_doc *doc, const struct svg_options *o);

/* The file that an href of a document names: below `root` (NULL: the document's folder) unless links may lead
 * outside. In `a`; NULL with a report. */
char *svg_linked_path(struct ctx *ctx, struct arena *a, bool outside, const char *root, const char *doc_path,
                      const char *href, struct where where);

/* Colours as CSS writes them: names, #rgb[a], #rrggbb[aa], rgb(), rgba(), hsl(), hsla(), transparent. */
bool svg_parse_color(const char *s, struct rgba *out);
/* A length with unit to user units; percentages of `relative`, em of `font_size`. False when not a length. */
bool svg_parse_length(const char *s, double relative, double font_size, double *out);
bool svg_parse_transform(const char *s, struct matrix *out);
/* Path data; keeps what is valid before an error (SVG's rule) and returns false then. */
bool svg_parse_path(const char *d, struct path *out);

/* The text box that an element declares: shape-inside of a rect, inline-size, or a rect by id (the caller
 * gives it). Reads the geometry of any shape element as its bounding box in the coordinate system of
 * `for_element`. */
bool svg_element_box(const struct xml_doc *doc, const struct xml_node *shape,
                     const struct xml_node *for_element, struct rect *out);

/* Geometry of an element as laid out, for tools (slots, lint): kind and, for text, its literal content with
 * white space collapsed and tspans joined. */
enum svg_element_kind {
    SVG_ELEMENT_OTHER,
    SVG_ELEMENT_TEXT,
    SVG_ELEMENT_IMAGE,
    SVG_ELEMENT_SHAPE,
    SVG_ELEMENT_GROUP,
    SVG_ELEMENT_STOP,
    SVG_ELEMENT_USE
};
enum svg_element_kind svg_kind_of(const struct xml_node *e);
char *svg_text_content(struct arena *a, const struct xml_node *text_element);
/* Lines of a text as design tools write them: tspans with an x, and a y or dy of their own. Their words are
 * parted though no space stands between them. `lines`: zero at first, one for each text. */
struct svg_lines {
    const char *y; /* of the line so far */
    bool pending;  /* a line begins with the next character */
};
void svg_lines_enter(struct svg_lines *lines, const struct xml_node *tspan);
/* Whether a space belongs between the last character so far and `next`, which is about to be added. */
bool svg_lines_gap(struct svg_lines *lines, const char *so_far, size_t len, const char *next);

#endif
