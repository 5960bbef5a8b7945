/* base: what every folder stands on. Level 0: includes nothing of the project. */
#ifndef PRESSRUN_BASE_H
#define PRESSRUN_BASE_H

#include "base/arena.h"
#include "base/cache.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/geom.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"

#endif
