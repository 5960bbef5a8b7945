/* A computed style as lib/text reads it: features and variations as tags. */
#include <stdlib.h>

#include "svg/svg-imp.h"

struct tags {
    struct text_tag_value *at;
    size_t len, cap;
};

static void add(struct tags *t, const char *tag, double value)
{
    struct text_tag_value v = {.value = value};
    memcpy(v.tag, tag, strnlen(tag, 4));
    vec_push(t, v);
}

static const struct {
    const char *word, *tags; /* four letters each; '-' before: off */
} words[] = {
    {"common-ligatures", "liga clig"},
    {"no-common-ligatures", "-liga -clig"},
    {"discretionary-ligatures", "dlig"},
    {"no-discretionary-ligatures", "-dlig"},
    {"historical-ligatures", "hlig"},
    {"no-historical-ligatures", "-hlig"},
    {"contextual", "calt"},
    {"no-contextual", "-calt"},
    {"none", "-liga -clig -dlig -hlig -calt"},
    {"lining-nums", "lnum"},
    {"oldstyle-nums", "onum"},
    {"proportional-nums", "pnum"},
    {"tabular-nums", "tnum"},
    {"diagonal-fractions", "frac"},
    {"stacked-fractions", "afrc"},
    {"ordinal", "ordn"},
    {"slashed-zero", "zero"},
    {"all-small-caps", "c2sc smcp"},
    {"petite-caps", "pcap"},
    {"all-petite-caps", "c2pc pcap"},
    {"unicase", "unic"},
    {"titling-caps", "titl"},
    {"jis78", "jp78"},
    {"jis83", "jp83"},
    {"jis90", "jp90"},
    {"jis04", "jp04"},
    {"simplified", "smpl"},
    {"traditional", "trad"},
    {"full-width", "fwid"},
    {"proportional-width", "pwid"},
    {"ruby", "ruby"},
    {"sub", "subs"},
    {"super", "sups"},
};

static void add_words(struct tags *t, const char *value)
{
    if (!value)
        return;
    scan_space(&value);
    while (*value) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (word_at(value, words[i].word))
                for (const char *p = words[i].tags; *p; p += strcspn(p, " "), p += *p == ' ') {
                    bool off = *p == '-';
                    p += off;
                    add(t, p, !off);
                }
        while (*value && !ascii_space(*value))
            value++;
        scan_space(&value);
    }
}

/* "smcp" 1, "liga" off, 'kern': a list of quoted tags with values. */
static void add_settings(struct tags *t, const char *value, double missing)
{
    while (value && *value && t->len < 256) {
        scan_comma(&value);
        char quote = *value;
        if (quote != '"' && quote != '\'')
            return;
        const char *tag = ++value;
        while (*value && *value != quote)
            value++;
        if (*value != quote || value - tag != 4)
            return;
        value++;
        scan_space(&value);
        double v = missing;
        if (word_at(value, "on")) {
            v = 1;
            value += 2;
        } else if (word_at(value, "off")) {
            v = 0;
            value += 3;
        } else {
            scan_number(&value, &v);
        }
        add(t, tag, v);
        scan_space(&value);
        if (*value != ',')
            return;
    }
}

static const struct text_tag_value *keep(struct lower *L, struct tags *t, size_t *n)
{
    struct text_tag_value *out = NULL;
    if (t->len) {
        out = ARENA_ARRAY(L->arena, t->len, struct text_tag_value);
        memcpy(out, t->at, t->len * sizeof *out);
    }
    *n = t->len;
    vec_drop(t);
    return out;
}

const struct text_style *text_style_of(struct lower *L, const struct style *s,
                                       const struct text_shift *shifts, size_t n_shifts)
{
    if (!(s->font_size > 0))
        return NULL;
    struct text_style *t = ARENA_NEW(L->arena, struct text_style);
    *t = (struct text_style){
        .families = s->families,
        .size = s->font_size,
        .weight = s->weight,
        .slant = s->slant,
        .stretch = s->stretch,
        .letter_spacing = s->letter_spacing,
        .word_spacing = s->word_spacing,
        .lang = s->lang,
        .letter_case = s->letter_case,
        .small_caps = s->small_caps || (s->variant_caps && (str_eq(s->variant_caps, "all-small-caps") ||
                                                            str_ends(s->variant_caps, "petite-caps"))),
        .all_small_caps = s->variant_caps && (str_eq(s->variant_caps, "all-small-caps") ||
                                              str_eq(s->variant_caps, "all-petite-caps")),
        .no_synthesis = s->no_synthesis,
        .size_adjust = s->size_adjust,
        .dominant = s->dominant,
        .alignment = s->alignment,
        .shifts = shifts,
        .n_shifts = n_shifts,
        .optical_sizing_none = s->optical_none,
    };
    struct tags f = {0}, v = {0};
    if (s->kerning_off)
        add(&f, "kern", 0);
    add_words(&f, s->variant_ligatures);
    add_words(&f, s->variant_numeric);
    add_words(&f, s->variant_caps);
    add_words(&f, s->variant_east_asian);
    add_words(&f, s->variant_position);
    add_settings(&f, s->feature_settings, 1);
    add_settings(&v, s->variation_settings, 0);
    t->features = keep(L, &f, &t->n_features);
    t->variations = keep(L, &v, &t->n_variations);
    return t;
}
