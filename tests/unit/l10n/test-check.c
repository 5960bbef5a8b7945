/* l10n: translation files are read and checked; the public conformance files when they are beside the
 * project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "l10n/l10n.h"

#define SUITE "../shared/l10n-suite/"

static struct diag_list list;

static struct ctx quiet(void)
{
    diag_list_clear(&list);
    return (struct ctx){.sink = diag_list_sink, .payload = &list};
}

/* Runs every file of a folder; returns how many have the wrong verdict. */
static int folder(const char *path, bool valid, int *total)
{
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    char **names;
    size_t n;
    int wrong = 0;
    assert_int_equal(dir_list(&ctx, a, path, "", &names, &n), 0);
    for (size_t i = 0; i < n; i++) {
        ctx = quiet();
        struct l10n_file file;
        bool good = l10n_load(&ctx, a, path_join(a, path, names[i]), &file) == 0;
        ++*total;
        if (good != valid) {
            wrong++;
            print_message("%s: %s %s\n", path, good ? "accepted" : "refused", names[i]);
            for (size_t k = 0; k < list.len && !good; k++)
                print_message("    %ld: %s\n", list.at[k].where.line, list.at[k].message);
        }
        if (!good && ctx.n_errors) { /* a reason, in a line */
            size_t k = 0;
            while (k < list.len && list.at[k].level != DIAG_ERROR)
                k++;
            assert_true(k < list.len && list.at[k].where.line > 0);
        }
    }
    arena_drop(a);
    return wrong;
}

static void test_suite(void **state)
{
    (void)state;
    static const char *const folders[] = {"xliff/core", "xliff/modules", "xliff12", "po"};
    int wrong_invalid = 0, invalid = 0;
    if (!dir_exists(SUITE "xliff")) {
        print_message("%s is not there: skipped\n", SUITE);
        skip();
    }
    for (size_t i = 0; i < 4; i++) {
        char path[200];
        int valid = 0, bad = 0;
        snprintf(path, sizeof path, SUITE "%s/valid", folders[i]);
        assert_int_equal(folder(path, true, &valid), 0);
        snprintf(path, sizeof path, SUITE "%s/invalid", folders[i]);
        int wrong = folder(path, false, &bad);
        print_message("%s: valid %d of %d, invalid %d of %d\n", folders[i], valid, valid, bad - wrong, bad);
        wrong_invalid += wrong;
        invalid += bad;
    }
    assert_true(wrong_invalid * 100 <= invalid * 5);
}

static int load_text(const char *source, const char *text, struct arena *a, struct l10n_file *file)
{
    struct ctx ctx = quiet();
    *file = (struct l10n_file){.path = "t"};
    for (const struct l10n_source *const *s = l10n_sources; *s; s++) {
        if (strcmp((*s)->name, source) == 0)
            return (*s)->load(&ctx, a, "t", text, strlen(text), file);
    }
    fail_msg("no source %s", source);
    return -1;
}

static void test_xliff2_rules(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *says; /* says NULL: valid */
    } cases[] = {
        {"<segment><source>a</source><target>b</target></segment>", NULL},
        {"<segment><source><cp hex='0041'/></source></segment>", "XML cannot hold"},
        {"<segment><source><ph id='1' canReorder='no'/></source></segment>", "cannot be reordered"},
        {"<segment><source><sc id='1'/>a</source></segment>", "never ended"},
        {"<segment><source><sm id='1'/>a</source></segment>", "never ended"},
        {"<segment><source><sc id='1'/>a<ec startRef='1'/><ec startRef='1'/></source></segment>",
         "ended twice"},
        {"<segment><source><ph id='1'/></source><target><pc id='1'>b</pc></target></segment>",
         "a placeholder in the"},
        {"<segment><source>a</source><target order='2'>b</target></segment>", "more than the 1 parts"},
        {"<segment><source>a</source><target "
         "order='2'>b</target></segment><segment><source>c</source></segment>",
         "two parts of the unit have place 2"},
        {"<segment><source><mrk id='1' ref='#n=9'>a</mrk></source></segment>", "names nothing"},
        {"<segment><source><mrk id='1' ref='#/f=g/u=u/1'>a</mrk></source></segment>", "names nothing"},
        {"<segment><source><mrk id='1' ref='#/f=f/u=u/1'>a</mrk></source></segment>", NULL},
        {"<segment><source><mrk id='1' type='xlf:x'>a</mrk></source></segment>", "reserved"},
        {"<segment sate='final'><source>a</source></segment>", "no attribute 'sate'"},
        {"<segment><target>a</target></segment>", "lacks <source>"},
        {"<segment><source>a</source></segment>b", "takes no text"},
        {"<notes><note priority='11'>n</note></notes><segment><source>a</source></segment>", "1 to 10"},
        {"<segment state='final'><source><ph id='1' canDelete='no'/></source><target>b</target></segment>",
         "must not be deleted"},
        {"<segment state='translated'><source><ph id='1' "
         "canDelete='no'/></source><target>b</target></segment>",
         NULL},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct l10n_file file;
        char *text =
            arena_printf(a,
                         "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.1' srcLang='en' "
                         "trgLang='fr'>\n<file id='f'><unit id='u'>%s</unit></file></xliff>",
                         cases[i].unit);
        int result = load_text("xliff2", text, a, &file);
        if (!cases[i].says) {
            assert_int_equal(result, 0);
            continue;
        }
        if (result == 0)
            fail_msg("accepted: %s", cases[i].unit);
        if (!strstr(list.at[0].message, cases[i].says))
            fail_msg("'%s' for %s", list.at[0].message, cases[i].unit);
        assert_int_equal(list.at[0].where.line, 2);
    }
    arena_drop(a);
}

