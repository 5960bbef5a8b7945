/* Most pictures never meet ImageMagick, and loading it and what it brings along costs more than drawing a
 * small one: so it is loaded when it is first called. */
#include "image/magick-imp.h"

#include <dlfcn.h>
#include <pthread.h>

static struct magick_api api; /* set once, then only read */
static bool loaded;
static pthread_once_t started = PTHREAD_ONCE_INIT;

static bool find(void *library, const char *name, void *function, size_t size)
{
    void *at = library ? dlsym(library, name) : NULL;
    memcpy(function, &at, size);
    return at != NULL;
}

static void start(void)
{
    void *library = dlopen(PRESSRUN_MAGICK, RTLD_NOW | RTLD_LOCAL);
    loaded = true;
#define MAGICK(name) loaded &= find(library, #name, &api.name, sizeof api.name);
#include "image/magick-api.def"
#undef MAGICK
    if (!loaded)
        return;
    api.MagickWandGenesis();
    api.SetMagickResourceLimit(WidthResource, LIMIT_IMAGE_SIDE);
    api.SetMagickResourceLimit(HeightResource, LIMIT_IMAGE_SIDE);
    api.SetMagickResourceLimit(AreaResource, LIMIT_IMAGE_PIXELS);
    api.SetMagickResourceLimit(MemoryResource, (MagickSizeType)LIMIT_IMAGE_PIXELS * 8);
    api.SetMagickResourceLimit(ThreadResource, 1);
}

const struct magick_api *magick_start(void)
{
    pthread_once(&started, start);
    return loaded ? &api : NULL;
}
