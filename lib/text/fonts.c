/* The font database: fontconfig's fonts and the creative's, indexed by family for CSS matching. */
#include "text/font-imp.h"
#include "text/hyphen-imp.h"

#include <ctype.h>
#include <dirent.h>
#include <string.h>

struct fonts *fonts_new(struct ctx *ctx, const char *const *dirs, size_t n_dirs, unsigned flags)
{
    struct fonts *f = xcalloc(1, sizeof *f);
    pthread_mutex_init(&f->lock, NULL);
    f->flags = flags;
    f->arena = arena_new();
    f->dirs = ARENA_ARRAY(f->arena, n_dirs + 1, char *);
    for (size_t i = 0; i < n_dirs; i++) {
        if (!dir_exists(dirs[i])) {
            report_hint(ctx, DIAG_WARNING, DIAG_FONT_FOLDER, (struct where){.file = dirs[i]},
                        "give a folder that holds font files", "the font folder cannot be read");
            continue;
        }
        f->dirs[f->n_dirs++] = arena_strdup(f->arena, dirs[i]);
    }
    f->families = map_new();
    f->names = map_new();
    f->prefer = map_new();
    f->hyphen = map_new();
    return f;
}

void fonts_drop(struct fonts *f)
{
    if (f == NULL)
        return;
    hyphen_drop_all(f->hyphen);
    map_drop(f->hyphen);
    map_drop(f->prefer);
    map_drop(f->names);
    for (size_t i = 0; i < map_len(f->families); i++)
        free(((struct family *)map_value(f->families, i))->at);
    map_drop(f->families);
    if (f->config != NULL)
        FcConfigDestroy(f->config);
    arena_drop(f->arena);
    pthread_mutex_destroy(&f->lock);
    free(f);
}

void fonts_svg_glyphs(struct fonts *f, const struct glyph_maker *m)
{
    f->maker = m;
}

void fonts_prefer(struct fonts *f, const char *script4, const char *family)
{
    pthread_mutex_lock(&f->lock);
    map_put(f->prefer, script4, arena_strdup(f->arena, family));
    pthread_mutex_unlock(&f->lock);
}

const char *fonts_preferred(struct fonts *f, const char *script4)
{
    pthread_mutex_lock(&f->lock);
    const char *family = map_find(f->prefer, script4);
    pthread_mutex_unlock(&f->lock);
    return family;
}

/* Lower-cases ASCII letters; CSS compares family names without case, and names in other scripts have none we
 * need. */
static size_t fold(const char *name, char *out, size_t cap)
{
    size_t n = 0;
    for (; name[n] != '\0' && n + 1 < cap; n++)
        out[n] = (char)tolower((unsigned char)name[n]);
    out[n] = '\0';
    return n;
}

/* A number or a range of numbers of a pattern. */
static bool pattern_range(const FcPattern *p, const char *object, double *lo, double *hi)
{
    FcValue v;
    if (FcPatternGet(p, object, 0, &v) != FcResultMatch)
        return false;
    if (v.type == FcTypeInteger)
        *lo = *hi = v.u.i;
    else if (v.type == FcTypeDouble)
        *lo = *hi = v.u.d;
    else if (v.type != FcTypeRange || !FcRangeGetDouble(v.u.r, lo, hi))
        return false;
    return true;
}

/* fontconfig rounds OpenType's width classes to whole numbers. */
static double width_percent(double fc)
{
    return fc == 63 ? 62.5 : fc == 87 ? 87.5 : fc == 113 ? 112.5 : fc;
}

/* HarfBuzz reads bare OpenType files with outlines or colour bitmaps: no Type 1, no WOFF, no old bitmap
 * fonts. */
static bool pattern_usable(const FcPattern *p)
{
    FcChar8 *s;
    FcBool scalable = FcFalse;
    if (FcPatternGetString(p, FC_FONTFORMAT, 0, &s) != FcResultMatch ||
        (!str_eq((char *)s, "TrueType") && !str_eq((char *)s, "CFF")))
        return false;
    if (FcPatternGetString(p, FC_FILE, 0, &s) != FcResultMatch || str_ends((char *)s, ".gz") ||
        str_ends((char *)s, ".woff") || str_ends((char *)s, ".woff2"))
        return false;
    return FcPatternGetBool(p, FC_SCALABLE, 0, &scalable) == FcResultMatch && scalable;
}

