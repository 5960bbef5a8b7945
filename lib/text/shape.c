/* Shaping with HarfBuzz, once for each text and face: results are in em and serve every size. */
#include "text/layout-imp.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#define CONTEXT 5      /* code points around a run that joining looks at, as HarfBuzz keeps them */
#define CACHED_RUN 256 /* longer runs are shaped for themselves */
#define SEGMENT                                                                                            \
    1024 /* longest text shaped at once: HarfBuzz looks past any number of soft hyphens for a kerning pair \
          */
#define MAX_FEATURES 64

static hb_direction_t direction(const struct item *it)
{
    if (it->upright)
        return HB_DIRECTION_TTB;
    return it->level & 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR;
}

/* Letters of these join: letter-spacing leaves them together, and their shape depends on their neighbours. */
static bool cursive(UScriptCode s)
{
    switch ((int)s) {
    case USCRIPT_ARABIC:
    case USCRIPT_SYRIAC:
    case USCRIPT_NKO:
    case USCRIPT_MONGOLIAN:
    case USCRIPT_PHAGS_PA:
    case USCRIPT_MANDAIC:
    case USCRIPT_MANICHAEAN:
    case USCRIPT_PSALTER_PAHLAVI:
    case USCRIPT_ADLAM:
    case USCRIPT_HANIFI_ROHINGYA:
    case USCRIPT_SOGDIAN:
        return true;
    default:
        return false;
    }
}

static unsigned features(const struct text_style *s, hb_feature_t *out)
{
    unsigned n = 0;
    if (s->letter_spacing != 0) { /* CSS Text 3, 8.2: no optional ligatures */
        out[n++] = (hb_feature_t){HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1};
        out[n++] = (hb_feature_t){HB_TAG('c', 'l', 'i', 'g'), 0, 0, (unsigned)-1};
    }
    if (s->small_caps)
        out[n++] = (hb_feature_t){HB_TAG('s', 'm', 'c', 'p'), 1, 0, (unsigned)-1};
    for (size_t i = 0; i < s->n_features && n < MAX_FEATURES; i++) {
        const char *t = s->features[i].tag;
        double v = s->features[i].value;
        out[n++] = (hb_feature_t){HB_TAG(t[0], t[1], t[2], t[3]), v > 0 && v < 65536 ? (uint32_t)v : 0, 0,
                                  (unsigned)-1};
    }
    return n;
}

static void put_u32(struct str *k, uint32_t v)
{
    str_put(k, (const char *)&v, sizeof v);
}

/* A letter whose capital is several, such as the German sharp s: text-transform kept it as it was. */
static bool grows_upper(const struct para *p, const struct item *it, size_t start, size_t end)
{
    if (p->spans[it->span].style->letter_case != CASE_UPPER)
        return false;
    for (size_t i = start; i < end; i++)
        if (p->cp[i] >= 0xDF && u_hasBinaryProperty((UChar32)p->cp[i], UCHAR_CHANGES_WHEN_UPPERCASED))
            return true;
    return false;
}

static void build_key(struct str *k, const struct para *p, const struct item *it, size_t start, size_t end,
                      const hb_feature_t *f, unsigned n_f, const char *lang)
{
    str_clear(k);
    put_u32(k, it->ref.face->id);
    put_u32(k, (uint32_t)direction(it) | (uint32_t)it->caps << 8 |
                   (uint32_t)grows_upper(p, it, start, end) << 9);
    put_u32(k, (uint32_t)it->script);
    put_u32(k, n_f);
    for (unsigned i = 0; i < n_f; i++) {
        put_u32(k, f[i].tag);
        put_u32(k, f[i].value);
    }
    str_puts(k, lang);
    str_putc(k, '\0');
    if (cursive(it->script)) {
        size_t from = start, to = end;
        for (int i = 0; i < CONTEXT && from > 0 && !p->chunk[from]; i++)
            put_u32(k, p->cp[--from]);
        put_u32(k, 0xFFFFFFFF);
        for (int i = 0; i < CONTEXT && to < p->n && !p->chunk[to]; i++)
            put_u32(k, p->cp[to++]);
        put_u32(k, 0xFFFFFFFF);
    }
    str_put(k, (const char *)&p->cp[start], (end - start) * sizeof *p->cp);
}

