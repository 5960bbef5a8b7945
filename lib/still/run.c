/* A run: options checked once, what workers share. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/shared.h"
#include "still/still-imp.h"
#include "svg/svg.h"

const struct still_format *still_format_wanted(struct ctx *ctx, const char *name)
{
    const struct still_format *f = still_format_named(name);
    if (!f) {
        const char *names[64];
        size_t n = 0;
        struct str list = STR_INIT;
        for (; still_formats[n] && n < 64; n++) {
            names[n] = still_formats[n]->name;
            str_printf(&list, "%s%s", n ? ", " : "", names[n]);
        }
        const char *near = did_you_mean(name, names, n);
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, near ? near : list.data,
                    near ? "'%s' is not an output format; did you mean"
                         : "'%s' is not an output format; there are",
                    name);
        str_drop(&list);
    } else if (f->available && !f->available()) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, "choose png, jpeg or webp",
                    "this machine's ImageMagick cannot write %s", f->name);
        f = NULL;
    }
    return f;
}

int still_background(struct ctx *ctx, const struct still_options *o, struct rgba *out)
{
    *out = (struct rgba){0};
    if (!o->background || svg_parse_color(o->background, out))
        return 0;
    report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0},
                "write a CSS colour such as white, #fff or rgb(0 0 0)", "--background '%s' is not a colour",
                o->background);
    return -1;
}

/* An eighth of the machine's memory for caches: half for what all workers share, half for their own. A
 * campaign has a baked layout for each theme, locale and module that its rows mix; rows come in any order, so
 * a cache that holds a part of them helps little. */
static size_t cache_budget(void)
{
    const size_t least = (size_t)512 << 20, most = (size_t)2 << 30;
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    size_t budget = pages > 0 && page > 0 ? (size_t)pages / 8 * (size_t)page : least;
    return budget < least ? least : budget > most ? most : budget;
}

struct shared *still_shared(void)
{
    return shared_new(cache_budget() / 2);
}

struct stage *still_stage(struct ctx *ctx, const struct still_options *o, struct shared *shared)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN), jobs = o->jobs > 0 ? o->jobs : cores > 0 ? cores : 1;
    struct stage_options s = {.scale = o->scale,
                              .no_cache = o->no_cache,
                              .cache_bytes = cache_budget() / 2 / (size_t)jobs,
                              .shared = shared,
                              .font_dirs = o->font_dirs,
                              .n_font_dirs = o->n_font_dirs,
                              .no_system_fonts = o->no_system_fonts};
    return stage_new(ctx, &s);
}

/* Everything among the options that a byte of the output depends on. */
static char *options_key(struct arena *a, const struct still_options *o)
{
    struct str s = STR_INIT;
    const struct encode_options *e = &o->encode;
    str_printf(&s, "%s|%s|%s|%d %d %d %d %d %d %d %zu %d|%s|%g|%d %d %d", PRESSRUN_VERSION,
               o->format ? o->format : "", o->name ? o->name : "", e->quality, e->chroma, e->progressive,
               e->whole, e->lossless, e->compression, e->palette, e->max_bytes, e->quality_floor,
               o->background ? o->background : "", o->scale, o->no_system_fonts, o->strip_metadata,
               o->outlines);
    for (size_t i = 0; i < o->n_copies; i++)
        str_printf(&s, "|copy %s", o->copies[i]);
    for (size_t i = 0; i < o->n_font_dirs; i++)
        str_printf(&s, "|font %s", o->font_dirs[i]);
    char *key = arena_strndup(a, s.data, s.len);
    str_drop(&s);
    return key;
}

/* Each of the names may be a list: --copy json,html. */
static int find_copies(struct ctx *ctx, struct still_run *r)
{
    enum { MOST = 16 };
    r->copies = ARENA_ARRAY(r->arena, MOST, const struct copy_format *);
    for (size_t i = 0; i < r->o->n_copies; i++) {
        for (const char *p = r->o->copies[i], *next; p; p = next) {
            size_t n = strcspn(p, ",");
            next = p[n] ? p + n + 1 : NULL;
            const char *name = arena_strndup(r->arena, p, n);
            const struct copy_format *f = copy_format_named(name);
            if (!f) {
                report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, "json, txt or html",
                            "'%s' is not a format of copy files; there are", name);
                return -1;
            }
            bool twice = r->n_copies == MOST;
            for (size_t k = 0; k < r->n_copies; k++)
                twice |= r->copies[k] == f;
            if (!twice)
                r->copies[r->n_copies++] = f;
        }
    }
    return 0;
}

