/* Paragraphs: code points, bidi levels, scripts and grapheme clusters of a block's text. */
#include "text/layout-imp.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

static bool on_path_edge(const struct text_span *a, const struct text_span *b)
{
    return a->on_path != b->on_path || (a->on_path != NULL && a->path_offset != b->path_offset);
}

/* Control characters draw nothing and break nothing; white space of other kinds is a space. */
static uint32_t clean(uint32_t c, bool newlines)
{
    if (c == '\n' || c == 0x2028 || c == 0x2029 || c == 0x85 || c == 0x0B || c == 0x0C)
        return newlines ? '\n' : ' ';
    if (c == '\t' || c == '\r')
        return ' ';
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF)
        return 0x2060; /* word joiner */
    return c;
}

/* CSS text-transform for one letter; `inside`: a letter or digit stands before it. */
static uint32_t in_case(uint32_t c, const struct text_style *s, bool inside)
{
    bool turkic = s->lang != NULL && (str_starts(s->lang, "tr") || str_starts(s->lang, "az"));
    switch (s->letter_case) {
    case CASE_AS_IS:
        return c;
    case CASE_LOWER:
        return turkic && c == 'I' ? 0x131 : (uint32_t)u_tolower((UChar32)c);
    case CASE_CAPITALIZE:
        if (inside)
            return c;
        return turkic && c == 'i' ? 0x130 : (uint32_t)u_totitle((UChar32)c);
    default:
        return turkic && c == 'i' ? 0x130 : (uint32_t)u_toupper((UChar32)c);
    }
}

static bool inside_word(const struct para *p)
{
    uint32_t c = p->n > 0 ? p->cp[p->n - 1] : ' ';
    return u_isalnum((UChar32)c) || c == '\'' || c == 0x2019;
}

static void decode(struct para *p)
{
    size_t bytes = 0, cap = 0;
    for (size_t i = 0; i < p->n_spans; i++)
        cap += p->spans[i].len;
    if (cap > LIMIT_TEXT_BYTES)
        cap = LIMIT_TEXT_BYTES;
    p->cp = ARENA_ARRAY(p->a, cap + 1, uint32_t);
    p->byte = ARENA_ARRAY(p->a, cap + 1, uint32_t);
    p->span = ARENA_ARRAY(p->a, cap + 1, uint32_t);
    p->chunk = ARENA_ARRAY(p->a, cap + 1, bool);
    for (size_t i = 0; i < p->n_spans; i++) {
        const char *s = p->spans[i].text, *end = s + p->spans[i].len;
        if (i > 0 && p->block->box == NULL && on_path_edge(&p->spans[i - 1], &p->spans[i]))
            p->chunk[p->n] = true;
        while (s < end && p->n < cap) {
            const char *from = s;
            uint32_t c = clean(utf8_next(&s, end), p->block->preserve_newlines);
            p->cp[p->n] = in_case(c, p->spans[i].style, inside_word(p));
            p->byte[p->n] = (uint32_t)bytes;
            p->span[p->n] = (uint32_t)i;
            bytes += (size_t)(s - from);
            const struct text_pos *pos = p->block->box == NULL ? p->block->pos : NULL;
            if (pos != NULL && (pos[p->n].x == pos[p->n].x || pos[p->n].y == pos[p->n].y))
                p->chunk[p->n] = true;
            p->n++;
        }
    }
    p->byte[p->n] = (uint32_t)bytes;
    p->span[p->n] = p->n_spans > 0 ? (uint32_t)(p->n_spans - 1) : 0;
}

static bool strong_rtl(uint32_t c)
{
    UCharDirection d = u_charDirection((UChar32)c);
    return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC;
}

