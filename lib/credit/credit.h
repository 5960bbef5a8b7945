/* credit: who made a picture, as the metadata of source files say it (XMP, IPTC IIM, EXIF), merged for an ad
 * that is composed of several and written again as XMP (ISO 16684-1) and IIM (IPTC 4.2). Fields follow the
 * IPTC Photo Metadata Standard. What else a packet holds (history, places, thumbnails) is not carried on. */
#ifndef PRESSRUN_CREDIT_H
#define PRESSRUN_CREDIT_H

#include "base/base.h"
#include "image/image.h"

enum credit_field {
    CREDIT_CREATOR,     /* dc:creator, plus:ImageCreator, By-line, Artist */
    CREDIT_RIGHTS,      /* dc:rights, Copyright Notice, Copyright */
    CREDIT_LINE,        /* photoshop:Credit */
    CREDIT_SOURCE,      /* photoshop:Source */
    CREDIT_OWNER,       /* xmpRights:Owner, plus:CopyrightOwner */
    CREDIT_TERMS,       /* xmpRights:UsageTerms */
    CREDIT_STATEMENT,   /* xmpRights:WebStatement, a URL */
    CREDIT_LICENCE,     /* cc:license, a URL */
    CREDIT_LICENSOR,    /* plus:Licensor: "name\nurl" */
    CREDIT_AI_SYSTEM,   /* Iptc4xmpExt:AISystemUsed */
    CREDIT_SOURCE_TYPE, /* Iptc4xmpExt:DigitalSourceType, a URL */
    CREDIT_FIELDS
};

struct credit { /* of one picture; values in the order of the file, none twice */
    struct credit_values {
        const char **at;
        size_t n;
    } of[CREDIT_FIELDS];
};

/* Reads a file's blocks into `a`. A packet that is not well-formed is left out with a warning [image-credit].
 * Values lose control characters and what is beyond the limits. */
void credit_read(struct ctx *ctx, struct arena *a, const struct image_notes *notes, struct where where,
                 struct credit *out);
bool credit_empty(const struct credit *c);

/* The XMP packet of an ad composed of `n` pictures, in `a`; NULL when no picture says anything. Lists are
 * joined without repetition, in order. Pictures of several digital source types make a composite, as IPTC's
 * vocabulary calls it; then, and whenever two pictures say different things, each one's fields stand in
 * pressrun:Pictures too. */
char *credit_packet(struct arena *a, const struct credit *const *list, size_t n, size_t *len);
/* The same as IIM records (by-line, credit, source, copyright notice); NULL when there is nothing to say. */
char *credit_iim(struct arena *a, const struct credit *const *list, size_t n, size_t *len);

#endif