static void file_read_pattern(struct font_file *file, FcPattern *p, bool app)
{
    FcChar8 *s = NULL;
    int number = 0;
    FcBool flag;
    FcCharSet *set = NULL;
    double lo, hi;

    FcPatternGetString(p, FC_FILE, 0, &s);
    file->path = (const char *)s;
    FcPatternGetInteger(p, FC_INDEX, 0, &number);
    file->index = number & 0xFFFF;
    file->family = FcPatternGetString(p, FC_FAMILY, 0, &s) == FcResultMatch ? (const char *)s : "";
    file->variable = FcPatternGetBool(p, FC_VARIABLE, 0, &flag) == FcResultMatch && flag;
    file->color = FcPatternGetBool(p, FC_COLOR, 0, &flag) == FcResultMatch && flag;
    file->app = app;
    file->weight_min = file->weight_max = 400;
    if (pattern_range(p, FC_WEIGHT, &lo, &hi)) {
        file->weight_min = FcWeightToOpenTypeDouble(lo);
        file->weight_max = FcWeightToOpenTypeDouble(hi);
    }
    file->stretch_min = file->stretch_max = 100;
    if (pattern_range(p, FC_WIDTH, &lo, &hi)) {
        file->stretch_min = width_percent(lo);
        file->stretch_max = width_percent(hi);
    }
    if (pattern_range(p, FC_SLANT, &lo, &hi))
        file->slant = lo >= FC_SLANT_OBLIQUE  ? SLANT_OBLIQUE
                      : lo >= FC_SLANT_ITALIC ? SLANT_ITALIC
                                              : SLANT_NORMAL;
    if (FcPatternGetCharSet(p, FC_CHARSET, 0, &set) == FcResultMatch)
        file->charset = set;
}

static void family_add(struct fonts *f, const char *name, const struct font_file *file)
{
    char key[256];
    fold(name, key, sizeof key);
    struct family *fam = map_find(f->families, key);
    if (fam == NULL) {
        fam = ARENA_NEW(f->arena, struct family);
        fam->app = file->app;
        map_put(f->families, key, fam);
    }
    if (fam->app && !file->app)
        return;
    for (size_t i = 0; i < fam->n; i++)
        if (fam->at[i] == file)
            return;
    if (fam->n == fam->cap) {
        fam->cap = fam->cap * 2 + 4;
        fam->at = xrealloc(fam->at, fam->cap, sizeof *fam->at);
    }
    fam->at[fam->n++] = file;
}

static int pattern_order(const void *a, const void *b)
{
    FcPattern *const *pa = a, *const *pb = b;
    FcChar8 *fa = NULL, *fb = NULL;
    int ia = 0, ib = 0;
    FcPatternGetString(*pa, FC_FILE, 0, &fa);
    FcPatternGetString(*pb, FC_FILE, 0, &fb);
    int c = strcmp(fa != NULL ? (char *)fa : "", fb != NULL ? (char *)fb : "");
    FcPatternGetInteger(*pa, FC_INDEX, 0, &ia);
    FcPatternGetInteger(*pb, FC_INDEX, 0, &ib);
    return c != 0 ? c : (ia > ib) - (ia < ib);
}

/* Adds a set of fontconfig's in the order of paths, so that ties are settled alike on every run. Named
 * instances of variable fonts are left out: the variable face itself is listed too. */