/* Skips what stands between an isolate's ends (UAX 9, rule P2). */
static int first_strong(const uint32_t *cps, size_t n)
{
    int isolates = 0;
    for (size_t i = 0; i < n; i++) {
        UCharDirection d = u_charDirection((UChar32)cps[i]);
        if (d == U_LEFT_TO_RIGHT_ISOLATE || d == U_RIGHT_TO_LEFT_ISOLATE || d == U_FIRST_STRONG_ISOLATE)
            isolates++;
        else if (d == U_POP_DIRECTIONAL_ISOLATE && isolates > 0)
            isolates--;
        else if (isolates == 0 && d == U_LEFT_TO_RIGHT)
            return 0;
        else if (isolates == 0 && (d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC))
            return 1;
    }
    return -1;
}

int text_direction(const char *utf8, size_t len)
{
    const char *s = utf8, *end = utf8 + len;
    int isolates = 0;
    while (s < end) {
        uint32_t cp = utf8_next(&s, end);
        UCharDirection d = u_charDirection((UChar32)cp);
        if (d == U_LEFT_TO_RIGHT_ISOLATE || d == U_RIGHT_TO_LEFT_ISOLATE || d == U_FIRST_STRONG_ISOLATE)
            isolates++;
        else if (d == U_POP_DIRECTIONAL_ISOLATE && isolates > 0)
            isolates--;
        else if (isolates == 0 && first_strong(&cp, 1) >= 0)
            return first_strong(&cp, 1);
    }
    return -1;
}

static bool needs_bidi(const struct para *p)
{
    if (p->base_level != 0)
        return true;
    for (size_t i = 0; i < p->n_spans; i++)
        if (p->spans[i].bidi != BIDI_NORMAL)
            return true;
    for (size_t i = 0; i < p->n; i++) {
        uint32_t c = p->cp[i];
        if (c < 0x590 || (c >= 0x3000 && c < 0xD800))
            continue;
        if (strong_rtl(c) || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
            (c >= 0x2066 && c <= 0x2069) || u_charDirection((UChar32)c) == U_ARABIC_NUMBER)
            return true;
    }
    return false;
}

/* unicode-bidi of spans becomes the control characters that CSS Writing Modes 2.4.2 says they stand for. */
static int32_t put_opening(const struct text_span *s, UChar *u)
{
    static const UChar controls[][2][2] = {[BIDI_EMBED] = {{0x202A}, {0x202B}},
                                           [BIDI_OVERRIDE] = {{0x202D}, {0x202E}},
                                           [BIDI_ISOLATE] = {{0x2066}, {0x2067}},
                                           [BIDI_ISOLATE_OVERRIDE] = {{0x2068, 0x202D}, {0x2068, 0x202E}},
                                           [BIDI_PLAINTEXT] = {{0x2068}, {0x2068}}};
    const UChar *c = controls[s->bidi][s->rtl];
    u[0] = c[0];
    u[1] = c[1];
    return 1 + (c[1] != 0);
}

static int32_t put_closing(const struct text_span *s, UChar *u)
{
    int32_t n = 0;
    if (s->bidi != BIDI_ISOLATE && s->bidi != BIDI_PLAINTEXT)
        u[n++] = 0x202C;
    if (s->bidi >= BIDI_ISOLATE)
        u[n++] = 0x2069;
    return n;
}

static bool same_bidi(const struct text_span *a, const struct text_span *b)
{
    return a->bidi == b->bidi && a->rtl == b->rtl &&
           (a->bidi < BIDI_ISOLATE || a->bidi_scope == b->bidi_scope);
}

