/* render-still: variant lines, or SVG files, to finished pictures. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "expand/expand.h"
#include "still/still.h"

static struct values {
    const char *out, *format, *chroma, *background, *name, *on_error, *archive, *archive_name, *shard,
        *metadata, *text;
    long quality, quality_floor, compression, jobs;
    size_t max_bytes, archive_size;
    double scale, width, height;
    bool progressive, whole, lossless, palette, resume, strict, quiet, stats, no_system_fonts, no_cache;
    struct string_list copy, font_dirs;
} values;

#define AT(member) offsetof(struct values, member)
static const struct option options[] = {
    {"output", 'o', OPT_STRING, "DIR", AT(out), .group = "Output",
     .help = "write below this folder; for one SVG: to this file, - is standard output"},
    {"format", 'f', OPT_ENUM, "png|jpeg|jpg|webp|avif|gif|pdf|svg", AT(format),
     .help = "format of the pictures (default: the creative's, else the extension of -o, else png)"},
    {"name", 0, OPT_STRING, "TEMPLATE", AT(name),
     .help = "names of files instead of the creative's, as {layout}/{id}"},
    {"copy", 0, OPT_LIST, "json|txt|html", AT(copy),
     .help = "write the copy beside each picture; repeatable"},
    {"resume", 0, OPT_FLAG, NULL, AT(resume), .help = "skip what an earlier run finished"},
    {"archive", 0, OPT_ENUM, "tar", AT(archive),
     .help = "files go into tar archives below -o, or as a stream to -o -; the manifest is the last member"},
    {"archive-size", 0, OPT_BYTES, "N", AT(archive_size),
     .help = "begin another archive before this one grows beyond N bytes, as 256M"},
    {"archive-name", 0, OPT_STRING, "NAME", AT(archive_name),
     .help = "archives are NAME-00001.tar and so on (default pictures)"},
    {"quality", 'q', OPT_INT, "N", AT(quality), 1, 100, .group = "Encoding",
     .help = "of JPEG (default 85), WebP (82) and AVIF (60)"},
    {"chroma", 0, OPT_ENUM, "420|422|444", AT(chroma),
     .help = "JPEG chroma subsampling (default 420, from quality 90 444)"},
    {"progressive", 0, OPT_FLAG, NULL, AT(progressive), .help = "progressive JPEG"},
    {"whole", 0, OPT_FLAG, NULL, AT(whole), .help = "PNG and JPEG in one piece: a little smaller, slower"},
    {"lossless", 0, OPT_FLAG, NULL, AT(lossless), .help = "lossless WebP"},
    {"palette", 0, OPT_FLAG, NULL, AT(palette), .help = "PNG of at most 256 colours"},
    {"compression", 0, OPT_INT, "N", AT(compression), 1, 12,
     .help = "PNG: 1 is fast (default), 12 gives the smallest files"},
    {"max-bytes", 0, OPT_BYTES, "N", AT(max_bytes), .help = "the best quality that fits in them, as 150k"},
    {"quality-floor", 0, OPT_INT, "N", AT(quality_floor), 1, 100,
     .help = "with --max-bytes: fail rather than go below (default 40)"},
    {"text", 0, OPT_ENUM, "live|outlines", AT(text),
     .help = "SVG: texts stay text (default live), or become outlines that need no fonts"},
    {"metadata", 0, OPT_ENUM, "keep|strip", AT(metadata),
     .help = "who made the source pictures, as they say (default keep: carried into the file)"},
    {"scale", 0, OPT_NUMBER, "F", AT(scale), 0.001, 1000, .group = "Picture",
     .help = "pixels for each unit of the layout"},
    {"width", 0, OPT_NUMBER, "N", AT(width), 1, LIMIT_CANVAS_SIDE, .help = "SVG files: width in pixels"},
    {"height", 0, OPT_NUMBER, "N", AT(height), 1, LIMIT_CANVAS_SIDE, .help = "SVG files: height in pixels"},
    {"background", 'b', OPT_STRING, "COLOUR", AT(background), .help = "fill the picture first"},
    {"font-dir", 0, OPT_LIST, "DIR", AT(font_dirs), .help = "look for fonts here too; repeatable"},
    {"no-system-fonts", 0, OPT_FLAG, NULL, AT(no_system_fonts),
     .help = "use only the creative's fonts and --font-dir"},
    {"jobs", 'j', OPT_INT, "N", AT(jobs), 1, 256, .group = "Run", .help = "workers (default: one a core)"},
    {"shard", 0, OPT_STRING, "K/N", AT(shard),
     .help = "only the K-th of N parts of the lines, for several machines: together the same as one run"},
    {"on-error", 0, OPT_ENUM, "stop|skip", AT(on_error),
     .help = "when a variant fails (default skip: go on)"},
    {"strict", 0, OPT_FLAG, NULL, AT(strict),
     .help = "exit with 1 when a picture has findings such as text overflow"},
    {"stats", 0, OPT_FLAG, NULL, AT(stats), .help = "say how much was drawn and encoded, at the end"},
    {"quiet", 0, OPT_FLAG, NULL, AT(quiet), .help = "no totals at the end"},
    {"no-cache", 0, OPT_FLAG, NULL, AT(no_cache), .help = "draw everything anew: the same bytes, slower"},
};

static int run_lines(struct ctx *ctx, const struct still_options *o, const char *const *paths, size_t n)
{
    struct still_run *run = still_run_new(ctx, o);
    if (!run)
        return -1;
    struct line_loop loop = {.jobs = (int)values.jobs,
                             .shared = run,
                             .worker_new = still_worker_new,
                             .worker_drop = still_worker_drop,
                             .first = still_claim,
                             .each = still_line,
                             .write = still_write,
                             .stop_on_error = str_eq(values.on_error, "stop"),
                             .progress = "images"};
    int rc = values.shard ? shard_parse(ctx, values.shard, &loop.shard, &loop.shards) : 0;
    if (rc == 0 && (rc = cli_lines(ctx, &loop, paths, n)) == 0)
        rc = still_run_finish(ctx, run);
    if (!values.quiet || values.stats)
        still_run_print(run, stderr, values.stats);
    still_run_drop(run);
    /* without a report the reader of our output had enough: no failure */
    return rc < 0 && ctx->status ? -1 : 0;
}

