/* Formatting a parsed message with the values of a row. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "message/format-imp.h"

struct hash {            /* what '#' stands for */
    const char *decimal; /* as in the row; NULL when an offset was taken off: */
    double value;
};

void put_wide(struct str *out, const UChar *w, int32_t n)
{
    for (int32_t i = 0; i < n;) {
        UChar32 c;
        U16_NEXT(w, i, n, c);
        if (c < 0x80)
            str_putc(out, (char)c);
        else
            str_put_utf8(out, U_IS_SURROGATE(c) ? 0xFFFD : (uint32_t)c);
    }
}

int job_bad_value(struct job *j, size_t arg, const char *what, const char *value, const char *hint)
{
    const char *name = j->m->args[arg].name;
    if (value)
        report_hint(j->ctx, DIAG_ERROR, DIAG_MESSAGE_ARG, j->where, hint,
                    "argument '%s' is '%.80s', which is not %s", name, value, what);
    else
        report_hint(j->ctx, DIAG_ERROR, DIAG_MESSAGE_ARG, j->where, hint, "argument '%s' %s", name, what);
    return -1;
}

const struct message_arg_value *job_argument(struct job *j, size_t arg)
{
    const char *name = j->m->args[arg].name;
    for (size_t i = 0; i < j->n_args; i++) {
        if (strcmp(j->args[i].name, name) == 0 && j->args[i].value)
            return &j->args[i];
    }
    job_bad_value(j, arg, "has no value", NULL, "fill the column, or give the field a default");
    return NULL;
}

int job_icu_failed(struct job *j, const struct part *part, UErrorCode status)
{
    report(j->ctx, DIAG_MESSAGE_ARG, j->where, "argument '%s' cannot be formatted for locale %s: %s",
           j->m->args[part->arg].name, j->f->locale->tag, u_errorName(status));
    return -1;
}

bool job_put_wide(struct job *j, const UChar *w, int32_t n, int pass, UErrorCode *status)
{
    if (*status == U_BUFFER_OVERFLOW_ERROR && pass == 0) {
        *status = U_ZERO_ERROR;
        formatter_wide(j->f, (size_t)n + 1);
        return true;
    }
    if (U_SUCCESS(*status))
        put_wide(j->out, w, n);
    return false;
}

int job_put_result(struct job *j, UErrorCode *status)
{
    for (int pass = 0; pass < 2; pass++) {
        UChar *w = formatter_wide(j->f, 128);
        int32_t n = unumf_resultToString(j->f->result, w, (int32_t)j->f->wide_cap, status);
        if (!job_put_wide(j, w, n, pass, status))
            break;
    }
    return U_SUCCESS(*status) ? 0 : -1;
}

/* A number through unumf: exact decimals, never through a double. `style` NULL: the default format. */
int job_format_number(struct job *j, const struct part *style, int sub, const char *currency,
                      const char *decimal, double value, UErrorCode *status)
{
    const UNumberFormatter *format = formatter_object(j->f, OBJECT_NUMBER, sub, style, currency, status);
    if (U_FAILURE(*status))
        return -1;
    if (decimal)
        unumf_formatDecimal(format, decimal, (int32_t)strlen(decimal), j->f->result, status);
    else
        unumf_formatDouble(format, value, j->f->result, status);
    return U_SUCCESS(*status) ? 0 : -1;
}

static int put_classic(struct job *j, const UNumberFormat *format, const char *decimal, bool rules,
                       UErrorCode *status)
{
    double v = 0;
    number_parse(decimal, strlen(decimal), &v);
    for (int pass = 0; pass < 2; pass++) {
        UChar *w = formatter_wide(j->f, 256);
        int32_t room = (int32_t)j->f->wide_cap;
        int32_t n =
            rules ? unum_formatDouble(format, v, w, room, NULL, status)
                  : unum_formatDecimal(format, decimal, (int32_t)strlen(decimal), w, room, NULL, status);
        if (!job_put_wide(j, w, n, pass, status))
            break;
    }
    return U_SUCCESS(*status) ? 0 : -1;
}

int job_currency(struct job *j, const struct part *part, const struct message_arg_value *v,
                 const char **currency)
{
    const struct message_arg_value *named = part->second ? job_argument(j, part->second - 1) : NULL;
    *currency = named ? named->value : part->has_currency ? v->currency : NULL;
    if (part->second && !named)
        return -1;
    if (*currency && !value_is_currency(*currency))
        return job_bad_value(j, named ? part->second - 1 : part->arg,
                             named ? "a known currency" : "money in a known currency", *currency,
                             "use an ISO 4217 code, as in EUR");
    return 0;
}