static void levels(struct para *p)
{
    p->level = ARENA_ARRAY(p->a, p->n + 1, uint8_t);
    p->base_level = p->block->rtl;
    if (p->block->auto_dir) {
        int first = first_strong(p->cp, p->n);
        if (first >= 0)
            p->base_level = (uint8_t)first;
    }
    p->level[p->n] = p->base_level;
    if (!needs_bidi(p))
        return;

    UChar *u = ARENA_ARRAY(p->a, p->n * 2 + p->n_spans * 4 + 2, UChar);
    uint32_t *at = ARENA_ARRAY(p->a, p->n + 1, uint32_t);
    p->gates = ARENA_ARRAY(p->a, p->n_spans + 1, struct gate);
    int32_t len = 0;
    const struct text_span *open = NULL;
    for (size_t i = 0; i < p->n; i++) {
        const struct text_span *s = &p->spans[p->span[i]];
        if (s != open && (i == 0 || p->span[i] != p->span[i - 1])) {
            bool same = open != NULL && same_bidi(open, s);
            if (!same && ((open != NULL && open->bidi >= BIDI_ISOLATE) || s->bidi >= BIDI_ISOLATE))
                p->gates[p->n_gates++] = (struct gate){.cp = (uint32_t)i, .at = len};
            if (open != NULL && open->bidi != BIDI_NORMAL && !same)
                len += put_closing(open, u + len);
            if (s->bidi != BIDI_NORMAL && !same)
                len += put_opening(s, u + len);
            open = s;
        }
        at[i] = (uint32_t)len;
        UBool error = false;
        uint32_t c = p->cp[i] == '\n' ? 0x2029 : p->cp[i];
        U16_APPEND(u, len, len + 2, (UChar32)c, error);
        (void)error;
    }
    UErrorCode status = U_ZERO_ERROR;
    ubidi_setPara(p->t->bidi, u, len, p->base_level, NULL, &status);
    const UBiDiLevel *l = len > 0 ? ubidi_getLevels(p->t->bidi, &status) : NULL;
    for (size_t i = 0; i < p->n; i++)
        p->level[i] = U_SUCCESS(status) && l != NULL ? l[at[i]] : p->base_level;
    for (size_t i = 0; i < p->n_gates; i++)
        p->gates[i].level = U_SUCCESS(status) && l != NULL ? l[p->gates[i].at] : p->base_level;
    /* A chunk ends as a line does: the spaces there are the paragraph's (UAX 9, rule L1). */
    for (size_t i = p->n; i-- > 1;)
        if (p->chunk[i])
            for (size_t k = i; k > 0 && p->cp[k - 1] == ' ' && p->level[k - 1] != p->base_level; k--)
                p->level[k - 1] = p->base_level;
}

/* Common and inherited characters take the script before them, at the start the one after. */
static void scripts(struct para *p)
{
    p->script = ARENA_ARRAY(p->a, p->n + 1, uint16_t);
    /* By level: the full stop after an Arabic word belongs to the Latin sentence around it. */
    UScriptCode last[UBIDI_MAX_EXPLICIT_LEVEL + 3] = {USCRIPT_COMMON};
    size_t open = 0;
    uint8_t level = 0;
    for (size_t i = 0; i < p->n; i++) {
        uint32_t c = p->cp[i];
        uint8_t now = p->level[i] < UBIDI_MAX_EXPLICIT_LEVEL + 2 ? p->level[i] : UBIDI_MAX_EXPLICIT_LEVEL + 2;
        while (level < now) { /* inner text starts with the script around it */
            last[level + 1] = last[level];
            level++;
        }
        level = now;
        UErrorCode status = U_ZERO_ERROR;
        UScriptCode s = c < 0x80 ? ((c | 32) >= 'a' && (c | 32) <= 'z' ? USCRIPT_LATIN : USCRIPT_COMMON)
                                 : uscript_getScript((UChar32)c, &status);
        if (s == USCRIPT_COMMON || s == USCRIPT_INHERITED || U_FAILURE(status)) {
            p->script[i] = (uint16_t)last[level];
            continue;
        }
        for (; open < i; open++)
            if (p->script[open] == USCRIPT_COMMON)
                p->script[open] = (uint16_t)s;
        open = i;
        last[level] = s;
        p->script[i] = (uint16_t)s;
    }
}

