/* Translation files, whatever their format. */
#include "l10n/l10n-imp.h"

#include <string.h>

static struct l10n_unit *add(struct arena *a, struct l10n_unit **list, size_t *n, size_t *cap)
{
    if (*n == *cap) {
        size_t more = *cap ? *cap * 2 : 64;
        *list = arena_grow(a, *list, *n, more, sizeof **list);
        *cap = more;
    }
    struct l10n_unit *u = &(*list)[(*n)++];
    *u = (struct l10n_unit){.translate = true, .state = "initial"};
    return u;
}

struct l10n_unit *l10n_add_unit(struct arena *a, struct l10n_file *file)
{
    return add(a, &file->units, &file->n_units, &file->cap_units);
}

struct l10n_unit *l10n_add_obsolete(struct arena *a, struct l10n_file *file)
{
    return add(a, &file->obsolete, &file->n_obsolete, &file->cap_obsolete);
}

/* Is the file's root an <xliff> of this version? Looks at the start only, in any encoding that has ASCII's
 * letters in order (UTF-16 too: its NUL bytes are skipped). */
bool l10n_sniff_root(const char *data, size_t len, const char *version_prefix)
{
    char start[4096];
    size_t n = 0;
    for (size_t i = 0; i < len && i < 2 * sizeof start && n < sizeof start - 1; i++) {
        if (data[i])
            start[n++] = data[i];
    }
    start[n] = 0;
    for (const char *p = strstr(start, "xliff"); p; p = strstr(p + 1, "xliff")) {
        if (p == start || (p[-1] != '<' && p[-1] != ':'))
            continue;
        const char *end = strchr(p, '>'), *version = strstr(p, "version");
        if (!version || (end && version > end))
            continue;
        version += strlen("version");
        version += strspn(version, " \t\r\n=\"'");
        return strncmp(version, version_prefix, strlen(version_prefix)) == 0;
    }
    return false;
}

static bool has_suffix(const struct l10n_source *s, const char *path)
{
    for (const char *const *suffix = s->suffixes; *suffix; suffix++) {
        if (str_ends(path, *suffix))
            return true;
    }
    return false;
}

int l10n_load(struct ctx *ctx, struct arena *a, const char *path, struct l10n_file *out)
{
    char *data;
    size_t len;
    struct str names = STR_INIT;
    const struct l10n_source *found = NULL;
    bool known = false;
    if (file_read(ctx, a, path, LIMIT_XML_BYTES, &data, &len))
        return -1;
    for (const struct l10n_source *const *s = l10n_sources; *s && !found; s++) {
        if (!has_suffix(*s, path))
            continue;
        known = true;
        if ((*s)->sniff(data, len))
            found = *s;
        str_printf(&names, "%s%s", names.len ? ", " : "", (*s)->summary);
    }
    if (!found) {
        if (known)
            report_hint(ctx, DIAG_ERROR, DIAG_L10N_FORMAT, (struct where){.file = path, .line = 1}, NULL,
                        "the file is not what its name says: %s", names.data);
        else
            report_hint(ctx, DIAG_ERROR, DIAG_L10N_FORMAT, (struct where){.file = path},
                        "name it .xlf, .xliff or .po", "the kind of translation file is unknown");
        str_drop(&names);
        return -1;
    }
    str_drop(&names);
    *out = (struct l10n_file){.path = path, .format = found->name};
    return found->load(ctx, a, path, data, len, out);
}

bool l10n_own_note(const char *from)
{
    static const char *const own[] = {"role",    "description",      "length",         "measured length",
                                      "same-as", "do-not-translate", "forbidden term", "term",
                                      "form",    "preview",          "state",          "match"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (str_eq(from, own[i]))
            return true;
    }
    return false;
}

void l10n_add_note(struct arena *a, struct l10n_unit *u, struct l10n_note note)
{
    if (!note.text || !*note.text || l10n_own_note(note.from))
        return;
    for (size_t i = 0; i < u->n_notes; i++) {
        if (str_eq(u->notes[i].text, note.text) && str_eq(u->notes[i].from, note.from))
            return;
    }
    struct l10n_note *all = ARENA_ARRAY(a, u->n_notes + 1, struct l10n_note);
    if (u->n_notes)
        memcpy(all, u->notes, u->n_notes * sizeof *all);
    all[u->n_notes++] = note;
    u->notes = all;
}