static int put_number(struct job *j, const struct part *part)
{
    const struct message_arg_value *v = job_value(j, part);
    if (!v)
        return -1;
    if (!value_is_number(v->value))
        return job_bad_value(j, part->arg, "a number", v->value, "write it as 1234.50");
    const char *currency;
    if (job_currency(j, part, v, &currency))
        return -1;
    if (part->price)
        return put_price(j, part, v->value, currency);
    UErrorCode status = U_ZERO_ERROR;
    int failed;
    if (part->kind == PART_RULES) {
        const UNumberFormat *format = formatter_object(j->f, OBJECT_RULES, 0, part, NULL, &status);
        failed = U_FAILURE(status) || put_classic(j, format, v->value, true, &status);
    } else if (part->style_kind == STYLE_PATTERN) {
        const UNumberFormat *format = formatter_object(j->f, OBJECT_DECIMAL, 0, part, currency, &status);
        failed = U_FAILURE(status) || put_classic(j, format, v->value, false, &status);
    } else {
        failed = job_format_number(j, part, 0, currency, v->value, 0, &status) || job_put_result(j, &status);
    }
    return failed ? job_icu_failed(j, part, status) : 0;
}

/* Groups of digits with spaces, dashes or a plus, as of a phone number: right to left they would change
 * places. */
static bool groups_of_digits(const char *s)
{
    size_t groups = 0;
    for (const char *p = s; *p; p++) {
        if (*p >= '0' && *p <= '9')
            groups += p == s || p[-1] < '0' || p[-1] > '9';
        else if (!strchr(" +-()./", *p))
            return false;
    }
    return groups > 1 || (groups == 1 && *s == '+');
}

/* Does the text have a letter that runs against the locale's direction, or an order of digits to keep? */
static bool runs_against(const char *s, bool rtl)
{
    const char *end = s + strlen(s);
    if (rtl && groups_of_digits(s))
        return true;
    while (s < end) {
        if ((unsigned char)*s < 0x80) {
            if (rtl && (((*s | 0x20) >= 'a' && (*s | 0x20) <= 'z')))
                return true;
            s++;
            continue;
        }
        UCharDirection d = u_charDirection((UChar32)utf8_next(&s, end));
        if (rtl ? d == U_LEFT_TO_RIGHT : d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC)
            return true;
    }
    return false;
}

static int put_plain(struct job *j, const struct part *part)
{
    const struct message_arg_value *v = job_value(j, part);
    if (!v)
        return -1;
    bool isolate = (j->f->isolate == 2 || (j->f->isolate == 1 && j->f->locale->rtl)) &&
                   runs_against(v->value, j->f->locale->rtl);
    if (isolate)
        str_puts(j->out, "\xE2\x81\xA8"); /* U+2068 first strong isolate */
    str_puts(j->out, v->value);
    if (isolate)
        str_puts(j->out, "\xE2\x81\xA9"); /* U+2069 pop directional isolate */
    return 0;
}

static int put_parts(struct job *j, const struct part *parts, const struct hash *hash);

static const struct branch *keyword_branch(const struct part *part, const char *keyword)
{
    for (const struct branch *b = part->branches; b; b = b->next) {
        if (!b->exact && strcmp(b->selector, keyword) == 0)
            return b;
    }
    return part->other;
}

/* The plural form of the number. Rules look at the visible digits, so the number is formatted first, unless
 * it is a whole number printed the plain way. */
static const struct branch *plural_branch(struct job *j, const struct part *part, const struct hash *hash,
                                          const char *currency, UErrorCode *status)
{
    UChar word[16];
    char keyword[16];
    const UPluralRules *rules =
        formatter_object(j->f, OBJECT_PLURALS, part->ordinal ? SUB_ORDINAL : 0, NULL, NULL, status);
    if (U_FAILURE(*status))
        return NULL;
    const struct part *style = part->number;
    int32_t n;
    if (!style && hash->value == floor(hash->value) && fabs(hash->value) < 1e15) {
        n = uplrules_select(rules, hash->value, word, 16, status);
    } else {
        if (job_format_number(j, style, 0, style && style->has_currency ? currency : NULL, hash->decimal,
                              hash->value, status))
            return NULL;
        n = uplrules_selectFormatted(rules, j->f->result, word, 16, status);
    }
    if (U_FAILURE(*status) || n >= 16)
        return NULL;
    u_UCharsToChars(word, keyword, n);
    keyword[n] = 0;
    return keyword_branch(part, keyword);
}

static int put_plural(struct job *j, const struct part *part)
{
    const struct message_arg_value *v = job_value(j, part);
    if (!v)
        return -1;
    if (!value_is_number(v->value))
        return job_bad_value(j, part->arg, "a number", v->value, "write it as 3 or 2.5");
    struct hash hash = {v->value, 0};
    number_parse(v->value, strlen(v->value), &hash.value);
    const struct branch *chosen = NULL;
    for (const struct branch *b = part->branches; b && !chosen; b = b->next) {
        if (b->exact && b->value == hash.value) /* exact matches see the number before the offset */
            chosen = b;
    }
    if (part->offset != 0) {
        hash.value -= part->offset;
        hash.decimal = NULL;
    }
    if (!chosen) {
        UErrorCode status = U_ZERO_ERROR;
        const char *currency = v->currency && value_is_currency(v->currency) ? v->currency : NULL;
        if (part->number && part->number->second && job_currency(j, part->number, v, &currency))
            return -1;
        chosen = plural_branch(j, part, &hash, currency, &status);
        if (!chosen)
            return job_icu_failed(j, part, status);
    }
    return put_parts(j, chosen->parts, &hash);
}