/* Small capitals of a face without them: the letters' capitals, each under its letter's cluster. */
static void add_caps(hb_buffer_t *b, const struct para *p, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        UChar in[2], out[8];
        int32_t n = 0;
        UBool error = false;
        UErrorCode status = U_ZERO_ERROR;
        U16_APPEND(in, n, 2, (UChar32)p->cp[i], error);
        int32_t m = error ? 0 : u_strToUpper(out, 8, in, n, "", &status);
        if (m <= 0 || m > 8 || U_FAILURE(status)) {
            hb_buffer_add(b, p->cp[i], (unsigned)(i - start));
            continue;
        }
        for (int32_t k = 0; k < m;) {
            UChar32 c;
            U16_NEXT(out, k, m, c);
            hb_buffer_add(b, (hb_codepoint_t)c, (unsigned)(i - start));
        }
    }
    hb_buffer_set_content_type(b, HB_BUFFER_CONTENT_TYPE_UNICODE);
}

static void fill_buffer(const struct para *p, const struct item *it, size_t start, size_t end,
                        const char *lang)
{
    hb_buffer_t *b = p->t->buffer;
    hb_buffer_clear_contents(b);
    size_t from = start, to = end;
    if (cursive(it->script)) {
        for (int i = 0; i < CONTEXT && from > 0 && !p->chunk[from]; i++)
            from--;
        for (int i = 0; i < CONTEXT && to < p->n && !p->chunk[to]; i++)
            to++;
    }
    if (it->caps || grows_upper(p, it, start, end)) {
        add_caps(b, p, start, end);
    } else {
        hb_buffer_add_codepoints(b, &p->cp[from], (int)(to - from), (unsigned)(start - from),
                                 (int)(end - start));
        /* Hyphens of rarer kinds are drawn with the one every face has. */
        unsigned n = 0;
        hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
        for (unsigned i = 0; i < n; i++) {
            info[i].cluster -= (uint32_t)(start - from);
            if ((info[i].codepoint == 0x2010 || info[i].codepoint == 0x2011) &&
                !face_has(it->ref.face, info[i].codepoint))
                info[i].codepoint = face_has(it->ref.face, 0x2010) ? 0x2010 : '-';
        }
    }
    hb_buffer_set_direction(b, direction(it));
    UErrorCode status = U_ZERO_ERROR;
    (void)status;
    const char *short_name = uscript_getShortName(it->script);
    hb_buffer_set_script(b, short_name != NULL ? hb_script_from_string(short_name, 4) : HB_SCRIPT_COMMON);
    hb_buffer_set_language(b, lang[0] != '\0' ? hb_language_from_string(lang, -1)
                                              : hb_language_from_string("und", -1));
    hb_buffer_set_flags(b, (hb_buffer_flags_t)((it->start == 0 ? HB_BUFFER_FLAG_BOT : 0) |
                                               (it->end == p->n ? HB_BUFFER_FLAG_EOT : 0)));
}

static struct shaped *read_buffer(struct arena *a, const struct item *it, hb_buffer_t *b)
{
    unsigned n = 0;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, NULL);
    double scale = it->ref.face->scale;
    struct shaped *s = arena_alloc(a, sizeof *s + n * sizeof s->glyphs[0]);
    s->n = n;
    for (unsigned i = 0; i < n; i++) {
        struct shaped_glyph *g = &s->glyphs[i];
        g->id = info[i].codepoint;
        g->cluster = info[i].cluster;
        g->x = (float)(pos[i].x_offset * scale);
        g->y = (float)(-pos[i].y_offset * scale);
        if (it->upright && !it->ref.face->has_vertical) /* else every letter is centred on its own ink */
            g->y = (float)it->ref.face->ascent;
        g->adv = (float)((it->upright ? -pos[i].y_advance : pos[i].x_advance) * scale);
        g->unsafe = hb_glyph_info_get_glyph_flags(&info[i]) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK;
    }
    return s;
}

