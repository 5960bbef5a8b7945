#include "message/message.h"

#include <string.h>

/* Patterns: what parses can be formatted, and its canonical spelling parses and says the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const runs[] = {"b", "i", NULL};
    static const char *const values[] = {"3",   "1.50", "2026-11-27", "2026-11-27T18:05:00+02:00",
                                         "x|y", "1..2", "'{b}'"};
    struct ctx ctx = {0};
    struct arena *a = arena_new();
    char *pattern = arena_strndup(a, (const char *)data, size);
    struct message *m = message_parse(&ctx, a, pattern, size % 2 ? runs : NULL, (struct where){0});
    if (m) {
        struct formatter *f = formatter_new();
        size_t n = message_n_args(m);
        struct message_arg_value *args = ARENA_ARRAY(a, n + 1, struct message_arg_value);
        struct formatted out;
        for (size_t round = 0; round < 7; round++) {
            for (size_t i = 0; i < n; i++)
                args[i] = (struct message_arg_value){message_arg(m, i), values[(i + round) % 7],
                                                     round % 2 ? "EUR" : NULL};
            formatter_set_isolate(f, (int)(round % 3));
            if (message_format(&ctx, f, m, round % 2 ? "ar-EG" : "pl", args, n, a, (struct where){0}, &out) ==
                    0 &&
                strlen(out.text) != out.len)
                __builtin_trap();
        }
        const char *canonical = message_pattern(m, a, NULL);
        struct message *again = message_parse(&ctx, a, canonical, size % 2 ? runs : NULL, (struct where){0});
        if (strlen(canonical) < 200000 && (!again || strcmp(message_pattern(again, a, NULL), canonical) != 0))
            __builtin_trap();
        formatter_drop(f);
    }
    arena_drop(a);
    return 0;
}
