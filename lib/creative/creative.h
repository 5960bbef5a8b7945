/* creative: creative.xml (or a lone SVG) as data: data contract, layouts, slots, copy, rules, themes,
 * locales, output.
 *
 * <creative xmlns="urn:pressrun:creative:1" name="spring" source-locale="en-GB" brand="acme">
 *   <data>    <field name type required default pattern min max max-length values currency empty pii carry
 * key/>* Attributes are yes|no where a choice; values="a|b|c"; empty="value|default|drop|skip|stop" <fonts>
 * <folder src/>* <script name="Arab" family="Noto Sans Arabic"/>* <layouts> <layout name src mirror="rtl"?
 * />* <styles>  <style name="b" weight="700" slant="italic" family color/>*    runs that messages may use as
 * <b>..</b> <slots>   <slot name kind target ...how it fits...> <fit><shrink to/> <tighten to/> <track to/>
 * <fallback message/> <ellipsis/></fit> <in layout="name" ...the same attributes.../> </slot>* text: box
 * width wrap="none|normal|balance" break="normal|strict|phrase|keep-all" align="start|center|end|justify"
 *             valign="top|middle|bottom" line-height max-lines hyphenate; image:
 * fit="cover|contain|fill|none" focus="50% 30%" folder; paint: property="fill|stroke|stop-color"; attribute:
 * attribute="name"; and a VALUE <modules> <module name src/>*                     an SVG whose content takes
 * the place of the target's children <copy>    <message id role note max-chars>ICU MessageFormat, with
 * declared runs as elements, <br/></message>* <themes default="name"> <theme name> <token name="--accent"
 * value="#ffb703"/>* </theme>* <rules>   <choose slot="headline"> <when test="XPath" VALUE/>* <otherwise
 * VALUE/> </choose>* <choose theme="yes"> <when test theme="name"/>* <otherwise theme="name"/> </choose>
 *             <axis name> <choice name test? slot="…" VALUE?/>* with <set slot VALUE/>* inside </axis>*
 *             <constraint test="XPath over $axis names and columns"/>*   combinations that are kept
 *             <cap combinations="50"/>
 *   <markets src="shared.xml"? > <market locale currency calendar digits first-day units font dir hyphenate
 *             no-break title-case isolate> <price step round ending toward whole symbol/>? <legal role
 *             contains>ICU MessageFormat?</legal>* <forbid word instead/>* <swap .../>* </market>*
 *   <locales folder="locales"> <locale tag dir font> <swap slot VALUE/>* <swap module with/>* <swap image
 * with/>* <swap theme with/>* </locale>* <output name="{layout}/{locale}/{customer_id}" format="png"
 * quality="85"/>
 * </creative>
 * VALUE is one of message="id", column="name", text="literal", image="path", paint="#rgb|var(--token)",
 * visible="yes|no", module="name", value="literal", drop="yes" (hides the target). */
#ifndef PRESSRUN_CREATIVE_H
#define PRESSRUN_CREATIVE_H

#include "base/base.h"
#include "image/image.h"
#include "message/message.h"
#include "svg/svg.h"
#include "text/text.h"
#include "xml/xml.h"

enum field_type {
    FIELD_TEXT,
    FIELD_NUMBER,
    FIELD_MONEY,
    FIELD_DATE,
    FIELD_ENUM,
    FIELD_IMAGE,
    FIELD_COLOUR,
    FIELD_URL,
    FIELD_LOCALE,
    FIELD_BOOLEAN
};
enum field_empty {
    EMPTY_VALUE,
    EMPTY_DEFAULT,
    EMPTY_DROP,
    EMPTY_SKIP,
    EMPTY_STOP
}; /* what an empty value means */

struct field {
    const char *name;
    enum field_type type;
    bool required, pii, carry, key;
    const char *def;           /* default value or NULL */
    const char *pattern;       /* PCRE2, anchored; NULL */
    const char *const *values; /* FIELD_ENUM, NULL-terminated */
    double min, max;           /* NaN: none */
    long max_length;           /* code points; 0 none */
    const char *currency;      /* ISO code, or the name of a column that holds it */
    enum field_empty empty;
    struct where where;
};

enum slot_kind { SLOT_TEXT, SLOT_IMAGE, SLOT_PAINT, SLOT_VISIBILITY, SLOT_MODULE, SLOT_ATTRIBUTE, SLOT_COPY };

