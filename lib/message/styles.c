/* How a translation prints numbers, dates and times, against its source. */
#include <string.h>

#include "message/message-imp.h"

static bool styled(const struct part *p)
{
    return p->kind == PART_NUMBER || p->kind == PART_DATE || p->kind == PART_TIME || p->kind == PART_RULES;
}

/* Is there a part on this argument of the same type (and style)? */
static bool has(const struct message *m, const struct part *parts, const char *arg, const struct part *like,
                bool style)
{
    for (const struct part *p = parts; p; p = p->next) {
        if (styled(p) && strcmp(m->args[p->arg].name, arg) == 0 && p->kind == like->kind &&
            (!style || (p->style_kind == like->style_kind && str_eq(p->style, like->style) &&
                        str_eq(p->text, like->text))))
            return true;
        for (const struct branch *b = p->branches; b; b = b->next) {
            if (has(m, b->parts, arg, like, style))
                return true;
        }
    }
    return false;
}

static int differs(struct ctx *ctx, const struct part *p, const char *arg, struct where where)
{
    bool styled_part = p->style && *p->style;
    report_hint(ctx, DIAG_WARNING, DIAG_MESSAGE_STYLE, where, "copy the style from the source",
                "{%s, %s%s%s%s} is printed in a style that the source does not use", arg, p->text,
                styled_part ? ", " : "", p->style_kind == STYLE_SKELETON ? "::" : "",
                styled_part ? p->style : "");
    return -1;
}

static int compare(struct ctx *ctx, const struct message *source, const struct message *target,
                   const struct part *parts, struct where where)
{
    int result = 0;
    for (const struct part *p = parts; p; p = p->next) {
        const char *arg = styled(p) ? target->args[p->arg].name : NULL;
        /* an argument that the source prints in no such way at all is a placeholder's fault */
        if (arg && has(source, source->parts, arg, p, false) && !has(source, source->parts, arg, p, true))
            result = differs(ctx, p, arg, where);
        for (const struct branch *b = p->branches; b; b = b->next) {
            if (compare(ctx, source, target, b->parts, where))
                result = -1;
        }
    }
    return result;
}

int message_compare_styles(struct ctx *ctx, const struct message *source, const struct message *target,
                           struct where where)
{
    return compare(ctx, source, target, target->parts, where);
}