/* tests/l10n/xliff2-cases.tsv: the constraints of XLIFF 2.1 one by one. */
static void test_xliff2_cases(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct ctx ctx = quiet();
    char *data;
    size_t len;
    int wrong = 0, bad = 0, good = 0;
    assert_int_equal(file_read(&ctx, a, "tests/l10n/xliff2-cases.tsv", 1 << 20, &data, &len), 0);
    for (char *line = strtok(data, "\n"); line; line = strtok(NULL, "\n")) {
        struct l10n_file file;
        char *name = strchr(line, '\t'), *text = name ? strchr(name + 1, '\t') : NULL;
        if (!text)
            continue;
        *name++ = *text++ = 0;
        bool invalid = str_eq(line, "bad");
        *(invalid ? &bad : &good) += 1;
        if ((load_text("xliff2", text, a, &file) != 0) != invalid) {
            wrong++;
            print_message("%s %s\n", invalid ? "accepted:" : "refused:", name);
        } else if (invalid && !(list.len && list.at[0].where.line > 0)) {
            wrong++;
            print_message("no line: %s\n", name);
        }
    }
    assert_true(bad > 200 && good > 20);
    assert_int_equal(wrong, 0);
    arena_drop(a);
}

static void test_codes_become_patterns(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct l10n_file file;
    assert_int_equal(
        load_text("xliff12",
                  "<xliff version='1.2'><file original='o' source-language='en' target-language='fr' "
                  "datatype='x'><body><trans-unit id='1' resname='m'><source>Hi <x id='1' "
                  "equiv-text='{n}'/></source><target state='final'>L'<x id='1' equiv-text='{n}'/> <g "
                  "id='2' ctype='bold'>a</g> <ph id='3'>{m}</ph></target></trans-unit></body></file>"
                  "</xliff>",
                  a, &file),
        0);
    assert_int_equal(file.n_units, 1);
    assert_string_equal(file.units[0].source, "Hi {n}");
    assert_string_equal(file.units[0].target,
                        "L''{n} <b>a</b> {m}"); /* the apostrophe must not quote the brace */
    assert_string_equal(file.units[0].state, "final");
    assert_string_equal(file.units[0].name, "m");
    assert_int_equal(
        load_text("xliff2",
                  "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.0' srcLang='en' "
                  "trgLang='fr'><file id='f'><unit id='u'><segment><source>a.</source><target "
                  "order='3'>A.</target></segment><ignorable><source> </source></ignorable><segment>"
                  "<source>b<cp hex='0001'/></source><target order='1'>B. <sc id='1' type='fmt' "
                  "subType='xlf:i'/>c<ec startRef='1'/></target></segment></unit></file></xliff>",
                  a, &file),
        0);
    assert_string_equal(file.units[0].source, "a. b"); /* a control character is no copy */
    assert_string_equal(file.units[0].target, "B. <i>c</i> A.");
    arena_drop(a);
}

static void test_po(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct l10n_file file;
    assert_int_equal(
        load_text("po",
                  "msgid \"\"\nmsgstr \"Language: fr\\nContent-Type: text/plain; charset=ISO-8859-1\\n\"\n\n"
                  "#, fuzzy\nmsgid \"a\"\nmsgstr \"x\"\n\nmsgctxt \"k\"\nmsgid \"b\"\n\"c\\t\"\n"
                  "msgstr \"\xe9\\x41\\101\"\n#~ msgid \"old\"\n#~ msgstr \"x\"\n",
                  a, &file),
        0);
    assert_string_equal(file.target_lang, "fr");
    assert_int_equal(file.n_units, 2);
    assert_null(file.units[0].target); /* fuzzy: a guess */
    assert_string_equal(file.units[1].id, "k");
    assert_string_equal(file.units[1].source, "bc\t");
    assert_string_equal(file.units[1].target, "éAA");
    static const char *const bad[] = {"msgid \"a\nmsgstr \"b\"\n",
                                      "msgid \"a\"\n",
                                      "msgstr \"a\"\n",
                                      "msgid \"a\"\nmsgstr \"b\" c\n",
                                      "\"a\"\n",
                                      "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"c\"\n",
                                      "msgid \"a\"\nmsgstr[1] \"c\"\n",
                                      "msgid \"\\q\"\nmsgstr \"\"\n",
                                      "hello\n",
                                      "msgid \"a\"\nmsgstr \"\"\nmsgid \"a\"\nmsgstr \"\"\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (load_text("po", bad[i], a, &file) == 0)
            fail_msg("accepted: %s", bad[i]);
        assert_true(list.len > 0 && list.at[0].where.line > 0);
    }
    arena_drop(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suite),        cmocka_unit_test(test_xliff2_rules),
        cmocka_unit_test(test_xliff2_cases), cmocka_unit_test(test_codes_become_patterns),
        cmocka_unit_test(test_po),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    diag_list_drop(&list);
    return failed;
}