enum value_kind {
    VALUE_NONE,
    VALUE_MESSAGE,
    VALUE_COLUMN,
    VALUE_TEXT,
    VALUE_IMAGE,
    VALUE_PAINT,
    VALUE_VISIBLE,
    VALUE_MODULE,
    VALUE_LITERAL,
    VALUE_THEME,
    VALUE_DROP
};
struct value { /* what a rule gives a slot */
    enum value_kind kind;
    const char *text; /* id, column, literal, path... */
    bool yes;         /* VALUE_VISIBLE */
};

struct slot_fit {       /* how content fits, for one layout (the slot's own, overridden by <in layout>) */
    const char *target; /* element id */
    const char
        *box; /* id of the element whose rectangle is the text box; NULL: what the element itself declares */
    double width; /* text width in px when no box; 0 none */
    enum text_wrap wrap;
    enum text_break line_break;
    enum text_align align;
    bool align_set; /* else from text-anchor */
    enum text_valign valign;
    double line_height; /* 0 default */
    int max_lines;
    bool hyphenate;
    struct fit_step *ladder;
    size_t n_ladder;
    const char *const *fallbacks; /* message ids of <fallback>, in order, NULL-terminated */
    struct image_fitting fitting;
    const char
        *folder; /* images: folder below the creative that values are relative to; NULL = the creative */
    const char *property; /* paint: "fill", "stroke" or "stop-color" */
    const char *attribute;
};

struct slot {
    const char *name;
    enum slot_kind kind;
    const char *role;    /* "headline", "cta", "legal", "logo"...: for translators and brand rules; or NULL */
    struct slot_fit fit; /* defaults */
    struct slot_fit_in {
        const char *layout;
        struct slot_fit fit; /* complete: defaults already merged */
        struct value
            initial; /* what this layout shows where no rule chooses; VALUE_NONE: the slot's own initial */
        struct where where;
    } * in;
    size_t n_in;
    struct value initial; /* the slot's own message=/column=/... : used where no rule chooses; VALUE_NONE: the
                             layout's content */
    bool implicit; /* made from an SVG: a text with placeholders, or any element with an id of a lone SVG */
    const char
        *literal; /* text slots without initial: id of the message made from the layout's own text; or NULL */
    struct where where;
};

struct message_def {
    const char *id, *role, *note;
    const char *pattern; /* MessageFormat; runs written as <b>..</b> */
    /* Names the runs of the pattern: the creative's styles; for a text of an SVG with tspans "t1", "t2"...:
     * the n-th span as lowering makes them (characters of one element; those of the first one's element are
     * in no run). NULL: '<' is plain text. */
    const char *const *runs;
    bool implicit;       /* the literal text of an SVG */
    bool no_translation; /* ITS says so */
    long max_chars;
    const struct message *parsed; /* never NULL after a successful load */
    struct where where;
};

struct style_def { /* an inline run: what differs from the text around it; NULL or NaN/0: unchanged */
    const char *name, *family, *color;
    int weight;
    int slant;   /* -1 unchanged */
    double size; /* factor; 0 unchanged */
};

struct when {
    const char *test; /* XPath; NULL for otherwise */
    struct value value;
    struct where where;
};
struct choose {         /* at most one a slot */
    const char *slot;   /* NULL: the theme */
    struct when *whens; /* the last one is the otherwise */
    size_t n_whens;
    struct where where;
};
struct axis_set {
    const char *slot; /* NULL: theme */
    struct value value;
};
struct choice {
    const char *name, *test; /* test may be NULL */
    struct axis_set *sets;
    size_t n_sets;
    struct where where;
};
struct axis {
    const char *name;
    struct choice *choices;
    size_t n_choices;
    struct where where;
};

struct theme {
    const char *name;
    struct svg_token *tokens;
    size_t n_tokens;
};

struct layout {
    const char *name, *src;        /* src relative to the creative's folder */
    const char *path;              /* openable */
    bool mirror_rtl;               /* mirror the layout for right-to-left locales */
    const char *const *unmirrored; /* ids that move but keep their look, NULL-terminated or NULL */
    const char *const *fixed;      /* ids that stay where they are */
    const struct xml_doc *doc;     /* parsed at load, immutable */
    struct map *ids;               /* element id -> struct xml_node * (the first of that id) */
    double width, height;
    struct where where;
};

struct module {
    const char *name, *src, *path;
    const struct xml_doc *doc;
    struct map *ids; /* as in struct layout */
    struct where where;
};