static int put_select(struct job *j, const struct part *part)
{
    const struct message_arg_value *v = job_value(j, part);
    return v ? put_parts(j, keyword_branch(part, v->value)->parts, NULL) : -1;
}

static int put_choice(struct job *j, const struct part *part)
{
    const struct message_arg_value *v = job_value(j, part);
    double n = 0;
    if (!v)
        return -1;
    if (!value_is_number(v->value))
        return job_bad_value(j, part->arg, "a number", v->value, "write it as 3 or 2.5");
    number_parse(v->value, strlen(v->value), &n);
    const struct branch *chosen = part->branches; /* what is below all ranges belongs to the first */
    for (const struct branch *b = chosen->next; b && (b->above ? n > b->value : n >= b->value); b = b->next)
        chosen = b;
    return put_parts(j, chosen->parts, NULL);
}

static void open_run(struct job *j, const struct part *part)
{
    struct message_run run = {part->text, j->out->len, SIZE_MAX};
    vec_push(&j->f->runs, run);
}

static void close_run(struct job *j)
{
    for (size_t i = j->f->runs.len; i-- > 0;) {
        if (j->f->runs.at[i].end == SIZE_MAX) {
            j->f->runs.at[i].end = j->out->len;
            return;
        }
    }
}

/* Recursion is as deep as the message is nested: LIMIT_MESSAGE_DEPTH. */
static int put_parts(struct job *j, const struct part *parts, const struct hash *hash)
{
    for (const struct part *p = parts; p; p = p->next) {
        UErrorCode status = U_ZERO_ERROR;
        int failed = 0;
        switch (p->kind) {
        case PART_TEXT:
            str_put(j->out, p->text, p->len);
            break;
        case PART_HASH:
            if (job_format_number(j, NULL, 0, NULL, hash->decimal, hash->value, &status) ||
                job_put_result(j, &status)) {
                report(j->ctx, DIAG_MESSAGE_ARG, j->where, "'#' cannot be formatted: %s",
                       u_errorName(status));
                failed = -1;
            }
            break;
        case PART_ARG:
            failed = put_plain(j, p);
            break;
        case PART_NUMBER:
        case PART_RULES:
            failed = put_number(j, p);
            break;
        case PART_DATE:
        case PART_TIME:
            failed = put_date(j, p);
            break;
        case PART_LIST:
            failed = put_list(j, p);
            break;
        case PART_RANGE:
            failed = put_range(j, p);
            break;
        case PART_INTERVAL:
            failed = put_interval(j, p);
            break;
        case PART_RELATIVE:
            failed = put_relative(j, p);
            break;
        case PART_PLURAL:
            failed = put_plural(j, p);
            break;
        case PART_SELECT:
            failed = put_select(j, p);
            break;
        case PART_CHOICE:
            failed = put_choice(j, p);
            break;
        case PART_RUN_OPEN:
            open_run(j, p);
            break;
        case PART_RUN_CLOSE:
            close_run(j);
            break;
        }
        if (failed)
            return -1;
        if (j->out->len > LIMIT_TEXT_BYTES) {
            report(j->ctx, DIAG_LIMIT, j->where, "the formatted message is longer than %ld bytes",
                   (long)LIMIT_TEXT_BYTES);
            return -1;
        }
    }
    return 0;
}

int message_format(struct ctx *ctx, struct formatter *f, const struct message *m, const char *locale,
                   const struct message_arg_value *args, size_t n_args, struct arena *a, struct where where,
                   struct formatted *out)
{
    *out = (struct formatted){.text = ""};
    if (!m->parts)
        return 0;
    if (m->literal && !m->has_runs && !m->parts->next) {
        out->text = m->parts->text;
        out->len = m->parts->len;
        return 0;
    }
    if (!formatter_locale(f, locale)) {
        report_hint(ctx, DIAG_ERROR, DIAG_MESSAGE_ARG, where, "use a tag like de-DE", "'%s' is not a locale",
                    locale);
        return -1;
    }
    struct job j = {ctx, f, m, args, n_args, where, &f->out};
    str_clear(&f->out);
    vec_clear(&f->runs);
    if (put_parts(&j, m->parts, NULL))
        return -1;
    out->text = arena_strndup(a, f->out.data, f->out.len);
    out->len = f->out.len;
    if (f->runs.len) {
        struct message_run *runs = ARENA_ARRAY(a, f->runs.len, struct message_run);
        memcpy(runs, f->runs.at, f->runs.len * sizeof *runs);
        out->runs = runs;
        out->n_runs = f->runs.len;
    }
    return 0;
}