static void add_set(struct fonts *f, FcFontSet *set, bool app)
{
    if (set == NULL || set->nfont == 0)
        return;
    FcPattern **sorted = xcalloc((size_t)set->nfont, sizeof *sorted);
    memcpy(sorted, set->fonts, (size_t)set->nfont * sizeof *sorted);
    qsort(sorted, (size_t)set->nfont, sizeof *sorted, pattern_order);
    for (int i = 0; i < set->nfont; i++) {
        FcPattern *p = sorted[i];
        int index = 0;
        FcBool variable = FcFalse;
        FcPatternGetInteger(p, FC_INDEX, 0, &index);
        FcPatternGetBool(p, FC_VARIABLE, 0, &variable);
        if (!pattern_usable(p) || ((index >> 16) != 0 && !variable))
            continue;
        struct font_file *file = &f->files[f->n_files++];
        file_read_pattern(file, p, app);
        FcChar8 *s;
        char key[256];
        for (int k = 0; FcPatternGetString(p, FC_FAMILY, k, &s) == FcResultMatch; k++)
            family_add(f, (char *)s, file);
        static const char *const objects[] = {FC_POSTSCRIPT_NAME, FC_FULLNAME};
        for (size_t o = 0; o < 2; o++)
            for (int k = 0; FcPatternGetString(p, objects[o], k, &s) == FcResultMatch; k++) {
                fold((char *)s, key, sizeof key);
                if (!map_has(f->names, key))
                    map_put(f->names, key, file);
            }
    }
    free(sorted);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the files of a folder and its subfolders one by one: without the system's configuration fontconfig has
 * no cache folder and would complain of that on standard error. */
static void add_files(struct fonts *f, const char *dir, int depth)
{
    DIR *d = depth < 16 ? opendir(dir) : NULL;
    struct vec(char *) names = {0};
    struct dirent *e;
    while (d != NULL && (e = readdir(d)) != NULL)
        if (e->d_name[0] != '.')
            vec_push(&names, path_join(f->arena, dir, e->d_name));
    if (d != NULL)
        closedir(d);
    if (names.len > 0)
        qsort(names.at, names.len, sizeof *names.at, by_name);
    for (size_t i = 0; i < names.len; i++) {
        static const char *const kinds[] = {"ttf", "otf", "ttc", "otc"};
        if (dir_exists(names.at[i]))
            add_files(f, names.at[i], depth + 1);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (str_eq_nocase(path_ext(names.at[i]), kinds[k]))
                FcConfigAppFontAddFile(f->config, (const FcChar8 *)names.at[i]);
    }
    vec_drop(&names);
}

/* fontconfig takes 10..50 ms to load: only when the first text asks. */
void fonts_load(struct fonts *f)
{
    pthread_mutex_lock(&f->lock);
    if (!f->loaded) {
        f->config = FcConfigCreate();
        if (!(f->flags & FONTS_NO_SYSTEM)) {
            FcConfigParseAndLoad(f->config, NULL, FcFalse);
            FcConfigBuildFonts(f->config);
        }
        for (size_t i = 0; i < f->n_dirs; i++)
            if (f->flags & FONTS_NO_SYSTEM)
                add_files(f, f->dirs[i], 0);
            else
                FcConfigAppFontAddDir(f->config, (const FcChar8 *)f->dirs[i]);
        FcFontSet *app = FcConfigGetFonts(f->config, FcSetApplication);
        FcFontSet *sys = f->flags & FONTS_NO_SYSTEM ? NULL : FcConfigGetFonts(f->config, FcSetSystem);
        size_t n = (app != NULL ? (size_t)app->nfont : 0) + (sys != NULL ? (size_t)sys->nfont : 0);
        f->files = ARENA_ARRAY(f->arena, n + 1, struct font_file);
        add_set(f, app, true);
        add_set(f, sys, false);
        f->loaded = true;
    }
    pthread_mutex_unlock(&f->lock);
}

const struct family *fonts_family(const struct fonts *f, const char *name)
{
    char key[256];
    fold(name, key, sizeof key);
    return map_find(f->families, key);
}

const struct font_file *fonts_named(const struct fonts *f, const char *name)
{
    char key[256];
    fold(name, key, sizeof key);
    return map_find(f->names, key);
}

/* Without fontconfig's configuration nobody says which family is the serif one: go by the usual parts of
 * names. */
static const struct family *guess_generic(struct fonts *f, const char *name)
{
    static const struct {
        const char *generic, *part;
    } parts[] = {{"monospace", "mono"}, {"ui-monospace", "mono"}, {"serif", "serif"},
                 {"ui-serif", "serif"}, {"sans-serif", "sans"},   {"ui-sans-serif", "sans"},
                 {"system-ui", "sans"}, {"emoji", "emoji"}};
    const char *part = NULL;
    for (size_t i = 0; name != NULL && i < sizeof parts / sizeof *parts; i++)
        if (str_eq_nocase(name, parts[i].generic))
            part = parts[i].part;
    for (size_t i = 0; part != NULL && i < map_len(f->families); i++)
        if (strstr(map_key(f->families, i), part) != NULL)
            return map_value(f->families, i);
    for (size_t i = 0; i < map_len(f->families); i++) {
        const struct family *fam = map_value(f->families, i);
        if (!fam->at[0]->color && FcCharSetHasChar(fam->at[0]->charset, 'a'))
            return fam;
    }
    return map_len(f->families) > 0 ? map_value(f->families, 0) : NULL;
}

const struct family *fonts_substitute(struct fonts *f, const char *name, const char *lang, bool metric_only)
{
    if (f->flags & FONTS_NO_SYSTEM)
        return metric_only ? NULL : guess_generic(f, name);
    const struct family *found = NULL;
    pthread_mutex_lock(&f->lock);
    FcPattern *p = FcPatternCreate(), *match = NULL;
    if (name != NULL)
        FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)name);
    if (!metric_only) /* always a language, else fontconfig takes the user's from the environment */
        FcPatternAddString(p, FC_LANG, (const FcChar8 *)(lang != NULL ? lang : "en"));
    FcConfigSubstitute(f->config, p, FcMatchPattern);
    if (metric_only) {
        FcValue v;
        FcValueBinding binding;
        for (int i = 0;
             found == NULL && FcPatternGetWithBinding(p, FC_FAMILY, i, &v, &binding) == FcResultMatch; i++)
            if (v.type == FcTypeString && binding != FcValueBindingWeak)
                found = fonts_family(f, (const char *)v.u.s);
    } else {
        FcResult result;
        FcChar8 *s;
        FcDefaultSubstitute(p);
        match = FcFontMatch(f->config, p, &result);
        if (match != NULL && FcPatternGetString(match, FC_FAMILY, 0, &s) == FcResultMatch)
            found = fonts_family(f, (const char *)s);
        if (match != NULL)
            FcPatternDestroy(match);
        if (found == NULL)
            found = guess_generic(f, name);
    }
    FcPatternDestroy(p);
    pthread_mutex_unlock(&f->lock);
    return found;
}

