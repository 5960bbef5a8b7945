#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/ordered.h"

struct batch {
    long from, n, sum;
    char *held; /* to see that every batch is dropped */
};

struct run {
    long next, most, ends_at, put_ends_at;
    bool fails, slow_end, no_worker;
    long expected, out_of_order, batches; /* of put */
    long sum;
};

static void init(void *data)
{
    ((struct batch *)data)->held = malloc(1);
}

static void drop(void *data)
{
    free(((struct batch *)data)->held);
}

static void *worker_new(struct ctx *ctx, void *shared)
{
    if (!((struct run *)shared)->no_worker)
        return malloc(1);
    report(ctx, DIAG_SYSTEM, (struct where){0}, "no worker");
    return NULL;
}

static int fill(struct ctx *ctx, void *shared, void *worker, void *data, size_t round)
{
    (void)worker;
    struct run *r = shared;
    struct batch *b = data;
    b->from = r->next;
    b->n = ordered_share(round, 8);
    if (b->n > r->most - r->next)
        b->n = r->most - r->next;
    r->next += b->n;
    if (b->n == 0 && r->fails) {
        report(ctx, DIAG_LIMIT, (struct where){0}, "cannot be read");
        return -1;
    }
    return b->n > 0;
}

static bool work(struct ctx *ctx, void *shared, void *worker, void *data)
{
    (void)worker;
    struct run *r = shared;
    struct batch *b = data;
    bool last = b->from <= r->ends_at && r->ends_at < b->from + b->n;
    if (last && r->slow_end) /* until the others have nothing left but to wait for it */
        usleep(50 * 1000);
    b->sum = 0;
    for (long i = b->from; i < b->from + b->n; i++)
        b->sum += i;
    if (b->from == 0)
        report(ctx, DIAG_TEXT_OVERFLOW, (struct where){0}, "of the first");
    return last;
}

static int put(struct ctx *ctx, void *shared, void *data)
{
    (void)ctx;
    struct run *r = shared;
    const struct batch *b = data;
    r->out_of_order += b->from != r->expected;
    r->expected = b->from + b->n;
    r->sum += b->sum;
    r->batches++;
    return r->put_ends_at >= 0 && r->expected > r->put_ends_at ? -1 : 0;
}

static int go(struct run *r, int jobs, struct collected_diags *d)
{
    collect_diags(d);
    struct ordered o = {.jobs = jobs,
                        .batch_size = sizeof(struct batch),
                        .shared = r,
                        .worker_new = worker_new,
                        .worker_drop = free,
                        .fill = fill,
                        .work = work,
                        .put = put,
                        .batch_init = init,
                        .batch_drop = drop};
    return ordered_run(&d->ctx, &o);
}

static void all_in_order(void **state)
{
    (void)state;
    for (int jobs = 1; jobs <= 7; jobs++) {
        struct run r = {.most = 5000, .ends_at = -1, .put_ends_at = -1};
        struct collected_diags d;
        assert_int_equal(go(&r, jobs, &d), 0);
        assert_int_equal(r.out_of_order, 0);
        assert_int_equal(r.expected, 5000);
        assert_int_equal(r.sum, 5000 * 4999 / 2);
        assert_int_equal(d.list.len, 1);
        diag_list_drop(&d.list);
    }
}

static void work_ends_it(void **state)
{
    (void)state;
    for (int jobs = 1; jobs <= 4; jobs++) {
        struct run r = {.most = 5000, .ends_at = 777, .put_ends_at = -1, .slow_end = true};
        struct collected_diags d;
        assert_int_equal(go(&r, jobs, &d), -1);
        assert_int_equal(r.out_of_order, 0);
        assert_in_range(r.expected, 778, 778 + 7); /* its batch, and none behind it */
        diag_list_drop(&d.list);
    }
}

static void put_ends_it(void **state)
{
    (void)state;
    for (int jobs = 1; jobs <= 4; jobs++) {
        struct run r = {.most = 5000, .ends_at = -1, .put_ends_at = 100};
        struct collected_diags d;
        assert_int_equal(go(&r, jobs, &d), -1);
        assert_in_range(r.expected, 101, 108);
        diag_list_drop(&d.list);
    }
}

static void failures(void **state)
{
    (void)state;
    struct run r = {.most = 100, .ends_at = -1, .put_ends_at = -1, .fails = true};
    struct collected_diags d;
    assert_int_equal(go(&r, 3, &d), -1);
    assert_int_equal(r.sum, 4950); /* what was read is put out */
    assert_int_equal(last_diag(&d)->code, DIAG_LIMIT);
    diag_list_drop(&d.list);
    r = (struct run){.most = 100, .ends_at = -1, .put_ends_at = -1, .no_worker = true};
    assert_int_equal(go(&r, 3, &d), -1);
    assert_int_equal(r.batches, 0);
    assert_int_equal(d.ctx.status, 3);
    diag_list_drop(&d.list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_in_order),
        cmocka_unit_test(work_ends_it),
        cmocka_unit_test(put_ends_it),
        cmocka_unit_test(failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
