/* What a finding is about, whatever the row; and files of findings that are known. */
#include <string.h>

#include "json/json.h"
#include "report/report-imp.h"

/* Where a file is, however the tool was told: from the folder that it runs in, or its folder and name. */
static const char *steady_path(const char *path)
{
    const char *p = report_path(path ? path : "");
    if (p[0] != '/' && !str_starts(p, "../"))
        return p;
    const char *base = path_base(p), *from = base;
    while (from > p && from[-1] == '/')
        from--;
    while (from > p && from[-1] != '/')
        from--;
    return from;
}

static void fingerprint(const char *rule, const char *about, const char *what, const char *key, char out[33])
{
    struct str s = STR_INIT;
    str_printf(&s, "%s|%s|%s|%s", rule, steady_path(about), what ? what : "", key ? key : "");
    digest_hex(s.data, s.len, out);
    str_drop(&s);
}

void finding_fingerprint(const struct finding *f, char out[33])
{
    fingerprint(f->rule->id, f->about, f->slot ? f->slot : f->element, f->key, out);
}

void group_fingerprint(const struct report_group *g, char out[33])
{
    fingerprint(g->rule->id, g->about, g->slot ? g->slot : g->element, g->key, out);
}

struct map *baseline_read(struct ctx *ctx, const char *path)
{
    struct arena *a = arena_new();
    char *data;
    size_t len;
    int result = file_read(ctx, a, path, LIMIT_XML_BYTES, &data, &len);
    struct map *m = result == 0 ? map_new() : NULL;
    long line = 1;
    for (char *p = result == 0 ? data : NULL; p && *p && result == 0; line++) {
        size_t n = strcspn(p, "\n");
        struct where where = {.file = path, .line = line};
        const struct json *j = n ? json_parse_shallow(ctx, a, p, n, where) : NULL;
        const char *print = json_member_string(j, "fingerprint");
        if (print && strlen(print) == 32) {
            map_put(m, print, m);
        } else if (n) {
            report_hint(ctx, DIAG_ERROR, DIAG_BRAND_BASELINE, where,
                        "write the file with --report baseline=FILE", "this is no line of a baseline");
            result = -1;
        }
        p += n + (p[n] == '\n');
    }
    arena_drop(a);
    if (result < 0) {
        map_drop(m);
        return NULL;
    }
    return m;
}

int baseline_prune(struct ctx *ctx, const char *path, const struct map *met)
{
    struct arena *a = arena_new();
    struct str out = STR_INIT;
    char *data;
    size_t len;
    int result = file_read(ctx, a, path, LIMIT_XML_BYTES, &data, &len);
    for (char *p = data; result == 0 && *p;) {
        size_t n = strcspn(p, "\n"), whole = n + (p[n] == '\n');
        const struct json *j = n ? json_parse_shallow(ctx, a, p, n, (struct where){.file = path}) : NULL;
        const char *print = json_member_string(j, "fingerprint");
        if (print && map_has(met, print))
            str_put(&out, p, whole);
        p += whole;
    }
    if (result == 0 && out.len != len)
        result = file_write(ctx, path, out.data, out.len);
    str_drop(&out);
    arena_drop(a);
    return result;
}
