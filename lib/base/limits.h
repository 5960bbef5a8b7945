/* Limits on outside input, each beside the attack it answers. */
#ifndef PRESSRUN_BASE_LIMITS_H
#define PRESSRUN_BASE_LIMITS_H

#define LIMIT_XML_BYTES (64L << 20)      /* a file that fills the memory before it is parsed */
#define LIMIT_XML_ELEMENTS 1000000       /* a document of empty elements */
#define LIMIT_XML_DEPTH 512              /* nesting that overflows the stack of recursive code */
#define LIMIT_JSON_BYTES (16L << 20)     /* a line without an end */
#define LIMIT_JSON_DEPTH 64              /* [[[[... */
#define LIMIT_CSV_RECORD (4L << 20)      /* a quote that is never closed */
#define LIMIT_CSV_COLUMNS 4096           /* a header of commas */
#define LIMIT_USE_DEPTH 64               /* use, pattern, mask, marker chains */
#define LIMIT_USE_ELEMENTS 500000        /* use of use of use: exponential growth */
#define LIMIT_LAYERS 64                  /* nested groups that each want a canvas */
#define LIMIT_IMAGE_SIDE 16384           /* a picture header that promises 100,000 x 100,000 */
#define LIMIT_IMAGE_PIXELS (128L << 20)  /* the same by area */
#define LIMIT_IMAGE_BYTES (128L << 20)   /* an encoded picture */
#define LIMIT_NOTES_BYTES (1L << 20)     /* a photo whose XMP packet inflates without end */
#define LIMIT_CANVAS_SIDE 16384          /* --width 1000000 */
#define LIMIT_CANVAS_PIXELS (256L << 20) /* the same by area */
#define LIMIT_TEXT_BYTES (256L << 10)    /* a novel in one slot */
#define LIMIT_VARIANTS_PER_ROW 100000    /* axes multiplied without a cap */
#define LIMIT_PATTERN_MATCH 1000000      /* PCRE2 match limit: catastrophic backtracking */
#define LIMIT_MESSAGE_DEPTH 32           /* plural in select in plural... */

#endif
