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
    const struct message_def *def = u->def ? u->def : u->form ? u->form : u->other_of;
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

/* Which message the unit translates: as a whole, in one form of its plurals ("basket[few]"), or once more
 * ("basket.2"). */
static void pair_message(struct arena *a, const struct creative *c, struct checked *u)
{
    const char *const keys[] = {u->unit->id, u->unit->name};
    for (int i = 0; c && i < 2 && !u->def && !u->form; i++) {
        const struct message_def *def = l10n_unit_owner(a, c, keys[i], &u->label);
        *(u->label ? &u->form : &u->def) = def;
    }
    for (int i = 0; c && i < 2 && !u->def && !u->form && !u->other_of; i++)
        u->other_of = l10n_candidate_owner(a, c, keys[i], &u->number);
}

/* The forms of each message together, for what only the whole message can show. */
static void join_forms(struct checking *k)
{
    struct map *done = map_new();
    k->joined = ARENA_ARRAY(k->arena, k->n_units + 1, struct checked);
    for (size_t i = 0; k->locale && i < k->n_units; i++) {
        const struct message_def *def = k->units[i].form;
        struct l10n_raw raw = {0};
        struct l10n_entry e = {0};
        struct where where = {0};
        struct ctx silent = {0};
        if (!def || map_put(done, def->id, k))
            continue;
        for (size_t n = i; n < k->n_units; n++) {
            if (k->units[n].form == def)
                l10n_put_form(k->arena, &raw, k->units[n].label, k->units[n].unit);
        }
        char *pattern = l10n_join_forms(k->arena, def, &raw, k->locale, &e, &where);
        const struct message *target =
            pattern ? message_parse(&silent, k->arena, pattern, def->runs, where) : NULL;
        if (!target)
            continue; /* half translated, or broken: the forms' own findings say so */
        struct l10n_unit *whole = ARENA_NEW(k->arena, struct l10n_unit);
        *whole = *k->units[i].unit;
        whole->id = whole->name = def->id;
        whole->source = def->pattern;
        whole->target = pattern;
        whole->state = e.state;
        struct checked *u = &k->joined[k->n_joined++];
        *u = (struct checked){.unit = whole,
                              .id = def->id,
                              .def = def,
                              .translated = true,
                              .message = true,
                              .ours = true,
                              .source = def->parsed,
                              .target = target,
                              .where = k->units[i].where};
        pair_sentences(k->arena, u);
    }
    map_drop(done);
}

void checker_prepare(struct checking *k, const char *data, size_t len)
{
    const struct creative *c = k->checker->creative;
    struct spot_of *spots = NULL;
    size_t n_spots = str_eq(k->file->format, "po") || str_eq(k->file->format, "csv")
                         ? 0
                         : locate_targets(k->arena, data, len, &spots);
    size_t n_units = k->file->n_units, n_kept = k->file->n_obsolete;
    k->units = ARENA_ARRAY(k->arena, n_units + n_kept + 1, struct checked);
    for (size_t i = 0, at = 0; i < n_units + n_kept; i++) {
        bool kept =
            i >= n_units; /* of those at the end, further translations of our messages are looked at */
        const struct l10n_unit *unit = kept ? &k->file->obsolete[i - n_units] : &k->file->units[i];
        int number;
        if (kept && !(c && l10n_candidate_owner(k->arena, c, unit->name ? unit->name : unit->id, &number)))
            continue;
        struct checked *u = &k->units[k->n_units++];
        u->unit = unit;
        u->where = unit->where;
        pair_message(k->arena, c, u);
        u->id = u->def ? u->def->id : unit->name ? unit->name : unit->id ? unit->id : "";
        u->ours = unit->message || u->def || u->form || u->other_of;
        while (!kept && at < n_spots && spots[at].line < unit->where.line)
            at++;
        if (!kept && at < n_spots && spots[at].line == unit->where.line) {
            if (spots[at].target_line)
                u->where.line = spots[at].target_line, u->where.column = spots[at].target_column;
            at++;
        }
        if (!unit->target || !*unit->target || !(unit->translate || kept) || !unit->source)
            continue;
        u->translated = true;
        parse_unit(k->arena, u);
        pair_sentences(k->arena, u);
    }
    join_forms(k);
}