const struct font_file *fonts_sorted(struct fonts *f, const uint32_t *cps, size_t n,
                                     const struct text_style *style)
{
    if ((f->flags & FONTS_NO_SYSTEM) || n == 0)
        return NULL;
    const struct font_file *found = NULL;
    pthread_mutex_lock(&f->lock);
    FcPattern *p = FcPatternCreate();
    FcCharSet *want = FcCharSetCreate();
    for (size_t i = 0; i < n; i++)
        FcCharSetAddChar(want, cps[i]);
    FcPatternAddCharSet(p, FC_CHARSET, want);
    FcPatternAddString(p, FC_LANG, (const FcChar8 *)(style->lang != NULL ? style->lang : "en"));
    FcPatternAddDouble(p, FC_WEIGHT, FcWeightFromOpenTypeDouble(style->weight));
    FcPatternAddInteger(p, FC_SLANT, style->slant == SLANT_NORMAL ? FC_SLANT_ROMAN : FC_SLANT_ITALIC);
    FcConfigSubstitute(f->config, p, FcMatchPattern);
    FcDefaultSubstitute(p);
    FcResult result;
    FcFontSet *set = FcFontSort(f->config, p, FcFalse, NULL, &result);
    for (int i = 0; set != NULL && found == NULL && i < set->nfont; i++) {
        FcCharSet *has;
        FcChar8 *s;
        bool all = FcPatternGetCharSet(set->fonts[i], FC_CHARSET, 0, &has) == FcResultMatch;
        for (size_t k = 0; all && k < n; k++)
            all = FcCharSetHasChar(has, cps[k]);
        if (!all || !pattern_usable(set->fonts[i]))
            continue;
        if (FcPatternGetString(set->fonts[i], FC_FAMILY, 0, &s) != FcResultMatch)
            continue;
        const struct family *fam = fonts_family(f, (char *)s);
        const struct font_file *file =
            fam == NULL ? NULL : family_match(fam, style->weight, style->slant, style->stretch);
        for (size_t k = 0; file != NULL && k < n; k++)
            if (!FcCharSetHasChar(file->charset, cps[k]))
                file = NULL;
        found = file;
    }
    if (set != NULL)
        FcFontSetDestroy(set);
    FcCharSetDestroy(want);
    FcPatternDestroy(p);
    pthread_mutex_unlock(&f->lock);
    return found;
}
