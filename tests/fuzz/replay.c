/* Replays a corpus through a fuzz target without a fuzzer: replay FILE... ; TAP on standard output. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) {
            printf("not ok %d - %s cannot be read\n", i, argv[i]);
            continue;
        }
        fseek(f, 0, SEEK_END);
        long n = ftell(f);
        rewind(f);
        uint8_t *data = malloc(n > 0 ? (size_t)n : 1);
        size_t got = data && n > 0 ? fread(data, 1, (size_t)n, f) : 0;
        fclose(f);
        if (data)
            LLVMFuzzerTestOneInput(data, got);
        free(data);
        printf("ok %d - %s\n", i, argv[i]);
        fflush(stdout);
    }
    return 0;
}