static size_t alnum(const char *s, bool *digits, bool *letters)
{
    size_t n = 0;
    *digits = *letters = true;
    for (; s[n] && s[n] != '-'; n++) {
        bool digit = s[n] >= '0' && s[n] <= '9', letter = (s[n] | 0x20) >= 'a' && (s[n] | 0x20) <= 'z';
        if (!digit && !letter)
            return 0;
        *digits &= digit;
        *letters &= letter;
    }
    return n;
}

/* Are the subtags from p on a chain of 1*(1*8alphanum), at least `min` long each? */
static bool subtags(const char *p, size_t min)
{
    bool digits, letters;
    for (;;) {
        size_t n = alnum(p, &digits, &letters);
        if (n < min || n > 8)
            return false;
        if (!p[n])
            return true;
        p += n + 1;
    }
}

bool bcp47_well_formed(const char *tag)
{
    bool digits, letters;
    const char *p = tag;
    size_t n = alnum(p, &digits, &letters);
    if (n == 1 && (*p == 'x' || *p == 'X' || *p == 'i' || *p == 'I'))
        return p[1] == '-' && subtags(p + 2, 1);
    if (!n || !letters || n > 8 || n == 1)
        return false;
    int stage = n <= 3 ? 0 : 1; /* 0 extlang may follow, 1 script, 2 region, 3 variants, 4 in an extension */
    for (size_t i = 0, extlangs = 0; p[n]; i++) {
        p += n + 1;
        n = alnum(p, &digits, &letters);
        if (!n || n > 8)
            return false;
        if (stage < 4 && n == 1) {
            if (*p == 'x' || *p == 'X')
                return p[1] == '-' && subtags(p + 2, 1);
            stage = 4;
            if (!p[1])
                return false;
        } else if (stage == 4) {
            if (n == 1 && (*p == 'x' || *p == 'X'))
                return p[1] == '-' && subtags(p + 2, 1);
            if (n == 1 && (!p[1] || p[-2] == '-'))
                return false;
        } else if (stage == 0 && letters && n == 3 && extlangs < 3) {
            extlangs++;
        } else if (stage <= 1 && letters && n == 4) {
            stage = 2;
        } else if (stage <= 2 && ((letters && n == 2) || (digits && n == 3))) {
            stage = 3;
        } else if (n >= 5 || (n == 4 && *p >= '0' && *p <= '9')) {
            stage = 3;
        } else {
            return false;
        }
    }
    return true;
}

void inline_put_text(struct inline_text *t, const char *text)
{
    str_puts(&t->text, text);
    if (*text)
        t->from_text = true;
}

void inline_put_code(struct inline_text *t, const char *code)
{
    if ((*code == '{' || *code == '<') && t->from_text && t->text.len &&
        t->text.data[t->text.len - 1] == '\'') {
        size_t quotes = 0;
        while (quotes < t->text.len && t->text.data[t->text.len - 1 - quotes] == '\'')
            quotes++;
        if (quotes % 2)
            str_putc(&t->text, '\'');
    }
    str_puts(&t->text, code);
    t->from_text = false;
}

char *inline_take(struct arena *a, struct inline_text *t, bool preserve)
{
    char *out = arena_alloc(a, t->text.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < t->text.len;) {
        size_t space = preserve ? 0 : strspn(t->text.data + i, " \t\r\n");
        if (space && memchr(t->text.data + i, '\n', space)) {
            if (n && i + space < t->text.len)
                out[n++] = ' ';
            i += space;
        } else if (space) {
            memcpy(out + n, t->text.data + i, space);
            n += space;
            i += space;
        } else {
            out[n++] = t->text.data[i++];
        }
    }
    str_drop(&t->text);
    return out;
}

bool xml_space_preserved(const struct xml_node *n)
{
    for (; n; n = n->parent) {
        const char *space = xml_attr_ns(n, XML_NS_XML, "space");
        if (space)
            return str_eq(space, "preserve");
    }
    return false;
}
