/* Fine typography of a formatted text, where a market asks for it. Private to l10n. */
#ifndef PRESSRUN_TYPESET_H
#define PRESSRUN_TYPESET_H

#include "message/message.h"

enum {
    TYPESET_NO_BREAK = 1, /* no-break spaces and joiners: "50 %", "« offre »", "10–20", "Nr. 5", "5 km" */
    TYPESET_TITLE = 2     /* Words Begin with a Capital, by the language */
};
/* Changes the text and moves its runs along. Only spaces that are there become no-break ones; nothing is
 * added that can be seen. New texts in `a`; a text without a change is left as it is. */
void typeset(struct arena *a, const char *lang, unsigned what, struct formatted *f);

#endif
