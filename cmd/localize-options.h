/* The options of localize: what they fill and their table. */
#ifndef PRESSRUN_LOCALIZE_OPTIONS_H
#define PRESSRUN_LOCALIZE_OPTIONS_H

#include "cli/cli.h"

static struct values {
    struct string_list to, font_dirs, set, only, skip, reports, tm, glossary;
    const char *fail_on, *explain, *creative, *audience, *preview, *output, *format, *isolate, *timezone,
        *on_error, *require, *expand;
    bool strict, quiet, no_system_fonts, all_rows, list_rules, all;
    long jobs, match;
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
     .help = "what a verb writes; extract: xliff1.2 (default), xliff2.1, po, csv, tsv; check: text "
             "(default), json, "
             "jsonl, sarif, junit, github, rdjsonl, html"},
    {"expand", 0, OPT_STRING, "PERCENT", AT(expand),
     .help = "pseudo: how much longer texts become; measured (default): as the creative's own translations "
             "do"},
    {"preview", 0, OPT_STRING, "DIR", AT(preview),
     .help = "extract: a picture of each text in its layout goes here"},
    {"tm", 0, OPT_LIST, "FILE", AT(tm),
     .help = "extract: a translation memory (TMX) to take matches from; repeatable"},
    {"match", 0, OPT_INT, "PERCENT", AT(match), 50, 100,
     .help = "extract: the least similar match (default 75)"},
    {"glossary", 0, OPT_LIST, "FILE", AT(glossary),
     .help = "terms to use, to avoid or to keep: TBX or CSV; repeatable"},
    {"set", 0, OPT_LIST, "RULE=LEVEL", AT(set), .group = "Check",
     .help = "level of a rule: error, warning, info or off; repeatable"},
    {"only", 0, OPT_LIST, "RULE", AT(only), .help = "check this rule or section alone; repeatable"},
    {"skip", 0, OPT_LIST, "RULE", AT(skip), .help = "leave this rule or section out; repeatable"},
    {"report", 0, OPT_LIST, "FORMAT=FILE", AT(reports), .help = "also write a report to a file; repeatable"},
    {"all", 0, OPT_FLAG, NULL, AT(all), .help = "list every finding, not only groups of equal ones"},
    {"fail-on", 0, OPT_ENUM, "error|warning|info|never", AT(fail_on),
     .help = "exit with 1 from this level (default error)"},
    {"list-rules", 0, OPT_FLAG, NULL, AT(list_rules), .help = "list the rules of check and stop"},
    {"explain", 0, OPT_STRING, "RULE", AT(explain), .help = "tell all about a rule of check and stop"},
    {"creative", 0, OPT_STRING, "CREATIVE", AT(creative), .group = "Real layouts",
     .help = "check: the creative whose messages the files translate"},
    {"audience", 0, OPT_STRING, "FILE", AT(audience),
     .help = "rows whose values fill the messages when texts are measured"},
    {"all-rows", 0, OPT_FLAG, NULL, AT(all_rows),
     .help = "measure every row's texts, not only the widest of hundreds"},
    {"font-dir", 0, OPT_LIST, "DIR", AT(font_dirs), .help = "folder of fonts to use first; repeatable"},
    {"no-system-fonts", 0, OPT_FLAG, NULL, AT(no_system_fonts),
     .help = "use only fonts of the creative and --font-dir"},
    {"jobs", 'j', OPT_INT, "N", AT(jobs), 1, 256, .group = "Run", .help = "workers (default: one a core)"},
    {"on-error", 0, OPT_ENUM, "stop|skip", AT(on_error), .help = "when a line fails (default skip: go on)"},
    {"quiet", 0, OPT_FLAG, NULL, AT(quiet), .help = "no totals of fallbacks at the end"},
};

#endif