static void clusters(struct para *p)
{
    p->cluster = ARENA_ARRAY(p->a, p->n + 1, bool);
    bool simple = true;
    for (size_t i = 0; simple && i < p->n; i++)
        simple = p->cp[i] < 0x300;
    for (size_t i = 0; i <= p->n; i++)
        p->cluster[i] = simple;
    UBreakIterator *it = simple ? NULL : typesetter_breaker(p->t, UBRK_CHARACTER, "");
    if (it != NULL) {
        UChar *u = ARENA_ARRAY(p->a, p->n * 2 + 2, UChar);
        uint32_t *from = ARENA_ARRAY(p->a, p->n * 2 + 2, uint32_t);
        int32_t len = 0;
        for (size_t i = 0; i < p->n; i++) {
            UBool error = false;
            from[len] = (uint32_t)i;
            U16_APPEND(u, len, len + 2, (UChar32)p->cp[i], error);
            (void)error;
        }
        from[len] = (uint32_t)p->n;
        UErrorCode status = U_ZERO_ERROR;
        ubrk_setText(it, u, len, &status);
        for (int32_t b = ubrk_first(it); b != UBRK_DONE; b = ubrk_next(it))
            p->cluster[from[b]] = true;
    } else if (!simple) {
        for (size_t i = 0; i <= p->n; i++)
            p->cluster[i] = true;
    }
    p->cluster[0] = p->cluster[p->n] = true;
    for (size_t i = 0; i < p->n; i++)
        if (!p->cluster[i])
            p->chunk[i] = false; /* a position inside a character moves nothing (SVG 2, 11.5) */
}

struct para *para_new(struct typesetter *t, const struct text_block *block, const struct text_span *spans,
                      size_t n_spans)
{
    struct para *p = ARENA_NEW(t->scratch, struct para);
    p->t = t;
    p->a = t->scratch;
    p->block = block;
    p->spans = spans;
    p->n_spans = n_spans;
    p->vertical = block->writing == WRITING_TB;
    decode(p);
    levels(p);
    scripts(p);
    clusters(p);
    p->choice = ARENA_ARRAY(p->a, n_spans + 1, const struct choice *);
    for (size_t i = 0; i < n_spans; i++)
        p->choice[i] =
            i > 0 && spans[i].style == spans[i - 1].style ? p->choice[i - 1] : choose(t, spans[i].style);
    para_itemize(p);
    para_shape(p);
    return p;
}

/* Numbers for the cells between which no control of a lower level stands: only these are turned round
 * together, as the controls themselves, which are no cells, would have it. */
static void number_parts(const struct para *p, const uint32_t *cells, size_t n, int level, uint32_t *part)
{
    uint32_t count = 0;
    size_t g = 0;
    for (size_t i = 0; i < n; i++) {
        for (; g < p->n_gates && p->gates[g].cp <= p->cells[cells[i]].cp; g++)
            count += p->gates[g].level < level;
        part[i] = count;
    }
}

void para_reorder(const struct para *p, const uint32_t *cells, size_t n, uint32_t *visual)
{
    uint8_t high = 0, low_odd = 255;
    for (size_t i = 0; i < n; i++) {
        uint8_t l = cell_item(p, &p->cells[cells[i]])->level;
        visual[i] = (uint32_t)i;
        if (l > high)
            high = l;
        if ((l & 1) && l < low_odd)
            low_odd = l;
    }
    uint32_t *part = p->n_gates > 0 ? ARENA_ARRAY(p->a, n + 1, uint32_t) : NULL;
    for (int level = high; level >= low_odd && level > 0; level--) {
        if (part != NULL)
            number_parts(p, cells, n, level, part);
        for (size_t i = 0; i < n; i++) {
            size_t j = i;
            while (j < n && cell_item(p, &p->cells[cells[visual[j]]])->level >= level &&
                   (part == NULL || part[visual[j]] == part[visual[i]]))
                j++;
            for (size_t l = i, r = j; l + 1 < r; l++, r--) {
                uint32_t swap = visual[l];
                visual[l] = visual[r - 1];
                visual[r - 1] = swap;
            }
            if (j > i) /* the next run may begin at once where a control parts them */
                i = part != NULL ? j - 1 : j;
        }
    }
}
