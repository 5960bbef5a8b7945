/* Lists, and ranges of numbers. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uformattedvalue.h>
#include <unicode/ulistformatter.h>
#include <unicode/unumberrangeformatter.h>

#include "message/format-imp.h"

/* A list: the value's items stand between '|'. */
int put_list(struct job *j, const struct part *part)
{
    enum { MAX_ITEMS = 256 };
    const struct message_arg_value *v = job_value(j, part);
    if (!v)
        return -1;
    UErrorCode status = U_ZERO_ERROR;
    const UListFormatter *format = formatter_object(j->f, OBJECT_LIST, 0, part, NULL, &status);
    UChar *items[MAX_ITEMS];
    int32_t lens[MAX_ITEMS], n = 0;
    for (const char *p = v->value; *p && n < MAX_ITEMS;) {
        size_t len = strcspn(p, "|"), skip = len + (p[len] == '|');
        while (len && ascii_space(*p))
            p++, len--, skip--;
        while (len && ascii_space(p[len - 1]))
            len--;
        if (len) {
            items[n] = to_wide(p, len, &lens[n]);
            n++;
        }
        p += skip;
    }
    for (int pass = 0; pass < 2 && U_SUCCESS(status); pass++) {
        UChar *w = formatter_wide(j->f, 256);
        int32_t used = ulistfmt_format(format, (const UChar *const *)items, lens, n, w,
                                       (int32_t)j->f->wide_cap, &status);
        if (!job_put_wide(j, w, used, pass, &status))
            break;
    }
    for (int32_t i = 0; i < n; i++)
        free(items[i]);
    return U_FAILURE(status) ? job_icu_failed(j, part, status) : 0;
}

const char *split_range(const char *value, char *low, size_t size)
{
    const char *dots = strstr(value, "..");
    size_t n = dots ? (size_t)(dots - value) : 0;
    if (!n || n >= size)
        return NULL;
    memcpy(low, value, n);
    low[n] = 0;
    return dots + 2;
}

/* A range of numbers: "10..20" in the row. */
int put_range(struct job *j, const struct part *part)
{
    const struct message_arg_value *v = job_value(j, part);
    if (!v)
        return -1;
    char low[256];
    const char *high = split_range(v->value, low, sizeof low);
    if (!high || !value_is_number(low) || !value_is_number(high))
        return job_bad_value(j, part->arg, "a range of numbers", v->value, "write it as 10..20");
    const char *currency;
    if (job_currency(j, part, v, &currency))
        return -1;
    UErrorCode status = U_ZERO_ERROR;
    const UNumberRangeFormatter *format = formatter_object(j->f, OBJECT_RANGE, 0, part, currency, &status);
    if (U_FAILURE(status))
        return job_icu_failed(j, part, status);
    UFormattedNumberRange *result = unumrf_openResult(&status);
    unumrf_formatDecimalRange(format, low, -1, high, -1, result, &status);
    int32_t len = 0;
    const UChar *w = ufmtval_getString(unumrf_resultAsValue(result, &status), &len, &status);
    if (U_SUCCESS(status))
        put_wide(j->out, w, len);
    unumrf_closeResult(result);
    return U_FAILURE(status) ? job_icu_failed(j, part, status) : 0;
}