static int run(struct ctx *ctx, const struct tool *tool __attribute__((unused)), int argc, char **argv)
{
    struct still_options o = {
        .out = values.out,
        .format = values.format,
        .name = values.name,
        .background = values.background,
        .copies = values.copy.at,
        .n_copies = values.copy.len,
        .scale = values.scale,
        .width = values.width,
        .height = values.height,
        .archive = values.archive,
        .archive_name = values.archive_name,
        .archive_size = values.archive_size,
        .write = cli_write,
        .resume = values.resume,
        .outlines = str_eq(values.text, "outlines"),
        .strip_metadata = str_eq(values.metadata, "strip"),
        .strict = values.strict,
        .font_dirs = values.font_dirs.at,
        .n_font_dirs = values.font_dirs.len,
        .no_system_fonts = values.no_system_fonts,
        .no_cache = values.no_cache,
        .jobs = (int)values.jobs,
        .encode = {.quality = (int)values.quality,
                   .chroma = values.chroma ? atoi(values.chroma) : 0,
                   .progressive = values.progressive,
                   .whole = values.whole,
                   .lossless = values.lossless,
                   .palette = values.palette,
                   .compression = (int)values.compression,
                   .max_bytes = values.max_bytes,
                   .quality_floor = (int)values.quality_floor},
    };
    const char *const *paths = (const char *const *)argv;
    int kind = still_inputs(ctx, &o, paths, (size_t)argc);
    return kind < 0 ? -1 : (kind ? still_files : run_lines)(ctx, &o, paths, (size_t)argc);
}

static const char *const usage[] = {"[options] -o DIR [FILE...]", "[options] -o PICTURE SVG", NULL};

int main(int argc, char **argv)
{
    const struct tool tool = {.name = "render-still",
                              .summary = "finished pictures from variant lines, or from SVG files",
                              .usage = usage,
                              .options = options,
                              .n_options = sizeof options / sizeof *options,
                              .values = &values,
                              .run = run};
    return cli_main(&tool, argc, argv);
}