struct locale_swap {
    const char *slot;                          /* or NULL */
    struct value value;                        /* for slot */
    const char *module, *image, *theme, *with; /* swap wherever that module, image or theme is chosen */
};
struct market_legal { /* what a market's law asks of every variant that has texts of this role */
    const char *role;
    const char *pattern; /* the market's own text, in place of the translation; NULL: only checked */
    const struct message *message; /* of pattern */
    const char *contains;          /* what the text must hold; NULL: it must be there */
    struct where where;
};
struct market_word {
    const char *word, *instead; /* instead may be NULL */
};
struct locale_keyword { /* of BCP 47's u extension: "ca", "gregory" */
    const char *key, *value;
};
enum { N_LOCALE_KEYWORDS = 5 };
struct locale_def {               /* a locale of the creative, and its market */
    const char *tag, *dir, *font; /* dir and font may be NULL */
    struct locale_swap *swaps;    /* the market's, then the creative's own: the later one wins */
    size_t n_swaps;
    struct where where;
    /* of <market> */
    bool market;
    const char *currency; /* NULL */
    struct locale_keyword
        keywords[N_LOCALE_KEYWORDS]; /* how its dates and numbers differ from the locale's */
    size_t n_keywords;
    const struct message_price *price; /* NULL */
    struct market_legal *legals;
    size_t n_legals;
    struct market_word *forbidden;
    size_t n_forbidden;
    const char *const *title_case; /* roles, NULL-terminated; NULL: none */
    int hyphenate;                 /* 1, 0; -1 as the slots say */
    bool no_break, isolate;
    bool declared; /* a <locale> of the creative itself */
};

struct creative {
    const char *path; /* as given on the command line: file of creative.xml or of the SVG */
    const char *dir;  /* its folder */
    const char *name, *source_locale, *brand;
    bool lone_svg;
    struct field *fields;
    size_t n_fields;
    struct layout *layouts;
    size_t n_layouts;
    struct slot *slots;
    size_t n_slots;
    struct message_def *messages;
    size_t n_messages;
    struct style_def *styles;
    size_t n_styles;
    const char *const *run_names; /* of styles, NULL-terminated */
    struct choose *chooses;
    size_t n_chooses;
    struct axis *axes;
    size_t n_axes;
    struct pair_where {
        const char *test;
        struct where where;
    } * constraints;
    size_t n_constraints;
    long cap; /* combinations per row; 0 = none stated */
    struct theme *themes;
    size_t n_themes;
    const char *default_theme; /* NULL */
    struct module *modules;
    size_t n_modules;
    struct locale_def *locales;
    size_t n_locales;
    const char *locales_dir; /* openable path of the XLIFF folder, whether or not it exists */
    const char *const *font_dirs;
    size_t n_font_dirs;
    struct script_font {
        const char *script, *family;
    } * script_fonts;
    size_t n_script_fonts;
    const char *output_name;           /* NULL: {id}-like default */
    const char *const *output_columns; /* fields that the output name reads, NULL-terminated; never pii */
    const char *output_format;         /* NULL: png */
    int output_quality;
    struct map *slot_index, *message_index,
        *field_index; /* name -> number + 1, behind creative_slot() and the like */
    struct arena *arena;
};

/* Loads and checks a creative: every reference (slot targets, messages, modules, themes, images, columns of
 * messages) is resolved or reported with "did you mean". A folder means its creative.xml. NULL with reports.
 * Immutable afterwards. */
struct creative *creative_load(struct ctx *ctx, const char *path);
void creative_drop(struct creative *c);

struct layout *creative_layout(const struct creative *c, const char *name);
struct slot *creative_slot(const struct creative *c, const char *name);
const struct slot_fit *slot_fit_for(const struct slot *s, const char *layout);
struct message_def *creative_message(const struct creative *c, const char *id);
struct theme *creative_theme(const struct creative *c, const char *name);
struct module *creative_module(const struct creative *c, const char *name);
struct field *creative_field(const struct creative *c, const char *name);
const struct locale_def *creative_locale(const struct creative *c, const char *tag); /* exact, then parents */
/* The tag by which numbers and dates of `locale` are formatted: with the market's calendar, digits... */
const char *locale_def_format(struct arena *a, const struct locale_def *d, const char *locale);
const char *slot_kind_name(enum slot_kind k);
const char *field_type_name(enum field_type t);
const char *theme_value(const struct theme *t, const char *name); /* value of "--accent", NULL when absent */
const struct value *slot_initial(const struct slot *s,
                                 const char *layout); /* of the layout, else the slot's own */
/* The values of pii fields that a variant carries, for struct ctx.masked. */
struct variant;
const char *const *creative_personal(struct arena *a, const struct creative *c, const struct variant *v,
                                     size_t *n);
/* Fonts as the creative declares them (+ extra folders of --font-dir). */
struct fonts *creative_fonts(struct ctx *ctx, const struct creative *c, const char *const *extra,
                             size_t n_extra, unsigned flags);

#endif
