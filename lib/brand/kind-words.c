/* Words that must not appear, from lists that anybody can read and extend. */
#include "brand/brand-imp.h"

#include <string.h>

static const struct brand_param params[] = {
    {"list", "src", BRAND_TEXT, .required = true,
     .help = "file of words in the folder of the rule file, or words/profanity.en.txt and others of "
             "share/brand-rules: one a line, 'fool*' for any ending, '#' for remarks"},
    {"list", "locale", BRAND_TEXT, .help = "only for texts in this language or locale"},
    {"word", "", BRAND_TEXT, .required = true, .help = "a word or phrase, 'fool*' for any ending"},
    {"word", "locale", BRAND_TEXT, .help = "only for texts in this language or locale"},
    {NULL, "allow", BRAND_WORDS, .help = "words that are in order all the same"},
};

enum { MOST_LIST = 1 << 20, MOST_PATTERN = 30000 };

/* How the words of a list begin: a hash of three characters each. A text in which no word begins so needs no
 * pattern. */
enum { BEGIN = 3, BEGINNINGS = 4096, BEYOND_ASCII };
struct beginnings {
    uint64_t bits[BEGINNINGS / 64];
    bool any;  /* a word that this cannot tell: the pattern decides about each text */
    bool wide; /* a word of a script without spaces: so does it about texts beyond ASCII */
};

struct words {
    struct words *next;
    const struct match *pattern;
    const char *locale, *from;
    struct beginnings begin;
};

struct build {
    struct brand_loader *l;
    struct str s; /* alternatives */
    struct beginnings begin;
    const char *locale, *from;
    struct where where;
    struct words **at;
};

static int flush(struct build *b)
{
    if (!b->s.len)
        return 0;
    struct words *w = ARENA_NEW(loader_arena(b->l), struct words);
    w->locale = b->locale;
    w->from = b->from;
    w->pattern =
        loader_match(b->l, arena_printf(loader_arena(b->l), "(?:%s)", b->s.data), MATCH_NOCASE, b->where);
    w->begin = b->begin;
    b->begin = (struct beginnings){0};
    str_clear(&b->s);
    if (!w->pattern)
        return -1;
    *b->at = w;
    b->at = &w->next;
    return 0;
}

/* Words of scripts without spaces have no edges to look for. */
static bool has_edges(const char *word)
{
    const char *p = word;
    return utf8_next(&p, word + strlen(word)) < 0x2e80;
}

/* Of three ASCII characters, whatever their case and kind of space; BEGINNINGS when the text ends before,
 * BEYOND_ASCII when one is none. */
static unsigned begin_hash(const char *p)
{
    unsigned h = 0;
    for (int i = 0; i < BEGIN; i++) {
        unsigned char ch = (unsigned char)p[i];
        if (!ch || ch >= 0x80)
            return ch ? BEYOND_ASCII : BEGINNINGS;
        ch = ascii_space(p[i]) || ch == '\v' ? ' ' : ch >= 'A' && ch <= 'Z' ? (unsigned char)(ch + 32) : ch;
        h = h * 31 + ch;
    }
    return h % BEGINNINGS;
}

static void begin_add(struct beginnings *b, const char *word, bool edges)
{
    unsigned h = begin_hash(word);
    b->wide |= !edges;
    /* a word that is short, or of which a run of spaces may take the third place; and the two letters beyond
     * ASCII that are another case of ASCII ones */
    b->any |= h == BEGINNINGS || ascii_space(word[0]) || ascii_space(word[1]) || strstr(word, "\u017f") ||
              strstr(word, "\u212a");
    if (edges && h < BEGINNINGS)
        b->bits[h / 64] |= UINT64_C(1) << h % 64;
}

static bool letter_or_digit(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9');
}

/* False: no word of the list stands in the text. */
static bool may_hold_word(const struct beginnings *b, const char *text)
{
    if (b->any)
        return true;
    for (const char *p = text; *p; p++) {
        if (b->wide && (unsigned char)*p >= 0x80)
            return true;
        if (p > text && letter_or_digit(p[-1]))
            continue;
        unsigned h = begin_hash(p);
        if (h == BEYOND_ASCII || (h < BEGINNINGS && (b->bits[h / 64] >> h % 64 & 1)))
            return true;
    }
    return false;
}

