/* variant: the variant line and its JSON form. A tool reads a line, changes its own members and writes it
 * again: members it does not know keep their bytes and their place. */
#ifndef PRESSRUN_VARIANT_H
#define PRESSRUN_VARIANT_H

#include "base/base.h"
#include "json/json.h"

struct variant_arg {
    const char *name, *value; /* value as in the row */
    const char
        *currency; /* of a money field when the row carries one: written as {"value":..,"currency":..} */
};

struct variant_text_run {
    const char *name;
    size_t start, end; /* code points of text */
};

struct variant_alt { /* a shorter message for the fit ladder */
    const char *message, *text;
};

enum slot_value_kind {
    SLOT_VALUE_TEXT,
    SLOT_VALUE_IMAGE,
    SLOT_VALUE_PAINT,
    SLOT_VALUE_VISIBLE,
    SLOT_VALUE_MODULE,
    SLOT_VALUE_ATTRIBUTE
};

/* One member of "slots". Which members are set follows from kind:
 *   text
 * {"message":id,"args":{},"text":"..","runs":[[s,e,"b"]],"alts":[{"message","text"}],"lang","dir","font"}
 *   image {"image":"assets/a.png"}  paint {"paint":"#rrggbb"}  visible {"visible":false}
 *   module {"module":"name"}  attribute {"value":"..."} */
struct slot_value {
    struct slot_value *next;
    const char *slot; /* name */
    enum slot_value_kind kind;
    const char *message; /* id; NULL for literal or column text */
    struct variant_arg *args;
    size_t n_args;
    const char *text;
    struct variant_text_run *runs;
    size_t n_runs;
    struct variant_alt *alts;
    size_t n_alts;
    const char *lang;  /* of the text when it is not the line's locale (fallback) */
    const char *dir;   /* "ltr", "rtl" or NULL */
    const char *font;  /* family that localize puts first, or NULL */
    const char *value; /* image, paint, module, attribute */
    bool visible;
    const struct json
        *source;      /* as read: members it has and we do not know are written back; NULL for a new value */
    const char *json; /* the member as variant_put_slot wrote it, when many lines share the value; NULL */
    size_t json_len;
};

struct pair {
    const char *name, *value;
};

struct variant_finding {
    const char *level, *code, *rule, *slot, *message;
};

struct variant_output {
    const char *path, *format, *digest;
    long bytes, width, height;
};

struct variant {
    const char *id, *creative, *layout, *locale, *theme; /* theme NULL: none */
    const char *dir;     /* "rtl" when the layout is to be mirrored or read so; else NULL */
    long row;            /* from 1, 0 = no audience */
    struct pair *fields; /* columns the creative carries (output names, rule scopes) */
    size_t n_fields;
    struct pair *choices; /* axis -> choice */
    size_t n_choices;
    struct slot_value *slots;
    struct pair *why; /* slot (or "theme") -> what chose it */
    size_t n_why;
    const char *state; /* "ok", "failed" ("review" from brand-check for warnings is not used) */
    struct variant_finding *findings;
    size_t n_findings;
    struct variant_output *outputs;
    size_t n_outputs;
    struct pair *fallbacks; /* localize: slot or message -> locale really used */
    size_t n_fallbacks;

    /* Bookkeeping of variant_read: the line as read, so that variant_write keeps unknown members and
     * untouched ones. */
    const struct json *source;
    unsigned touched; /* bit per member group below: set by the tool that changed it */
};

enum {
    V_ID = 1,
    V_LOCALE = 2,
    V_SLOTS = 4,
    V_STATE = 8,
    V_FINDINGS = 16,
    V_OUTPUTS = 32,
    V_DIR = 64,
    V_FALLBACKS = 128,
    V_THEME = 256,
    V_ALL = 0x7fffffff
};

/* Parses one line (no newline). All in `a`; `line` must outlive the variant. NULL with a report. */
struct variant *variant_read(struct ctx *ctx, struct arena *a, const char *line, size_t len,
                             struct where where);
/* Appends the line with its newline. Untouched and unknown members of a read line are written as their own
 * bytes in their place; new members come in the fixed order v, id, creative, layout, locale, row, theme, dir,
 * choices, fields, slots, why, fallbacks, state, findings, outputs. */
void variant_write(struct str *out, const struct variant *v);
/* Appends one member of "slots", name and value. */
void variant_put_slot(struct str *out, const struct slot_value *s);
/* Adds a finding and, at level "error", state "failed"; marks both touched. */
void variant_add_finding(struct arena *a, struct variant *v, const char *level, const char *code,
                         const char *rule, const char *slot, const char *message);
struct slot_value *variant_slot(const struct variant *v, const char *slot); /* NULL when absent */
bool variant_failed(const struct variant *v);
const char *pair_find(const struct pair *p, size_t n, const char *name);

#endif