const struct shaped *shape_run(struct para *p, const struct item *it, size_t start, size_t end)
{
    struct typesetter *t = p->t;
    const struct text_style *style = p->spans[it->span].style;
    const char *lang = style->lang != NULL ? style->lang : "";
    hb_feature_t f[MAX_FEATURES + 4];
    unsigned n_f = features(style, f);
    bool cached = end - start <= CACHED_RUN;
    if (cached) {
        build_key(&t->key, p, it, start, end, f, n_f, lang);
        const struct shaped *known = memo_find(&t->shapes, t->key.data, t->key.len);
        if (known != NULL)
            return known;
    }
    fill_buffer(p, it, start, end, lang);
    hb_shape(it->ref.face->hb, t->buffer, f, n_f);
    struct shaped *s = read_buffer(cached ? memo_arena(&t->shapes) : p->a, it, t->buffer);
    if (cached)
        memo_put(&t->shapes, t->key.data, t->key.len, s);
    return s;
}

/* ---- cells ---- */
static struct cell *push_cell(struct para *p)
{
    if (p->n_cells == p->cap_cells) {
        size_t cap = p->cap_cells * 2 + 32;
        p->cells = arena_grow(p->a, p->cells, p->cap_cells, cap, sizeof *p->cells);
        p->cap_cells = cap;
    }
    struct cell *c = &p->cells[p->n_cells++];
    *c = (struct cell){0};
    return c;
}

static void push_glyph(struct para *p, const struct shaped_glyph *g)
{
    if (p->n_glyphs == p->cap_glyphs) {
        size_t cap = p->cap_glyphs * 2 + 64;
        p->glyphs = arena_grow(p->a, p->glyphs, p->cap_glyphs, cap, sizeof *p->glyphs);
        p->cap_glyphs = cap;
    }
    p->glyphs[p->n_glyphs++] = (struct em_glyph){g->id, g->x, g->y, g->adv};
}

static bool word_separator(uint32_t cp)
{
    return cp == 0x20 || cp == 0xA0 || cp == 0x1361 || cp == 0x10100 || cp == 0x10101 || cp == 0x1039F ||
           cp == 0x1091F;
}

/* A glyph that shows nothing although its cell should: no glyph at all, or a colour glyph of a kind nobody
 * here draws. */
static bool glyph_missing(const struct face *f, uint32_t id)
{
    struct face_layer layer;
    struct rect ink;
    if (id == 0)
        return true;
    if (!f->color || face_ink(f, id, &ink) || face_color_layers(f, id, &layer, 1) > 0)
        return false;
    const struct pixmap *pixels;
    return !face_bitmap(f, id, 64, (struct rgba){0, 0, 0, 255}, &pixels, &ink);
}

/* A document that is no picture, in a font that has an outline for the same glyph. */
static bool glyph_plain(const struct face *f, uint32_t id)
{
    struct rect ink;
    return f->maker != NULL && face_has_svg(f, id) && !face_svg_ink(f, id, &ink);
}

