/* The yardstick of JPEG: libjpeg-turbo encoding a whole picture and nothing else. yard PPM TIMES: milliseconds a picture
 * and its bytes; quality 85, 4:2:0, as render-still's default. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jpeglib.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* XRGB rows, as the renderer's pixmaps are: the encoder turns them into YCbCr itself. */
static unsigned long encode(const unsigned char *pixels, int width, int height, unsigned char **out)
{
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    unsigned long len = 0;
    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, out, &len);
    c.image_width = (JDIMENSION)width;
    c.image_height = (JDIMENSION)height;
    c.input_components = 4;
    c.in_color_space = JCS_EXT_BGRX;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, 85, TRUE);
    jpeg_start_compress(&c, TRUE);
    while (c.next_scanline < c.image_height) {
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)c.next_scanline * (size_t)width * 4);
        jpeg_write_scanlines(&c, &row, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    return len;
}

int main(int argc, char **argv)
{
    int width, height, times = argc > 2 ? atoi(argv[2]) : 0;
    FILE *f = argc > 2 ? fopen(argv[1], "rb") : NULL;
    if (!f || times < 1 || fscanf(f, "P6 %d %d 255", &width, &height) != 2 || width < 1 || width > 20000 ||
        height < 1 || height > 20000) {
        fprintf(stderr, "usage: yard PPM TIMES\n");
        return 2;
    }
    fgetc(f);
    size_t n = (size_t)width * (size_t)height;
    unsigned char *pixels = calloc(n, 4);
    double *took = calloc((size_t)times, sizeof *took);
    if (!pixels || !took)
        return 3;
    for (size_t i = 0; i < n; i++) {
        unsigned char rgb[3];
        if (fread(rgb, 1, 3, f) != 3)
            return 2;
        pixels[4 * i] = rgb[2];
        pixels[4 * i + 1] = rgb[1];
        pixels[4 * i + 2] = rgb[0];
    }
    unsigned long len = 0;
    for (int i = 0; i < times; i++) {
        unsigned char *out = NULL;
        double start = now();
        len = encode(pixels, width, height, &out);
        took[i] = now() - start;
        free(out);
    }
    qsort(took, (size_t)times, sizeof *took, by_size);
    printf("%.4f %lu\n", took[times / 2], len);
    return 0;
}
