/* Prices as a market writes them: rounded, with its ending, whole ones without their zeros. */
#include <string.h>

#include <unicode/uformattedvalue.h>
#include <unicode/unum.h>

#include "message/decimal.h"
#include "message/format-imp.h"

/* Why a rule cannot be used, or NULL. */
const char *message_price_fault(const struct message_price *price)
{
    struct decimal d;
    if (price->step && (!decimal_parse(price->step, &d) || d.n <= 0))
        return "the step is a number above 0, as 0.05";
    if (price->ending && (!decimal_parse(price->ending, &d) || d.n < 0))
        return "the ending is a number, as .99 or 80";
    return NULL;
}

/* The rules are for the market's own currency; another one keeps its amount. */
static bool applies(const struct message_price *p, const char *currency)
{
    return p && (!p->currency || !currency || strcmp(p->currency, currency) == 0);
}

/* The whole price's separator and zeros give way to the market's mark. */
static int put_marked(struct job *j, const char *mark, UErrorCode *status)
{
    UConstrainedFieldPosition *at = ucfpos_open(status);
    const UFormattedValue *value = unumf_resultAsValue(j->f->result, status);
    int32_t len = 0, from = -1, to = -1;
    const UChar *w = ufmtval_getString(value, &len, status);
    ucfpos_constrainCategory(at, UFIELD_CATEGORY_NUMBER, status);
    while (U_SUCCESS(*status) && ufmtval_nextPosition(value, at, status)) {
        int32_t field = ucfpos_getField(at, status), start, end;
        ucfpos_getIndexes(at, &start, &end, status);
        if (field == UNUM_DECIMAL_SEPARATOR_FIELD)
            from = start;
        else if (field == UNUM_FRACTION_FIELD)
            to = end;
    }
    ucfpos_close(at);
    if (U_FAILURE(*status))
        return -1;
    if (from < 0 || to < from) {
        put_wide(j->out, w, len);
        return 0;
    }
    put_wide(j->out, w, from);
    str_puts(j->out, mark);
    put_wide(j->out, w + to, len - to);
    return 0;
}

/* A hidden currency leaves its space behind, before or after the number. */
static void trim_spaces(struct str *out, size_t from)
{
    static const char *const spaces[] = {" ", "\u00a0", "\u202f"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(spaces[i]);
        if (out->len >= from + n && memcmp(out->data + from, spaces[i], n) == 0) {
            memmove(out->data + from, out->data + from + n, out->len - from - n + 1);
            out->len -= n;
        }
        if (out->len >= from + n && memcmp(out->data + out->len - n, spaces[i], n) == 0) {
            out->len -= n;
            out->data[out->len] = 0;
        }
    }
}

int put_price(struct job *j, const struct part *part, const char *decimal, const char *currency)
{
    const struct message_price *price = applies(j->f->price, currency) ? j->f->price : NULL;
    char text[DECIMAL_TEXT];
    struct decimal d, rule;
    UErrorCode status = U_ZERO_ERROR;
    int sub = 0;
    if (price) {
        if (!decimal_parse(decimal, &d))
            return job_bad_value(j, part->arg, "a price", decimal, "write at most 30 digits");
        if (price->step && decimal_parse(price->step, &rule))
            d = decimal_round(d, rule, price->round);
        if (price->ending && decimal_parse(price->ending, &rule))
            d = decimal_end(d, rule, price->toward);
        decimal_text(d, text);
        decimal = text;
        sub = price->symbol;
        if (price->whole && !*price->whole && decimal_whole(d))
            sub |= SUB_WHOLE;
    }
    if (job_format_number(j, part, sub,
                          currency ? currency
                          : price  ? price->currency
                                   : NULL,
                          decimal, 0, &status))
        return job_icu_failed(j, part, status);
    size_t from = j->out->len;
    bool marked = price && price->whole && *price->whole && decimal_whole(d);
    int failed = marked ? put_marked(j, price->whole, &status) : job_put_result(j, &status);
    if (sub >= SUB_SYMBOL_HIDDEN)
        trim_spaces(j->out, from);
    return failed ? job_icu_failed(j, part, status) : 0;
}

void formatter_set_price(struct formatter *f, const struct message_price *price)
{
    f->price = price;
}
