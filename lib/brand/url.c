/* Web addresses in pieces (RFC 3986), as far as rules ask: scheme, host, query. */
#include "brand/url-imp.h"

#include <ctype.h>
#include <string.h>

char *percent_decode(struct arena *a, const char *s, size_t n)
{
    char *out = arena_strndup(a, s, n), *to = out;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '%' && i + 2 < n && isxdigit((unsigned char)s[i + 1]) &&
            isxdigit((unsigned char)s[i + 2])) {
            const char hex[3] = {s[i + 1], s[i + 2], '\0'};
            *to++ = (char)strtol(hex, NULL, 16);
            i += 2;
        } else {
            *to++ = s[i];
        }
    }
    *to = '\0';
    return out;
}

bool url_parse(struct arena *a, const char *text, struct url *out)
{
    *out = (struct url){0};
    while (ascii_space(*text))
        text++;
    size_t n = strcspn(text, ":");
    if (!n || strncmp(text + n, "://", 3) != 0 || !isalpha((unsigned char)*text))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)text[i]) && !strchr("+-.", text[i]))
            return false;
    out->scheme = arena_strndup(a, text, n);
    const char *p = text + n + 3;
    n = strcspn(p, "/?#");
    const char *at = memchr(p, '@', n);
    out->has_user = at != NULL;
    const char *host = at ? at + 1 : p;
    size_t host_len = strcspn(host, ":/?#");
    char *h = arena_strndup(a, host, host_len);
    for (char *q = h; *q; q++)
        *q = (char)tolower((unsigned char)*q);
    out->host = h;
    p += n;
    p += strcspn(p, "?#");
    if (*p == '?') {
        n = strcspn(++p, "#");
        out->query = arena_strndup(a, p, n);
    }
    return *h != '\0';
}

const char *url_param(struct arena *a, const char **query, const char **name)
{
    const char *p = *query;
    while (p && *p == '&')
        p++;
    if (!p || !*p)
        return NULL;
    size_t n = strcspn(p, "&"), eq = strcspn(p, "=&");
    *name = percent_decode(a, p, eq);
    *query = p + n;
    return eq < n ? percent_decode(a, p + eq + 1, n - eq - 1) : "";
}

bool host_in(const char *const *hosts, const char *host)
{
    for (; hosts && *hosts; hosts++) {
        const char *h = *hosts;
        if (str_eq_nocase(h, host) ||
            (h[0] == '*' && h[1] == '.' && (str_ends(host, h + 1) || str_eq_nocase(h + 2, host))))
            return true;
    }
    return false;
}
