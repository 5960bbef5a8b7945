/* Private to the XPath evaluator. */
#ifndef PRESSRUN_XPATH_IMP_H
#define PRESSRUN_XPATH_IMP_H

#include "xml/xml-imp.h"

/* The tests that rules really have (comparisons of columns with literals, and/or/not, a few string functions)
 * as a small tree that is evaluated without libxml2's stack of allocated objects. The results are
 * XPath 1.0's; numerals are rounded correctly, where libxml2 adds the digits after the point up and may end
 * one unit in the last place away. */
struct quick;
/* NULL when the expression has anything beyond: libxml2 evaluates it. `expr` has passed libxml2's parser. */
struct quick *quick_new(const char *expr);
void quick_drop(struct quick *q);
/* 1 or 0; -1 when a variable is unknown: libxml2 then says so; -2 when re:test() reported its pattern. */
int quick_test(struct quick *q, xpath_variable *variable, xpath_re_test *re, void *payload);

#endif
