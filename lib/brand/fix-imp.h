/* Fixes: what a finding knows how to set right, and byte-exact edits of the files that it came from. */
#ifndef PRESSRUN_BRAND_FIX_IMP_H
#define PRESSRUN_BRAND_FIX_IMP_H

#include "base/base.h"

enum fix_kind { FIX_TEXT, FIX_COLOR };

/* `from` becomes `to` in a text (as read, not as escaped) or where a colour is written. */
struct fix {
    enum fix_kind kind;
    const char *id;   /* of the message or the element; NULL */
    long line;        /* of the element in `file`; 0 unknown */
    const char *from; /* FIX_COLOR: as svg_parse_color reads it */
    const char *to;
    bool anywhere; /* FIX_COLOR: the file has no such element, or another one gives it the colour: wherever
                      the file writes it */
};

struct edit {
    size_t at, len; /* bytes of the file */
    const char *to;
};
struct edits {
    struct edit *at;
    size_t len, cap;
};

/* Edits for one fix in an XML file: of the texts of the elements with that id (else on that line), or of the
 * colours in their tags. Tags, comments, CDATA sections and everything else stay. Returns how many were
 * added. */
size_t fix_find(struct arena *a, const char *data, size_t len, const struct fix *f, struct edits *out);
/* The same in a file of any of our formats: PO and tables (.csv, .tsv) by the message's id, else XML. What a
 * PO file breaks over two strings is left. fix-catalogue.c. */
size_t fix_find_in(struct arena *a, const char *path, const char *data, size_t len, const struct fix *f,
                   struct edits *out);
/* The file with its edits; they are sorted, and what overlaps an earlier one is left out. */
void fix_apply(const char *data, size_t len, struct edits *edits, struct str *out);
/* A unified diff of two texts with the same number of lines, as `patch -p1` takes it; nothing when they are
 * equal. */
void fix_diff(struct str *out, const char *path, const char *old, size_t old_len, const char *new,
              size_t new_len);

#endif
