/* The options of localize: what they fill and their table. */
#ifndef PRESSRUN_LOCALIZE_OPTIONS_H
#define PRESSRUN_LOCALIZE_OPTIONS_H

#include "cli/cli.h"

static struct values {
    struct string_list to;
    const char *output, *format, *isolate, *timezone, *on_error, *require;
    bool strict, quiet;
    long jobs;
} values;

#define AT(member) offsetof(struct values, member)
static const struct option options[] = {
    {"to", 't', OPT_LIST, "TAG", AT(to), .group = "Locales",
     .help = "one line out for each of these locales; extract, pseudo: the locale; repeatable"},
    {"require", 0, OPT_ENUM, "translated|reviewed|final", AT(require),
     .help = "use no translation short of this state"},
    {"strict", 0, OPT_FLAG, NULL, AT(strict), .help = "a text that is not translated fails its line"},
    {"isolate", 0, OPT_ENUM, "never|rtl|always", AT(isolate),
     .help = "wrap foreign-script arguments in U+2068 and U+2069 (default never)"},
    {"timezone", 0, OPT_STRING, "ID", AT(timezone), .help = "of times that carry an offset (default UTC)"},
    {"output", 'o', OPT_STRING, "FILE", AT(output), .group = "Verbs", .help = "write to this file"},
    {"format", 'f', OPT_STRING, "FORMAT", AT(format),
     .help = "what a verb writes; extract: xliff1.2 (default), xliff2.1"},
    {"jobs", 'j', OPT_INT, "N", AT(jobs), 1, 256, .group = "Run", .help = "workers (default: one a core)"},
    {"on-error", 0, OPT_ENUM, "stop|skip", AT(on_error), .help = "when a line fails (default skip: go on)"},
    {"quiet", 0, OPT_FLAG, NULL, AT(quiet), .help = "no totals of fallbacks at the end"},
};

#endif
