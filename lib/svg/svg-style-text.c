/* The properties of fonts and text. */
#include "svg/svg-imp.h"

static const struct {
    const char *name;
    double factor; /* of medium: the scaling factor of 1.2 between neighbours of CSS 2.1, 15.7 */
} sizes[] = {{"xx-small", 1 / 1.728}, {"x-small", 1 / 1.44}, {"small", 1 / 1.2},  {"medium", 1},
             {"large", 1.2},          {"x-large", 1.44},     {"xx-large", 1.728}, {"xxx-large", 2.0736}};

static double font_size(struct lower *L, const char *v, double parent, double vw, double vh)
{
    struct style at = {.font_size = parent};
    struct length_base b = style_base(L, &at, vw, vh);
    double d;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (str_eq_nocase(v, sizes[i].name))
            return L->initial.font_size * sizes[i].factor;
    if (str_eq_nocase(v, "larger"))
        return parent * 1.2;
    if (str_eq_nocase(v, "smaller"))
        return parent / 1.2;
    if (!parse_length(v, parent, &b, &d) || d < 0)
        return parent;
    return d;
}

static int font_weight(const char *v, int parent)
{
    double d;
    if (str_eq_nocase(v, "normal"))
        return 400;
    if (str_eq_nocase(v, "bold"))
        return 700;
    if (str_eq_nocase(v, "bolder"))
        return parent < 350 ? 400 : parent < 550 ? 700 : parent < 900 ? 900 : parent;
    if (str_eq_nocase(v, "lighter"))
        return parent < 100 ? parent : parent < 550 ? 100 : parent < 750 ? 400 : 700;
    if (parse_number(v, &d) && d >= 1 && d <= 1000)
        return (int)d;
    return -1;
}

static double font_stretch(const char *v, double parent)
{
    static const struct {
        const char *name;
        double percent;
    } names[] = {
        {"ultra-condensed", 50}, {"extra-condensed", 62.5}, {"condensed", 75}, {"semi-condensed", 87.5},
        {"normal", 100},         {"semi-expanded", 112.5},  {"expanded", 125}, {"extra-expanded", 150},
        {"ultra-expanded", 200}, {"narrower", 75},          {"wider", 125}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(v, names[i].name))
            return names[i].percent;
    double d;
    return strchr(v, '%') && parse_number_or_percent(v, &d) && d > 0 ? d * 100 : parent;
}

static enum text_baseline baseline_of(const char *v)
{
    static const struct {
        const char *name;
        enum text_baseline value;
    } names[] = {{"alphabetic", BASELINE_ALPHABETIC},
                 {"baseline", BASELINE_AUTO},
                 {"ideographic", BASELINE_IDEOGRAPHIC},
                 {"hanging", BASELINE_HANGING},
                 {"mathematical", BASELINE_MATHEMATICAL},
                 {"central", BASELINE_CENTRAL},
                 {"middle", BASELINE_MIDDLE},
                 {"text-before-edge", BASELINE_TEXT_BEFORE_EDGE},
                 {"text-top", BASELINE_TEXT_BEFORE_EDGE},
                 {"text-after-edge", BASELINE_TEXT_AFTER_EDGE},
                 {"text-bottom", BASELINE_TEXT_AFTER_EDGE},
                 {"before-edge", BASELINE_BEFORE_EDGE},
                 {"top", BASELINE_BEFORE_EDGE},
                 {"after-edge", BASELINE_AFTER_EDGE},
                 {"bottom", BASELINE_AFTER_EDGE}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(v, names[i].name))
            return names[i].value;
    return BASELINE_AUTO;
}

