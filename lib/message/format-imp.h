/* Private to formatting: one message with the values of one row. */
#ifndef PRESSRUN_FORMAT_IMP_H
#define PRESSRUN_FORMAT_IMP_H

#include "message/message-imp.h"

struct job {
    struct ctx *ctx;
    struct formatter *f;
    const struct message *m;
    const struct message_arg_value *args;
    size_t n_args;
    struct where where;
    struct str *out;
};

/* The value of an argument; NULL with a report. */
const struct message_arg_value *job_argument(struct job *j, size_t arg);
static inline const struct message_arg_value *job_value(struct job *j, const struct part *part)
{
    return job_argument(j, part->arg);
}
/* Reports [message-arg]; always -1. `value` NULL: `what` is all there is to say. */
int job_bad_value(struct job *j, size_t arg, const char *what, const char *value, const char *hint);
int job_icu_failed(struct job *j, const struct part *part, UErrorCode status);
/* The currency of a number that prints one: that of the column its style names, else the row's; NULL: the
 * style's own. 0, or -1 with a report. */
int job_currency(struct job *j, const struct part *part, const struct message_arg_value *v,
                 const char **currency);
/* A number through unumf into the formatter's result: exact decimals, never through a double. `style` NULL:
 * the default format; `decimal` NULL: `value` instead. */
int job_format_number(struct job *j, const struct part *style, int sub, const char *currency,
                      const char *decimal, double value, UErrorCode *status);
int job_put_result(struct job *j, UErrorCode *status);
/* After an ICU call on formatter_wide()'s `w` that gave n units: puts them out. True when they did not fit
 * the first time (pass 0): there is room for them now, call ICU once more. */
bool job_put_wide(struct job *j, const UChar *w, int32_t n, int pass, UErrorCode *status);

int put_date(struct job *j, const struct part *part);
int put_interval(struct job *j, const struct part *part);
int put_relative(struct job *j, const struct part *part);
int put_list(struct job *j, const struct part *part);
int put_range(struct job *j, const struct part *part);
/* A price as the market writes it (struct message_price). */
int put_price(struct job *j, const struct part *part, const char *decimal, const char *currency);

/* "10..20": copies the part before the dots into `low`; NULL when there is none, else what follows them. */
const char *split_range(const char *value, char *low, size_t size);

#endif
