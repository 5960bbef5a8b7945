/* Personal values of a variant. */
#include "creative/creative.h"
#include "variant/variant.h"

const char *const *creative_personal(struct arena *a, const struct creative *c, const struct variant *v,
                                     size_t *n)
{
    size_t most = v->n_fields;
    *n = 0;
    for (const struct slot_value *s = v->slots; s; s = s->next)
        most += s->n_args;
    bool any = false;
    for (size_t i = 0; c && i < c->n_fields && !any; i++)
        any = c->fields[i].pii;
    if (!any)
        return NULL;
    const char **out = ARENA_ARRAY(a, most + 1, const char *);
    for (size_t i = 0; i < v->n_fields; i++) {
        const struct field *f = creative_field(c, v->fields[i].name);
        if (f && f->pii && *v->fields[i].value)
            out[(*n)++] = v->fields[i].value;
    }
    for (const struct slot_value *s = v->slots; s; s = s->next)
        for (size_t i = 0; i < s->n_args; i++) {
            const struct field *f = creative_field(c, s->args[i].name);
            if (f && f->pii && *s->args[i].value)
                out[(*n)++] = s->args[i].value;
        }
    return out;
}