struct still_run *still_run_new(struct ctx *ctx, const struct still_options *o)
{
    struct still_run *r = xcalloc(1, sizeof *r);
    r->o = o;
    r->arena = arena_new();
    r->stamps = map_new();
    r->seen = map_new();
    r->claims = claims_new();
    r->shared = still_shared();
    pthread_mutex_init(&r->lock, NULL);
    if (!o->out || (strcmp(o->out, "-") == 0 && !o->archive)) {
        report_hint(ctx, DIAG_ERROR, DIAG_USAGE, (struct where){0}, "add -o DIR, or -o - --archive tar",
                    "no output folder is named");
        goto failed;
    }
    if ((o->format && !(r->format = still_format_wanted(ctx, o->format))) ||
        still_background(ctx, o, &r->background) != 0 || find_copies(ctx, r) != 0 ||
        (o->archive && !(r->archive = archive_new(ctx, o))) ||
        (strcmp(o->out, "-") != 0 && dir_make(ctx, o->out) != 0))
        goto failed;
    if (o->archive)
        return r;
    r->real_out = realpath(o->out, NULL);
    if (!r->real_out || stat(o->out, &r->out_stat) != 0) {
        report(ctx, DIAG_SYSTEM, (struct where){.file = o->out}, "the output folder cannot be resolved");
        goto failed;
    }
    r->options_key = options_key(r->arena, o);
    r->journal = journal_open(ctx, o->out, o->resume);
    if (!r->journal)
        goto failed;
    return r;
failed:
    still_run_drop(r);
    return NULL;
}

void still_run_drop(struct still_run *r)
{
    if (!r)
        return;
    journal_drop(r->journal);
    archive_drop(r->archive);
    claims_drop(r->claims);
    for (size_t i = 0; i < map_len(r->stamps); i++)
        free(map_value(r->stamps, i));
    map_drop(r->stamps);
    map_drop(r->seen);
    shared_drop(r->shared);
    free(r->real_out);
    arena_drop(r->arena);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

int still_write(struct ctx *ctx, void *run, const char *data, size_t len)
{
    struct still_run *r = run;
    return r->archive ? archive_write(ctx, r->archive, data, len) : r->o->write(ctx, data, len);
}

int still_run_finish(struct ctx *ctx, struct still_run *r)
{
    return r->archive ? archive_finish(ctx, r->archive) : 0;
}

void run_count(struct still_run *r, const struct still_counts *add)
{
    pthread_mutex_lock(&r->lock);
    struct still_counts *c = &r->counts;
    c->images += add->images;
    c->resumed += add->resumed;
    c->failed += add->failed;
    c->findings += add->findings;
    c->bytes += add->bytes;
    c->encodings += add->encodings;
    c->parts.kept += add->parts.kept;
    c->parts.met += add->parts.met;
    c->parts.made += add->parts.made;
    c->drawn.pixels += add->drawn.pixels;
    c->drawn.drawn += add->drawn.drawn;
    c->drawn.filtered += add->drawn.filtered;
    c->drawn.recalled += add->drawn.recalled;
    pthread_mutex_unlock(&r->lock);
}

static double percent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : 0;
}

static void print_work(const struct still_counts *c, FILE *out)
{
    const struct parts_counts *p = &c->parts;
    double parts = (double)(p->kept + p->met + p->made);
    fprintf(out, "render-still: drew %.1f %% of the pixels; drew %ld filtered groups, took %ld from before\n",
            percent(c->drawn.drawn, c->drawn.pixels), c->drawn.filtered, c->drawn.recalled);
    fprintf(out, "render-still: %.2f encodings a picture",
            c->images ? (double)c->encodings / (double)c->images : 0);
    if (parts > 0)
        fprintf(out, "; of the parts of files %.1f %% stayed, %.1f %% were met before, %.1f %% were encoded",
                percent((double)p->kept, parts), percent((double)p->met, parts),
                percent((double)p->made, parts));
    fputc('\n', out);
}

void still_run_print(struct still_run *r, FILE *out, bool work)
{
    const struct still_counts *c = &r->counts;
    fprintf(out, "render-still: %ld written (%.1f MB), %ld already there, %ld failed, %ld with findings\n",
            c->images, (double)c->bytes / 1e6, c->resumed, c->failed, c->findings);
    if (work)
        print_work(c, out);
}

const char *run_stamp(struct still_run *r, const struct creative *c)
{
    pthread_mutex_lock(&r->lock);
    char *stamp = map_find(r->stamps, c->path);
    if (!stamp) {
        stamp = xmalloc(33);
        creative_stamp(c, &r->out_stat, stamp);
        map_put(r->stamps, c->path, stamp);
    }
    pthread_mutex_unlock(&r->lock);
    return stamp;
}

/* Whether a warning is said for the first time; at most so many are remembered. */
static bool first_time(struct still_run *r, const struct diag *d)
{
    enum { MOST_SEEN = 10000 };
    char key[512];
    snprintf(key, sizeof key, "%s:%ld:%d:%s:%s", d->where.file ? d->where.file : "", d->where.line,
             (int)d->code, d->where.slot ? d->where.slot : "", d->message);
    pthread_mutex_lock(&r->lock);
    bool first = !map_has(r->seen, key) && map_len(r->seen) < MOST_SEEN;
    if (first)
        map_put(r->seen, key, NULL);
    pthread_mutex_unlock(&r->lock);
    return first;
}

void run_replay(struct still_run *r, struct diag_list *from, struct ctx *to)
{
    for (size_t i = 0; i < from->len; i++)
        if (from->at[i].level == DIAG_ERROR || first_time(r, &from->at[i]))
            report_diag(to, &from->at[i]);
    diag_list_clear(from);
}