/* font-variant, the shorthand: its words belong to the longhands. */
static void font_variant(struct lower *L, struct style *s, const char *v)
{
    struct str lig = STR_INIT, num = STR_INIT, asian = STR_INIT;
    s->small_caps = false;
    s->variant_caps = s->variant_ligatures = s->variant_numeric = s->variant_east_asian =
        s->variant_position = NULL;
    if (str_eq(v, "none"))
        s->variant_ligatures = "none";
    scan_space(&v);
    while (*v) {
        const char *start = v;
        while (*v && !ascii_space(*v))
            v++;
        char *w = arena_strndup(L->scratch, start, (size_t)(v - start));
        scan_space(&v);
        if (str_eq(w, "small-caps"))
            s->small_caps = true;
        else if (str_ends(w, "-caps") || str_eq(w, "unicase"))
            s->variant_caps = w;
        else if (str_ends(w, "ligatures") || str_ends(w, "contextual"))
            str_printf(&lig, "%s ", w);
        else if (str_ends(w, "nums") || str_ends(w, "fractions") || str_eq(w, "ordinal") ||
                 str_eq(w, "slashed-zero"))
            str_printf(&num, "%s ", w);
        else if (str_starts(w, "jis") || str_ends(w, "width") || str_eq(w, "ruby") ||
                 str_eq(w, "simplified") || str_eq(w, "traditional"))
            str_printf(&asian, "%s ", w);
        else if (str_eq(w, "sub") || str_eq(w, "super"))
            s->variant_position = w;
    }
    if (lig.len)
        s->variant_ligatures = arena_strdup(L->scratch, lig.data);
    if (num.len)
        s->variant_numeric = arena_strdup(L->scratch, num.data);
    if (asian.len)
        s->variant_east_asian = arena_strdup(L->scratch, asian.data);
    str_drop(&lig);
    str_drop(&num);
    str_drop(&asian);
}

static double spacing(struct lower *L, const struct style *s, const char *v, double old, double vw, double vh)
{
    struct length_base b = style_base(L, s, vw, vh);
    double d;
    if (str_eq(v, "normal"))
        return 0;
    return parse_length(v, s->font_size, &b, &d) ? d : old;
}

static void writing_mode(struct style *s, const char *v)
{
    if (str_eq(v, "tb") || str_eq(v, "tb-rl") || str_eq(v, "vertical-rl") || str_eq(v, "vertical-lr"))
        s->writing = WRITING_TB;
    else if (str_eq(v, "rl") || str_eq(v, "rl-tb"))
        s->writing = WRITING_RL;
    else if (str_eq(v, "lr") || str_eq(v, "lr-tb") || str_eq(v, "horizontal-tb"))
        s->writing = WRITING_LR;
}

static void set_synthesis(struct style *s, const char *v, unsigned what)
{
    s->no_synthesis &= ~what;
    if (str_eq(v, "none"))
        s->no_synthesis |= what;
}

static int align_of(const char *v)
{
    return str_eq(v, "center")                       ? ALIGN_CENTER
           : str_eq(v, "end") || str_eq(v, "right")  ? ALIGN_END
           : str_eq(v, "justify")                    ? ALIGN_JUSTIFY
           : str_eq(v, "start") || str_eq(v, "left") ? ALIGN_START
                                                     : -1;
}

