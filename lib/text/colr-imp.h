/* Private to lib/text: COLR version 1 colour glyphs, drawn to pixels with FreeType. */
#ifndef PRESSRUN_TEXT_COLR_IMP_H
#define PRESSRUN_TEXT_COLR_IMP_H

#include "text/font-imp.h"

/* Has the face a COLR table of version 1? */
bool colr_has(hb_face_t *face);
/* Draws a glyph at `ppem` pixels an em; `em` tells where it goes (em, y down), `colored` whether
 * it shows the text's colour. NULL when it has no such
 * picture. The caller holds the face's lock. */
struct pixmap *colr_draw(struct face *f, uint32_t glyph, double ppem, struct rgba text, struct rect *em,
                         bool *colored);

#endif
