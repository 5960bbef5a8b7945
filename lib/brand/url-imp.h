/* Web addresses for the rules that read them. Private to lib/brand. */
#ifndef PRESSRUN_BRAND_URL_IMP_H
#define PRESSRUN_BRAND_URL_IMP_H

#include "base/base.h"

struct url {
    const char *scheme, *host; /* host in lower case */
    const char *query;         /* behind the '?', as written; NULL none */
    bool has_user;             /* user:password@ stands before the host */
};
/* False when it is no absolute address. Memory from `a`. */
bool url_parse(struct arena *a, const char *text, struct url *out);
/* The next parameter of a query, decoded: its value ("" when it has none) and *name; NULL at the end. */
const char *url_param(struct arena *a, const char **query, const char **name);
char *percent_decode(struct arena *a, const char *s, size_t n);
/* Whether a host is one of these; "*.acme.example" is acme.example and all below it. */
bool host_in(const char *const *hosts, const char *host);

#endif