static void cell_finish(struct para *p, struct cell *c, size_t item)
{
    const struct item *it = &p->items[item];
    const struct text_style *style = p->spans[it->span].style;
    uint32_t cp = p->cp[c->cp];
    c->item = (uint32_t)item;
    bool blank = u_isUWhiteSpace((UChar32)cp), hidden = false;
    if (cp >= 0xAD)
        hidden = u_hasBinaryProperty((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    if (cp == 0xAD)
        c->flags |= CELL_SHY;
    if (blank && cp != 0xA0 && cp != 0x202F && cp != 0x2007)
        c->flags |= CELL_SPACE;
    if (word_separator(cp)) {
        c->flags |= CELL_WORD_GAP;
        c->gap += (float)style->word_spacing;
    }
    if (hidden && c->n_cp == 1) {
        c->flags |= CELL_IGNORABLE;
        c->n_glyphs = 0;
        c->adv = 0;
    } else if (!cursive(it->script)) {
        c->letter = (float)style->letter_spacing;
        c->gap += c->letter;
    }
    for (uint32_t i = 0; i < c->n_glyphs && !blank && !hidden; i++) {
        uint32_t id = p->glyphs[c->glyph + i].id;
        if (glyph_missing(it->ref.face, id))
            c->flags |= CELL_MISSING;
        else if (glyph_plain(it->ref.face, id))
            c->flags |= CELL_PLAIN;
    }
}

static void shape_segment(struct para *p, size_t item, size_t start, size_t end)
{
    const struct item *it = &p->items[item];
    size_t first = p->n_cells;
    if (it->ref.face == NULL || p->cp[start] == '\n') { /* no font at all, or a forced line */
        for (size_t i = start; i < end; i++) {
            struct cell *c = push_cell(p);
            c->cp = (uint32_t)i;
            c->n_cp = 1;
            c->item = (uint32_t)item;
            c->flags = p->cp[i] == '\n' ? CELL_NEWLINE | CELL_SPACE | CELL_IGNORABLE : CELL_MISSING;
        }
        return;
    }
    const struct shaped *s = shape_run(p, it, start, end);
    for (size_t i = 0; i < s->n;) {
        size_t j = i;
        struct cell *c = push_cell(p);
        c->cp = (uint32_t)(start + s->glyphs[i].cluster);
        c->glyph = (uint32_t)p->n_glyphs;
        double adv = 0;
        for (; j < s->n && s->glyphs[j].cluster == s->glyphs[i].cluster; j++) {
            push_glyph(p, &s->glyphs[j]);
            adv += s->glyphs[j].adv;
            if (s->glyphs[j].unsafe)
                c->flags |= CELL_UNSAFE;
        }
        c->n_glyphs = (uint32_t)(j - i);
        c->adv = (float)(adv * it->size);
        i = j;
    }
    if (!it->upright && (it->level & 1)) /* logical order */
        for (size_t l = first, r = p->n_cells; l + 1 < r; l++, r--) {
            struct cell swap = p->cells[l];
            p->cells[l] = p->cells[r - 1];
            p->cells[r - 1] = swap;
        }
    for (size_t i = first; i < p->n_cells; i++) {
        struct cell *c = &p->cells[i];
        size_t next = i + 1 < p->n_cells ? p->cells[i + 1].cp : end;
        c->n_cp = next > c->cp ? (uint32_t)(next - c->cp) : 1;
        while (item + 1 < p->n_items && c->cp >= p->items[item].end)
            item++; /* an item shaped with the first */
        cell_finish(p, c, item);
    }
}

/* Where to cut a long run: after a space in its second half, else between characters. */
static size_t segment_end(const struct para *p, size_t start, size_t end)
{
    if (end - start <= SEGMENT)
        return end;
    size_t cut = start + SEGMENT;
    for (size_t i = cut; i > start + SEGMENT / 2; i--)
        if (p->cp[i - 1] == ' ' && p->cluster[i])
            return i;
    while (cut < end && !p->cluster[cut])
        cut++;
    return cut;
}

size_t para_shape_part(struct para *p, size_t item, size_t start, size_t end)
{
    size_t first = p->n_cells;
    while (start < end) {
        size_t cut = segment_end(p, start, end);
        while (item + 1 < p->n_items && start >= p->items[item].end)
            item++;
        shape_segment(p, item, start, cut);
        start = cut;
    }
    return first;
}

void para_shape(struct para *p)
{
    for (size_t i = 0; i < p->n_items;) {
        size_t j = i + 1;
        while (j < p->n_items && p->items[j].joined)
            j++;
        para_shape_part(p, i, p->items[i].start, p->items[j - 1].end);
        i = j;
    }
}

size_t para_add_cell(struct para *p, size_t item, uint32_t cp)
{
    /* Shaped as a text of its own: a small para would cost more than to look the glyph up. */
    const struct item *it = &p->items[item];
    struct cell *c = push_cell(p);
    size_t index = p->n_cells - 1;
    c->cp = it->end > it->start ? it->end - 1 : it->start;
    c->n_cp = 1;
    c->item = (uint32_t)item;
    c->glyph = (uint32_t)p->n_glyphs;
    c->flags = CELL_IGNORABLE;
    hb_codepoint_t g = 0;
    if (it->ref.face == NULL)
        return index;
    if (!hb_font_get_nominal_glyph(it->ref.face->hb, cp, &g) && cp == 0x2010)
        hb_font_get_nominal_glyph(it->ref.face->hb, '-', &g);
    struct shaped_glyph one = {
        .id = g, .adv = (float)(hb_font_get_glyph_h_advance(it->ref.face->hb, g) * it->ref.face->scale)};
    push_glyph(p, &one);
    c->n_glyphs = 1;
    c->adv = (float)(one.adv * it->size);
    return index;
}
