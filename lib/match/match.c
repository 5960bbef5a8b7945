#include "match/match.h"

#include <stdatomic.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct match {
    pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_match_data *data; /* used by one thread at a time; others make their own */
    atomic_flag *busy;
    char *pattern;
};

struct match *match_new(struct ctx *ctx, const char *pattern, unsigned flags, struct where where)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    if (flags & MATCH_NOCASE)
        options |= PCRE2_CASELESS;
    if (flags & MATCH_MULTILINE)
        options |= PCRE2_MULTILINE;
    if (flags & MATCH_DOTALL)
        options |= PCRE2_DOTALL;
    if (flags & MATCH_EXTENDED)
        options |= PCRE2_EXTENDED;
    if (flags & MATCH_WHOLE)
        options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    if (flags & MATCH_LITERAL) /* PCRE2_UCP and NEVER_BACKSLASH_C do not go with PCRE2_LITERAL */
        options =
            (options & (PCRE2_CASELESS | PCRE2_ANCHORED | PCRE2_ENDANCHORED)) | PCRE2_LITERAL | PCRE2_UTF;
    if (utf8_invalid_at(pattern, strlen(pattern)) >= 0) {
        report(ctx, DIAG_PATTERN, where, "the pattern is not valid UTF-8");
        return NULL;
    }
    int error;
    PCRE2_SIZE offset;
    pcre2_compile_context *cc = pcre2_compile_context_create(NULL);
    if (cc && (flags & MATCH_WORDS))
        pcre2_set_compile_extra_options(cc, PCRE2_EXTRA_MATCH_WORD);
    if (cc)
        pcre2_set_max_pattern_length(cc, 1 << 16);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &offset, cc);
    pcre2_compile_context_free(cc);
    if (!code) {
        unsigned char text[160];
        pcre2_get_error_message(error, text, sizeof text);
        report(ctx, DIAG_PATTERN, where, "pattern '%s' is not valid at character %zu: %s", pattern,
               (size_t)offset + 1, (const char *)text);
        return NULL;
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* where there is no JIT the interpreter serves */
    struct match *m = xcalloc(1, sizeof *m);
    m->code = code;
    m->limits = pcre2_match_context_create(NULL);
    m->data = pcre2_match_data_create(1, NULL);
    m->busy = xcalloc(1, sizeof *m->busy);
    atomic_flag_clear(m->busy);
    m->pattern = xstrdup(pattern);
    if (!m->limits || !m->data) {
        match_drop(m);
        report(ctx, DIAG_SYSTEM, where, "out of memory for a pattern");
        return NULL;
    }
    pcre2_set_match_limit(m->limits, LIMIT_PATTERN_MATCH);
    pcre2_set_heap_limit(m->limits, 16 * 1024); /* KiB */
    return m;
}

void match_drop(struct match *m)
{
    if (!m)
        return;
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->limits);
    pcre2_code_free(m->code);
    free(m->busy);
    free(m->pattern);
    free(m);
}

const char *match_pattern(const struct match *m)
{
    return m->pattern;
}

int match_search(struct ctx *ctx, const struct match *m, const char *subject, size_t len, size_t from,
                 size_t *start, size_t *end, struct where where)
{
    bool own = !atomic_flag_test_and_set_explicit(m->busy, memory_order_acquire);
    pcre2_match_data *data = own ? m->data : pcre2_match_data_create(1, NULL);
    int rc = PCRE2_ERROR_NOMEMORY;
    if (data) {
        rc = pcre2_match(m->code, (PCRE2_SPTR)subject, len, from, 0, data, m->limits);
        if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
            rc = pcre2_match(m->code, (PCRE2_SPTR)subject, len, from, PCRE2_NO_JIT, data, m->limits);
    }
    if (rc >= 0) {
        PCRE2_SIZE *v = pcre2_get_ovector_pointer(data);
        *start = v[0];
        *end = v[1] > v[0] ? v[1] : v[0]; /* \K may put the start past the end */
    }
    if (own)
        atomic_flag_clear_explicit(m->busy, memory_order_release);
    else
        pcre2_match_data_free(data);
    if (rc >= 0)
        return 1;
    if (rc == PCRE2_ERROR_NOMATCH)
        return 0;
    if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT ||
        rc == PCRE2_ERROR_JIT_STACKLIMIT) {
        report_hint(ctx, DIAG_ERROR, DIAG_MATCH_LIMIT, where, "write it without nested repetition",
                    "pattern '%s' takes too many steps on this value", m->pattern);
        return -1;
    }
    unsigned char text[160];
    pcre2_get_error_message(rc, text, sizeof text);
    report(ctx, DIAG_MATCH_LIMIT, where, "pattern '%s' cannot be matched: %s", m->pattern,
           (const char *)text);
    return -1;
}

int match_test(struct ctx *ctx, const struct match *m, const char *subject, size_t len, struct where where)
{
    size_t start, end;
    return match_search(ctx, m, subject, len, 0, &start, &end, where);
}