bool style_apply_text(struct lower *L, struct style *s, const struct style *parent, int prop, const char *v,
                      double vw, double vh)
{
    struct length_base b = style_base(L, s, vw, vh);
    double d;
    switch (prop) {
    case PROP_FONT_SIZE:
        s->font_size = font_size(L, v, parent->font_size, vw, vh);
        break;
    case PROP_FONT_FAMILY:
        s->families = arena_strdup(L->arena, v);
        break;
    case PROP_FONT_WEIGHT: {
        int w = font_weight(v, parent->weight);
        if (w > 0)
            s->weight = w;
        break;
    }
    case PROP_FONT_STYLE:
        s->slant = str_eq(v, "italic")        ? SLANT_ITALIC
                   : str_starts(v, "oblique") ? SLANT_OBLIQUE
                                              : SLANT_NORMAL;
        break;
    case PROP_FONT_STRETCH:
        s->stretch = font_stretch(v, parent->stretch);
        break;
    case PROP_FONT_SIZE_ADJUST:
        s->size_adjust = parse_number(v, &d) && d > 0 ? d : 0;
        break;
    case PROP_FONT_VARIANT:
        font_variant(L, s, v);
        break;
    case PROP_FONT_VARIANT_CAPS:
        s->small_caps = str_eq(v, "small-caps");
        s->variant_caps = s->small_caps || str_eq(v, "normal") ? NULL : v;
        break;
    case PROP_FONT_VARIANT_LIGATURES:
        s->variant_ligatures = v;
        break;
    case PROP_FONT_VARIANT_NUMERIC:
        s->variant_numeric = v;
        break;
    case PROP_FONT_VARIANT_EAST_ASIAN:
        s->variant_east_asian = v;
        break;
    case PROP_FONT_VARIANT_POSITION:
        s->variant_position = v;
        break;
    case PROP_FONT_FEATURE_SETTINGS:
        s->feature_settings = str_eq(v, "normal") ? NULL : v;
        break;
    case PROP_FONT_VARIATION_SETTINGS:
        s->variation_settings = str_eq(v, "normal") ? NULL : v;
        break;
    case PROP_FONT_KERNING:
        s->kerning_off = str_eq(v, "none");
        break;
    case PROP_KERNING: /* SVG 1.1: auto or a length, where 0 turns kerning off */
        s->kerning_off = parse_length(v, 0, &b, &d);
        break;
    case PROP_FONT_SYNTHESIS:
        s->no_synthesis = (strstr(v, "weight") ? 0 : SYNTHESIS_WEIGHT) |
                          (strstr(v, "style") ? 0 : SYNTHESIS_STYLE) |
                          (strstr(v, "small-caps") ? 0 : SYNTHESIS_CAPS);
        break;
    case PROP_FONT_SYNTHESIS_WEIGHT:
        set_synthesis(s, v, SYNTHESIS_WEIGHT);
        break;
    case PROP_FONT_SYNTHESIS_STYLE:
        set_synthesis(s, v, SYNTHESIS_STYLE);
        break;
    case PROP_FONT_SYNTHESIS_SMALL_CAPS:
        set_synthesis(s, v, SYNTHESIS_CAPS);
        break;
    case PROP_FONT_OPTICAL_SIZING:
        s->optical_none = str_eq(v, "none");
        break;
    case PROP_LETTER_SPACING:
        s->letter_spacing = spacing(L, s, v, s->letter_spacing, vw, vh);
        break;
    case PROP_WORD_SPACING:
        s->word_spacing = spacing(L, s, v, s->word_spacing, vw, vh);
        break;
    case PROP_LINE_HEIGHT:
        if (str_eq(v, "normal"))
            s->line_height = 0;
        else if (parse_number(v, &d) && d >= 0)
            s->line_height = d;
        else if (parse_length(v, s->font_size, &b, &d) && d >= 0 && s->font_size > 0)
            s->line_height = d / s->font_size;
        break;
    case PROP_TEXT_ANCHOR:
        s->anchor = str_eq(v, "middle")  ? ANCHOR_MIDDLE
                    : str_eq(v, "end")   ? ANCHOR_END
                    : str_eq(v, "start") ? ANCHOR_START
                                         : s->anchor;
        break;
    case PROP_TEXT_ALIGN:
        s->text_align = align_of(v);
        break;
    case PROP_DIRECTION:
        s->rtl = str_eq(v, "rtl");
        break;
    case PROP_UNICODE_BIDI:
        s->bidi = str_eq(v, "embed")              ? BIDI_EMBED
                  : str_eq(v, "bidi-override")    ? BIDI_OVERRIDE
                  : str_eq(v, "isolate")          ? BIDI_ISOLATE
                  : str_eq(v, "isolate-override") ? BIDI_ISOLATE_OVERRIDE
                  : str_eq(v, "plaintext")        ? BIDI_PLAINTEXT
                                                  : BIDI_NORMAL;
        break;
    case PROP_WRITING_MODE:
        writing_mode(s, v);
        break;
    case PROP_TEXT_ORIENTATION:
        s->orientation = str_eq(v, "upright")                                   ? ORIENT_UPRIGHT
                         : str_eq(v, "sideways") || str_eq(v, "sideways-right") ? ORIENT_SIDEWAYS
                                                                                : ORIENT_MIXED;
        break;
    case PROP_TEXT_TRANSFORM:
        s->letter_case = str_eq(v, "uppercase")    ? CASE_UPPER
                         : str_eq(v, "lowercase")  ? CASE_LOWER
                         : str_eq(v, "capitalize") ? CASE_CAPITALIZE
                                                   : CASE_AS_IS;
        break;
    case PROP_GLYPH_ORIENTATION_VERTICAL:
        s->orientation = str_eq(v, "0") || str_eq(v, "0deg") ? ORIENT_UPRIGHT : ORIENT_MIXED;
        break;
    case PROP_WHITE_SPACE:
        s->white_space = str_eq(v, "pre") || str_eq(v, "pre-wrap") || str_eq(v, "break-spaces") ? WS_PRE
                         : str_eq(v, "pre-line")                                                ? WS_PRE_LINE
                                                                                                : WS_COLLAPSE;
        break;
    case PROP_DOMINANT_BASELINE:
        if (!str_eq(v, "no-change") && !str_eq(v, "use-script"))
            s->dominant = baseline_of(v);
        break;
    case PROP_ALIGNMENT_BASELINE:
        s->alignment = baseline_of(v);
        break;
    case PROP_BASELINE_SHIFT:
        s->baseline_shift = str_eq(v, "baseline") ? NULL : v;
        break;
    case PROP_TEXT_RENDERING:
        s->text_aliased = str_eq(v, "optimizeSpeed");
        break;
    case PROP_SHAPE_INSIDE:
        s->shape_inside = v;
        break;
    case PROP_SHAPE_SUBTRACT:
        s->shape_subtract = v;
        break;
    case PROP_SHAPE_MARGIN:
        s->shape_margin = v;
        break;
    case PROP_SHAPE_PADDING:
        s->shape_padding = v;
        break;
    case PROP_INLINE_SIZE:
        if (parse_length(v, vw, &b, &d) && d > 0)
            s->inline_size = d;
        break;
    default:
        return style_apply_decoration(L, s, prop, v, vw, vh);
    }
    return true;
}

