/* The units of a file as the checks see them: parsed, paired with the creative's messages, sentence by
 * sentence. */
#include "l10n/checker-imp.h"

#include <string.h>

static const char *const common_runs[] = {"b", "i", "u", "big", "small", NULL};

/* Tags of a text that is no message, in order and without their attributes. */
static char *scan_tags(struct arena *a, const char *text)
{
    struct str out = STR_INIT;
    for (const char *p = strchr(text, '<'); p; p = strchr(p, '<')) {
        const char *name = p + 1 + (p[1] == '/');
        size_t n = strcspn(name, " \t\r\n/><");
        const char *end = strpbrk(name, "<>");
        bool letter = (*name | 0x20) >= 'a' && (*name | 0x20) <= 'z';
        if (letter && end && *end == '>')
            str_printf(&out, "<%s%.*s%s>", p[1] == '/' ? "/" : "", (int)n, name, end[-1] == '/' ? "/" : "");
        p++;
    }
    char *tags = arena_strdup(a, out.data);
    str_drop(&out);
    return tags;
}

static const struct message_reading *like(const struct message_reading *r, size_t n,
                                          const struct message_reading *wanted)
{
    for (size_t i = 0; wanted->selector && i < n; i++) {
        if (r[i].selector && strcmp(r[i].selector, wanted->selector) == 0 &&
            strcmp(r[i].argument, wanted->argument) == 0)
            return &r[i];
    }
    return &r[0];
}

static void pair_sentences(struct arena *a, struct checked *u)
{
    struct message_reading *s, *t;
    struct sentence *out;
    if (!u->source || !u->target) {
        if (u->message)
            return; /* broken: only its syntax is worth telling */
        out = ARENA_NEW(a, struct sentence);
        *out = (struct sentence){NULL, u->unit->source, u->unit->target, scan_tags(a, u->unit->source),
                                 scan_tags(a, u->unit->target)};
        u->sentences = out;
        u->n_sentences = 1;
        return;
    }
    size_t n_source = message_readings(u->source, a, &s), n = message_readings(u->target, a, &t);
    out = ARENA_ARRAY(a, n, struct sentence);
    for (size_t i = 0; i < n; i++) {
        const struct message_reading *from = like(s, n_source, &t[i]);
        out[i] =
            (struct sentence){t[i].selector ? arena_printf(a, "{%s} %s", t[i].argument, t[i].selector) : NULL,
                              from->text, t[i].text, from->tags, t[i].tags};
    }
    u->sentences = out;
    u->n_sentences = n;
}

/* Is the source one of our messages, or text of some other program where a brace means nothing? */
static void parse_unit(struct arena *a, struct checked *u)
{
    struct ctx silent = {0};
    const struct message_def *def = u->def ? u->def : u->form;
    const char *const *runs = def ? def->runs : common_runs;
    const struct l10n_unit *unit = u->unit;
    if (!u->ours && !strchr(unit->source, '{'))
        return;
    u->source = message_parse(&silent, a, unit->source, runs, unit->where);
    if (u->source && (u->ours || message_n_args(u->source))) {
        u->message = true;
        u->target = message_parse(&silent, a, unit->target, runs, unit->where);
    } else {
        u->message = u->ours;
        u->source = NULL;
    }
}

/* A plural message may stand as one unit for each of its forms, "basket[few]". */
static const struct message_def *form_of(struct arena *a, const struct creative *c, const char *id)
{
    const char *open = id ? strrchr(id, '[') : NULL;
    return open && open > id && str_ends(id, "]")
               ? creative_message(c, arena_strndup(a, id, (size_t)(open - id)))
               : NULL;
}

void checker_prepare(struct checking *k, const char *data, size_t len)
{
    const struct creative *c = k->checker->creative;
    struct spot_of *spots = NULL;
    size_t n_spots = str_eq(k->file->format, "po") || str_eq(k->file->format, "csv")
                         ? 0
                         : locate_targets(k->arena, data, len, &spots);
    k->units = ARENA_ARRAY(k->arena, k->file->n_units + 1, struct checked);
    for (size_t i = 0, at = 0; i < k->file->n_units; i++) {
        const struct l10n_unit *unit = &k->file->units[i];
        struct checked *u = &k->units[k->n_units++];
        u->unit = unit;
        u->where = unit->where;
        u->def = c && unit->id ? creative_message(c, unit->id) : NULL;
        if (c && !u->def && unit->name)
            u->def = creative_message(c, unit->name);
        u->id = u->def ? u->def->id : unit->name ? unit->name : unit->id ? unit->id : "";
        u->form = c && !u->def ? form_of(k->arena, c, unit->name) : NULL;
        if (c && !u->def && !u->form)
            u->form = form_of(k->arena, c, unit->id);
        u->ours = unit->message || u->def || u->form;
        while (at < n_spots && spots[at].line < unit->where.line)
            at++;
        if (at < n_spots && spots[at].line == unit->where.line) {
            if (spots[at].target_line)
                u->where.line = spots[at].target_line, u->where.column = spots[at].target_column;
            at++;
        }
        if (!unit->target || !*unit->target || !unit->translate || !unit->source)
            continue;
        u->translated = true;
        parse_unit(k->arena, u);
        pair_sentences(k->arena, u);
    }
}
