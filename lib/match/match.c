#include "match/match.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct match {
    pcre2_code *code;
    pcre2_match_context *limits;
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
    m->pattern = xstrdup(pattern);
    if (!m->limits) {
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
    pcre2_match_context_free(m->limits);
    pcre2_code_free(m->code);
    free(m->pattern);
    free(m);
}

const char *match_pattern(const struct match *m)
{
    return m->pattern;
}

/* What PCRE2 needs of a match, on the stack: threads that share a pattern write nothing that the others read,
 * and the heap is asked only when the interpreter wants more. */
struct scratch {
    size_t used;
    max_align_t room[32];
};

static void *scratch_alloc(size_t size, void *payload)
{
    struct scratch *s = payload;
    size_t n = (size + sizeof s->room[0] - 1) / sizeof s->room[0],
           left = sizeof s->room / sizeof s->room[0] - s->used;
    if (n > left)
        return malloc(size);
    void *p = &s->room[s->used];
    s->used += n;
    return p;
}

static void scratch_free(void *p, void *payload)
{
    struct scratch *s = payload;
    if ((uintptr_t)p < (uintptr_t)s->room ||
        (uintptr_t)p >= (uintptr_t)(s->room + sizeof s->room / sizeof s->room[0]))
        free(p);
}

int match_search(struct ctx *ctx, const struct match *m, const char *subject, size_t len, size_t from,
                 size_t *start, size_t *end, struct where where)
{
    struct scratch scratch;
    scratch.used = 0;
    pcre2_general_context *memory = pcre2_general_context_create(scratch_alloc, scratch_free, &scratch);
    pcre2_match_data *data = memory ? pcre2_match_data_create(1, memory) : NULL;
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
    pcre2_match_data_free(data);
    pcre2_general_context_free(memory);
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