static bool is_size(const char *w)
{
    static const char *const words[] = {"larger", "smaller"};
    for (size_t i = 0; i < 2; i++)
        if (str_eq_nocase(w, words[i]))
            return true;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (str_eq_nocase(w, sizes[i].name))
            return true;
    struct length_base b = {.vw = 1, .vh = 1, .font_size = 1, .root_font_size = 1};
    double d;
    const char *p = w;
    bool number = parse_number(w, &d) && d > 0 && d < 1001 && d == floor(d); /* a weight such as 700 */
    return !number && scan_length(&p, 1, &b, &d) && (!*p || *p == '/');
}

/* font: [style || variant || weight || stretch]? size[/line-height]? family */
void style_font_shorthand(struct lower *L, struct el *e, const char *value, uint64_t rank)
{
    const char *p = value, *style = "normal", *variant = "normal", *weight = "normal", *stretch = "normal";
    struct arena *a = L->scratch;
    for (int i = 0; i < 5; i++) {
        scan_space(&p);
        const char *start = p;
        while (*p && !ascii_space(*p))
            p++;
        char *w = arena_strndup(a, start, (size_t)(p - start));
        if (!*w)
            return;
        if (is_size(w)) {
            scan_space(&p);
            const char *line = strchr(w, '/');
            if (line) {
                w = arena_strndup(a, w, (size_t)(line - w));
                line = arena_strdup(a, strchr(start, '/') + 1);
                line = arena_strndup(a, line, strcspn(line, " \t\r\n"));
            } else if (*p == '/') {
                p++;
                scan_space(&p);
                const char *from = p;
                while (*p && !ascii_space(*p))
                    p++;
                line = arena_strndup(a, from, (size_t)(p - from));
                scan_space(&p);
            }
            if (!*p)
                return;
            el_set(L, e, PROP_FONT_STYLE, NULL, style, rank);
            el_set(L, e, PROP_FONT_VARIANT, NULL, variant, rank);
            el_set(L, e, PROP_FONT_WEIGHT, NULL, weight, rank);
            el_set(L, e, PROP_FONT_STRETCH, NULL, stretch, rank);
            el_set(L, e, PROP_FONT_SIZE, NULL, w, rank);
            el_set(L, e, PROP_LINE_HEIGHT, NULL, line ? line : "normal", rank);
            el_set(L, e, PROP_FONT_FAMILY, NULL, arena_strdup(a, p), rank);
            return;
        }
        double d;
        if (str_eq(w, "italic") || str_starts(w, "oblique"))
            style = w;
        else if (str_eq(w, "small-caps"))
            variant = w;
        else if (str_starts(w, "bold") || str_eq(w, "lighter") || parse_number(w, &d))
            weight = w;
        else if (str_ends(w, "condensed") || str_ends(w, "expanded"))
            stretch = w;
        else if (!str_eq(w, "normal"))
            return;
    }
}