static int word_add(struct build *b, const char *word, size_t n)
{
    while (n && ascii_space(word[n - 1]))
        n--;
    while (n && ascii_space(*word))
        word++, n--;
    bool prefix = n > 1 && word[n - 1] == '*';
    if (!n || *word == '#')
        return 0;
    char *text = arena_strndup(loader_arena(b->l), word, n - prefix);
    bool edges = has_edges(text);
    begin_add(&b->begin, text, edges);
    str_printf(&b->s, "%s%s%s%s", b->s.len ? "|" : "", edges ? "(?<![\\p{L}\\p{N}])" : "",
               pattern_of_text(loader_arena(b->l), text, false),
               !edges   ? ""
               : prefix ? "[\\p{L}\\p{N}]*"
                        : "(?![\\p{L}\\p{N}])");
    return b->s.len > MOST_PATTERN ? flush(b) : 0;
}

static int list_add(struct build *b, const char *src)
{
    struct arena *a = loader_arena(b->l);
    char *data;
    size_t len;
    /* rules may come with a creative from elsewhere: no list is read from outside their folder and the shared
     * ones */
    const char *beside = path_dir(a, b->where.file), *shared = path_join(a, share_dir(a), "brand-rules");
    const char *root =
        file_exists(path_join(a, beside, src)) || !file_exists(path_join(a, shared, src)) ? beside : shared;
    const char *path = path_inside(loader_ctx(b->l), a, root, src, b->where);
    if (!path)
        return rule_wrong(b->l, b->where,
                          "write the path of a file in the folder of this one, or of a list in "
                          "share/brand-rules, with a word a line",
                          "there is no list of words '%s' to read", src);
    if (loader_read(b->l, path, MOST_LIST, &data, &len) < 0)
        return -1;
    long bad = utf8_invalid_at(data, len);
    if (bad >= 0)
        return rule_wrong(b->l, b->where, "save it as UTF-8", "'%s' is not UTF-8 at byte %ld", src, bad);
    for (char *p = data; *p;) {
        size_t n = strcspn(p, "\n");
        if (word_add(b, p, n) < 0)
            return -1;
        p += n + (p[n] == '\n');
    }
    return 0;
}

static int compile(struct brand_loader *l, const struct brand_rule *r, void **out)
{
    struct build b = {.l = l, .s = STR_INIT, .at = (struct words **)out};
    int result = r->items ? 0
                          : rule_wrong(l, r->where, "write <list src=\"words.txt\"/> or <word>cheap</word>",
                                       "a rule of kind 'words' needs words");
    for (const struct brand_item *i = r->items; i && result == 0; i = i->next) {
        bool list = str_eq(i->element, "list");
        b.locale = item_value(r, i, "locale")->text;
        b.from = list ? item_value(r, i, "src")->text : NULL;
        b.where = i->where;
        if (list)
            result = list_add(&b, b.from);
        else
            result = word_add(&b, item_value(r, i, "")->text, strlen(item_value(r, i, "")->text));
        result |= flush(&b);
    }
    str_drop(&b.s);
    return result;
}

static bool allowed(const struct brand_rule *r, const char *word, size_t n)
{
    for (const char *const *w = rule_value(r, "allow")->words; w && *w; w++)
        if (strlen(*w) == n && strncasecmp(*w, word, n) == 0)
            return true;
    return false;
}

/* One finding a text and list is enough. */
static int look(struct check *c, const struct brand_rule *r, const struct words *w, const struct copy_fact *f)
{
    size_t len = strlen(f->text), start, end;
    for (size_t from = 0; from <= len; from = end > from ? end : from + 1) {
        int m = match_search(c->ctx, w->pattern, f->text, len, from, &start, &end, f->where);
        if (m <= 0)
            return m;
        if (allowed(r, f->text + start, end - start))
            continue;
        const char *word = excerpt(c->arena, f->text + start, end - start);
        found(c, copy_spot(f, word), "%s has \"%s\"%s%s", spot_name(c, f->slot, f->id, f->where.line), word,
              w->from ? ", a word of " : "", w->from ? w->from : "");
        return 0;
    }
    return 0;
}

static int check_text(struct check *c, const struct brand_rule *r, const struct copy_fact *f)
{
    const char *lang = f->lang ? f->lang : c->s->locale;
    for (const struct words *w = r->payload; w; w = w->next) {
        const char *const only[] = {w->locale, NULL};
        if ((w->locale && (!lang || !locale_in(only, lang))) || !may_hold_word(&w->begin, f->text))
            continue;
        if (look(c, r, w, f) < 0)
            return -1;
    }
    return 0;
}

BRAND_KIND(words, "words", .summary = "words that must not appear, from lists per language", PARAMS(params),
           .need = NEED_LINE, .by_slot = true, .section = "copy",
           .hint = "find another word, or name it in allow=", .compile = compile, .check_text = check_text);
