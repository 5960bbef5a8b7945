/* Private to CSV and TSV: translations as a table. */
#ifndef PRESSRUN_TABLE_IMP_H
#define PRESSRUN_TABLE_IMP_H

#include "l10n/exchange-imp.h"

int table_load(struct ctx *ctx, struct arena *a, const char *path, const char *data, size_t len,
               char delimiter, struct l10n_file *out);
int table_write(const struct exchange *x, char delimiter, struct str *out);

#endif
