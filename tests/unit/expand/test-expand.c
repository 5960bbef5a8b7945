#include "expand/expand.h"

#include "creative/scratch.h"

#define NS "xmlns=\"urn:pressrun:creative:1\""
#define SVG "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"250\">"

struct result {
    struct str lines;
    struct run_totals totals;
    int rc;
};

static struct str *sink; /* cmocka runs one test at a time */

static int keep(struct ctx *ctx, const char *data, size_t len)
{
    (void)ctx;
    str_put(sink, data, len);
    return 0;
}

static struct result run(struct scratch *s, const char *creative, const char *csv, struct run_options o)
{
    struct result r = {.lines = STR_INIT};
    sink = &r.lines;
    o.write = keep;
    if (!o.sample)
        o.sample = -1;
    if (!o.limit)
        o.limit = -1;
    diag_list_drop(&s->diags.list);
    collect_diags(&s->diags);
    r.rc = expand_run(&s->diags.ctx, creative, scratch_put(s, "rows.csv", csv), &o, &r.totals);
    return r;
}

static void has(const struct result *r, const char *text)
{
    if (!strstr(r->lines.data, text))
        fail_msg("no %s in:\n%s", text, r->lines.data);
}
static void has_not(const struct result *r, const char *text)
{
    if (strstr(r->lines.data, text))
        fail_msg("%s in:\n%s", text, r->lines.data);
}
static size_t count(const struct result *r)
{
    size_t n = 0;
    for (const char *p = r->lines.data; *p; p++)
        n += *p == '\n';
    return n;
}

static const char manifest[] =
    "<creative " NS " name='c' source-locale='en'>"
    "<data><field name='id' key='yes' pattern='[a-z0-9]+'/><field name='name' pii='yes' empty='drop'/>"
    "<field name='seg' type='enum' values='new|vip' required='yes'/><field name='n' type='number' "
    "default='3' min='0' max='10'/>"
    "<field name='price' type='money' currency='cur'/><field name='cur'/><field name='pic' type='image'/>"
    "<field name='on' type='boolean'/><field name='day' type='date'/><field name='col' type='colour'/>"
    "<field name='link' type='url'/><field name='lang' type='locale'/><field name='must' empty='skip' "
    "default='x'/></data>"
    "<layouts><layout name='a' src='a.svg'/><layout name='b' src='b.svg'/></layouts>"
    "<modules><module name='gift' src='m.svg'/></modules>"
    "<slots><slot name='t'><fit><fallback message='short'/></fit><in layout='b'><fit/></in></slot>"
    "<slot name='img' kind='image' column='pic' folder='assets'/><slot name='g' kind='visibility' "
    "column='on'/>"
    "<slot name='r' kind='paint' column='col'/><slot name='only_a' kind='text' text='literal {x} &lt;b&gt;'/>"
    "<slot name='mod' kind='module' target='g2'/><slot name='url' kind='copy' column='link'/>"
    "<slot name='op' kind='attribute' target='g' attribute='opacity' value='0.5'/></slots>"
    "<copy><message id='hi'>Hi {name}, {price, number, currency}</message><message id='vip'>Dear "
    "{name}</message>"
    "<message id='short'>{n} left</message></copy>"
    "<themes default='d'><theme name='d'><token name='--x' value='#000'/></theme>"
    "<theme name='e'><token name='--x' value='#0000ff80'/></theme></themes>"
    "<rules><choose theme='yes'><when test=\"re:test($seg, '^VIP$', 'i')\" theme='e'/><otherwise "
    "theme='d'/></choose>"
    "<choose slot='t'><when test=\"$seg = 'vip' and $n &gt; 5\" message='vip'/><otherwise "
    "message='hi'/></choose>"
    "<choose slot='r'><when test=\"$col != ''\" column='col'/><otherwise paint='var( --x )'/></choose>"
    "<choose slot='mod'><when test=\"$layout = 'b'\" drop='yes'/><otherwise module='gift'/></choose></rules>"
    "<output name='{layout}/{seg}/{id}'/></creative>";

static const char header[] = "id,name,seg,n,price,cur,pic,on,day,col,link,lang,must\n";

static const char *setup(struct scratch *s)
{
    scratch_open(s);
    scratch_put(s, "a.svg",
                SVG "<text id='t'>x</text><image id='img'/><g id='g'/><rect id='r'/><text "
                    "id='only_a'>y</text><g id='g2'/></svg>");
    scratch_put(s, "b.svg", SVG "<text id='t'>x</text><g id='g2'/></svg>");
    scratch_put(s, "m.svg", SVG "</svg>");
    scratch_put(s, "assets/p.png", "not checked here");
    return scratch_put(s, "creative.xml", manifest);
}

static struct result rows(struct scratch *s, const char *creative, const char *body, struct run_options o)
{
    return run(s, creative, arena_printf(s->a, "%s%s", header, body), o);
}

static void a_row_becomes_lines(void **state)
{
    (void)state;
    struct scratch s;
    const char *c = setup(&s);
    struct result r = rows(&s, c,
                           "k1,Ana,vip,6,12.5,EUR,p.png,no,2027-05-01,#F00,https://x.example/a,de_DE,y\n"
                           "k2,\"{n} <b>\",new,,1.005,,,,,,,,y\n",
                           (struct run_options){0});
    assert_int_equal(r.rc, 0);
    assert_int_equal(s.diags.list.len, 0);
    assert_int_equal(count(&r), 4);
    has(&r, "{\"v\":1,\"id\":\"k1/a/de-DE\",");
    has(&r,
        "\"locale\":\"de-DE\",\"row\":1,\"theme\":\"e\",\"fields\":{\"seg\":\"vip\",\"id\":\"k1\"},\"slots\":"
        "{"
        "\"t\":{\"message\":\"vip\",\"args\":{\"name\":\"Ana\",\"n\":\"6\"},\"text\":\"Dear Ana\","
        "\"alts\":[{\"message\":\"short\",\"text\":\"6 left\"}]},\"img\":{\"image\":\"assets/p.png\"},"
        "\"g\":{\"visible\":false},\"r\":{\"paint\":\"#ff0000\"},\"only_a\":{\"text\":\"literal {x} <b>\"},"
        "\"mod\":{\"module\":\"gift\"},\"url\":{\"text\":\"https://x.example/"
        "a\"},\"op\":{\"value\":\"0.5\"}},"
        "\"why\":{\"theme\":\"when[1]: re:test($seg, '^VIP$', 'i')\",\"t\":\"when[1]: $seg = 'vip' and $n > "
        "5\","
        "\"r\":\"when[1]: $col != ''\",\"mod\":\"otherwise\"},\"state\":\"ok\"}\n");
    /* the other layout: fewer slots, its own ladder, its own rule */
    has(&r, "\"layout\":\"b\",\"locale\":\"de-DE\",\"row\":1,\"theme\":\"e\",\"fields\":{\"seg\":\"vip\","
            "\"id\":\"k1\"},"
            "\"slots\":{\"t\":{\"message\":\"vip\",\"args\":{\"name\":\"Ana\"},\"text\":\"Dear "
            "Ana\"},\"mod\":{\"visible\":false},"
            "\"url\"");
    /* data stays data; empty values keep the layout's content; themes resolve paints; the default number */
    has(&r, "\"args\":{\"name\":\"{n} <b>\",\"price\":\"1.005\",\"n\":\"3\"},\"text\":\"Hi {n} <b>, ");
    has(&r, "\"r\":{\"paint\":\"#000000\"}");
    has(&r, "\"id\":\"k2/b/en\"");
    str_drop(&r.lines);
    scratch_close(&s);
}

/* One row that must be rejected for that reason. */
static void rejected(const char *row, const char *says)
{
    struct scratch s;
    const char *c = setup(&s);
    struct result r = rows(&s, c, row, (struct run_options){0});
    assert_int_equal(r.lines.len, 0);
    assert_int_equal(r.totals.rejected, 1);
    assert_true(r.totals.stopped);
    assert_int_equal(s.diags.ctx.status, 1);
    bool said = false;
    for (size_t i = 0; i < s.diags.list.len; i++) {
        const struct diag *d = &s.diags.list.at[i];
        said |= strstr(d->message, says) != NULL || (d->hint && strstr(d->hint, says));
        assert_int_equal(d->where.line, 2);
        assert_true(str_ends(d->where.file, "rows.csv"));
    }
    if (!said)
        fail_msg("%s: no '%s' but '%s'", row, says,
                 s.diags.list.len ? s.diags.list.at[0].message : "nothing");
    str_drop(&r.lines);
    scratch_close(&s);
}

static void the_contract_is_kept(void **state)
{
    (void)state;
    rejected("k,A,vp,,1,EUR,,,,,,,y\n", "did you mean 'vip'?");
    rejected("k,A,,,1,EUR,,,,,,,y\n", "'seg' is empty and required");
    rejected("k,A,vip,1.2.3,1,EUR,,,,,,,y\n", "row 1, column 'n': '1.2.3' is not a number");
    rejected("k,A,vip,\"1,5\",1,EUR,,,,,,,y\n", "is not a number");
    rejected("k,A,vip,11,1,EUR,,,,,,,y\n", "above the greatest value 10");
    rejected("k,A,vip,-1,1,EUR,,,,,,,y\n", "below the least value 0");
    rejected("k,A,vip,1,€1,EUR,,,,,,,y\n", "without currency sign");
    rejected("K,A,vip,1,1,EUR,,,,,,,y\n", "does not match the pattern");
    rejected("k,A,vip,1,1,EUR,../../etc/passwd,,,,,,y\n", "leaves its folder");
    rejected("k,A,vip,1,1,EUR,http://x/y.png,,,,,,y\n", "not a path");
    rejected("k,A,vip,1,1,EUR,/etc/passwd,,,,,,y\n", "absolute path");
    rejected("k,A,vip,1,1,EUR,@list,,,,,,y\n", "not a path");
    rejected("k,A,vip,1,1,EUR,none.png,,,,,,y\n", "does not exist");
    rejected("k,A,vip,1,1,EUR,,maybe,,,,,y\n", "neither yes nor no");
    rejected("k,A,vip,1,1,EUR,,,01.05.2027,,,,y\n", "is not a date");
    rejected("k,A,vip,1,1,EUR,,,,reddish,,,y\n", "is not a colour");
    rejected("k,A,vip,1,1,EUR,,,,,javascript:alert(1),,y\n", "is not a web address");
    rejected("k,A,vip,1,1,EUR,,,,,,xx-!,y\n", "is not a locale");
    rejected("k,A\x01,vip,1,1,EUR,,,,,,,y\n", "control character U+0001");
    rejected("k,A,new,1,,EUR,,,,,,,y\n", ""); /* a message needs the price */
}

static void personal_data_is_masked(void **state)
{
    (void)state;
    struct scratch s;
    const char *c = setup(&s);
    struct result r = rows(&s, c, "k,Wilhelmina,Wilhelmina,1,1,EUR,,,,,,,y\n", (struct run_options){0});
    for (size_t i = 0; i < s.diags.list.len; i++)
        assert_null(strstr(s.diags.list.at[i].message, "Wilhelmina"));
    assert_true(scratch_said(&s, DIAG_VALUE, "***"));
    str_drop(&r.lines);
    scratch_close(&s);
}

static void empty_values(void **state)
{
    (void)state;
    struct scratch s;
    const char *c = setup(&s);
    /* name drops its slot; must skips the row, without failing it */
    struct result r =
        rows(&s, c, "k1,,vip,9,1,EUR,,,,,,,y\nk2,B,vip,9,1,EUR,,,,,,,\n", (struct run_options){0});
    assert_int_equal(count(&r), 2);
    has(&r, "\"t\":{\"visible\":false}");
    assert_int_equal(r.totals.skipped, 1);
    assert_int_equal(r.totals.rejected, 0);
    assert_int_equal(s.diags.ctx.status, 0);
    str_drop(&r.lines);
    scratch_close(&s);
}

static void keys_are_unique(void **state)
{
    (void)state;
    struct scratch s;
    const char *c = setup(&s);
    struct result r =
        rows(&s, c, "k1,A,new,1,1,EUR,,,,,,,y\nk1,A,new,1,1,EUR,,,,,,fr,y\nk1,B,new,1,1,EUR,,,,,,,y\n",
             (struct run_options){.skip_errors = true});
    assert_int_equal(count(&r), 4);
    assert_int_equal(r.totals.rejected, 1);
    assert_true(scratch_said(&s, DIAG_KEY, "row 3"));
    str_drop(&r.lines);
    scratch_close(&s);
}

static void selection(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    const char *c = scratch_put(&s, "card.svg", SVG "<text id='t'>{a}</text></svg>");
    struct str csv = STR_INIT;
    str_puts(&csv, "a\n");
    for (int i = 1; i <= 100; i++)
        str_printf(&csv, "v%d\n", i);
    struct result r = run(&s, c, csv.data, (struct run_options){.rows = "3-5,100"});
    assert_int_equal(count(&r), 4);
    has(&r, "v100");
    str_drop(&r.lines);
    r = run(&s, c, csv.data, (struct run_options){.limit = 7});
    assert_int_equal(count(&r), 7);
    str_drop(&r.lines);
    r = run(&s, c, csv.data, (struct run_options){.expand = {.where = "starts-with($a, 'v9')"}});
    assert_int_equal(count(&r), 11);
    str_drop(&r.lines);
    /* shards are disjoint and complete; also of a sample */
    struct result whole = run(&s, c, csv.data, (struct run_options){.sample = 20, .seed = 3});
    assert_int_equal(count(&whole), 20);
    size_t parts = 0;
    for (int k = 1; k <= 3; k++) {
        char shard[] = "0/3";
        shard[0] = (char)('0' + k);
        r = run(&s, c, csv.data, (struct run_options){.sample = 20, .seed = 3, .shard = shard});
        parts += count(&r);
        for (char *line = strtok(r.lines.data, "\n"); line; line = strtok(NULL, "\n"))
            assert_non_null(strstr(whole.lines.data, line));
        str_drop(&r.lines);
    }
    assert_int_equal(parts, 20);
    str_drop(&whole.lines);
    const char *sets[] = {"a=forced"};
    r = run(&s, c, csv.data,
            (struct run_options){.rows = "1", .expand = {.sets = sets, .n_sets = 1, .locale = "pl"}});
    has(&r, "\"text\":\"forced\"");
    has(&r, "\"locale\":\"pl\"");
    str_drop(&r.lines);
    r = run(&s, c, csv.data, (struct run_options){.dry_run = true});
    has(&r, "rows          100 read");
    str_drop(&r.lines);
    str_drop(&csv);
    scratch_close(&s);
}

static void lone_svg_columns(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    const char *c = scratch_put(
        &s, "card.svg",
        SVG "<rect id='bg'/><g id='badge'/><text id='title'>x</text><text>Hi {First_Name}</text></svg>");
    struct result r = run(&s, c, "First Name,bg,badge,title,locale\nAna,red,no,T,de_de\nBob,,,,\n",
                          (struct run_options){0});
    has(&r, "\"slots\":{\"bg\":{\"paint\":\"#ff0000\"},\"badge\":{\"visible\":false},\"title\":{\"text\":"
            "\"T\"},\"text-1\":{"
            "\"message\":\"text-1\",\"args\":{\"First_Name\":\"Ana\"},\"text\":\"Hi Ana\"}}");
    has(&r, "\"locale\":\"de-DE\"");
    has(&r, "\"slots\":{\"title\":{\"text\":\"\"},");
    str_drop(&r.lines);
    r = run(&s, c, "Frist_Name,bg\nAna,red\n", (struct run_options){0});
    assert_int_equal(r.rc, -1);
    assert_int_equal(s.diags.ctx.status, 2);
    assert_true(scratch_said(&s, DIAG_COLUMN, "did you mean 'Frist_Name'?"));
    str_drop(&r.lines);
    r = run(&s, c, "First_Name;bg\nAna;red\n", (struct run_options){0});
    assert_true(scratch_said(&s, DIAG_COLUMN, "--delimiter ';'"));
    str_drop(&r.lines);
    scratch_close(&s);
}

static void axes(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    scratch_put(&s, "a.svg", SVG "<text id='t'/><rect id='r'/></svg>");
    const char *c = scratch_put(
        &s, "creative.xml",
        "<creative " NS "><layouts><layout name='a' src='a.svg'/></layouts><slots><slot name='t'/>"
        "<slot name='r' kind='paint' paint='#111'/></slots>"
        "<rules><axis name='tone'><choice name='warm' slot='t' text='Warm'/><choice name='cool' slot='t' "
        "text='Cool'/>"
        "<choice name='vip' test='$n &gt; 5' slot='t' text='Vip'/></axis>"
        "<axis name='bg'><choice name='red' slot='r' paint='red'/><choice name='none'/></axis>"
        "<constraint test=\"not($tone = 'cool' and $bg = 'none')\"/><cap "
        "combinations='4'/></rules></creative>");
    struct result r = run(&s, c, "n\n1\n9\n", (struct run_options){0});
    assert_int_equal(count(&r), 3 + 4);
    assert_int_equal(r.totals.capped, 1);
    has(&r, "\"id\":\"1/a/en/warm-red\"");
    has(&r, "\"choices\":{\"tone\":\"warm\",\"bg\":\"none\"},\"slots\":{\"t\":{\"text\":\"Warm\"},\"r\":{"
            "\"paint\":\"#111111\"}},"
            "\"why\":{\"t\":\"axis tone: warm\"}");
    has_not(&r, "cool-none");
    has_not(&r, "\"id\":\"1/a/en/vip");
    has(&r, "\"id\":\"2/a/en/vip-red\"");
    str_drop(&r.lines);
    struct str many = STR_INIT;
    str_puts(&many, "<creative " NS "><layouts><layout name='a' src='a.svg'/></layouts><rules>");
    for (int i = 0; i < 6; i++) {
        str_printf(&many, "<axis name='x%d'>", i);
        for (int k = 0; k < 10; k++)
            str_printf(&many, "<choice name='c%d'/>", k);
        str_puts(&many, "</axis>");
    }
    str_puts(&many, "</rules></creative>");
    r = run(&s, scratch_put(&s, "many.xml", many.data), "n\n1\n", (struct run_options){0});
    assert_true(scratch_said(&s, DIAG_COMBINATIONS, "<cap"));
    str_drop(&r.lines);
    str_drop(&many);
    scratch_close(&s);
}

static void rejects(void **state)
{
    (void)state;
    struct scratch s;
    const char *c = setup(&s);
    const char *path = scratch_path(&s, "rejects.csv");
    struct result r = rows(&s, c, "k1,A,bad,1,1,EUR,,,,,,,y\nk2,\"A \"\"q\"\"\",new,1,1,EUR,,,,,,,y\nk3,x\n",
                           (struct run_options){.skip_errors = true, .rejects = path});
    assert_int_equal(r.totals.rejected, 2);
    char *text;
    size_t len;
    assert_int_equal(file_read(&s.diags.ctx, s.a, path, 1 << 20, &text, &len), 0);
    assert_true(str_starts(text,
                           "id,name,seg,n,price,cur,pic,on,day,col,link,lang,must,reject_reason\n"
                           "k1,A,bad,1,1,EUR,,,,,,,y,\"row 1, column 'seg': 'bad' is not one of its values"));
    assert_non_null(strstr(text, "\nk3,x,\"row 3 has 2 values, the header has 13 columns"));
    str_drop(&r.lines);
    /* the rejected rows, mended, are an audience again */
    scratch_close(&s);
}

static void lint(void **state)
{
    (void)state;
    struct scratch s;
    scratch_open(&s);
    scratch_put(&s, "a.svg", SVG "<text id='t'/></svg>");
    const char *c = scratch_put(
        &s, "creative.xml",
        "<creative " NS "><data><field name='seg' type='enum' values='a|b'/><field name='n' "
        "type='number'/><field name='vip' type='boolean'/></data>"
        "<layouts><layout name='a' src='a.svg'/></layouts><slots><slot name='t'/></slots>"
        "<copy><message id='m' max-chars='3'>{n, number} things</message></copy>"
        "<rules><choose slot='t'><when test=\"$seg = 'x'\" message='m'/><when test=\"$seg = 'b'\" text='B'/>"
        "<when test=\"$seg = 'b'\" text='B'/><when test=\"$vip = 'no'\" text='c'/><otherwise "
        "message='m'/></choose><axis name='tone'><choice name='x'/><choice name='y'/></axis></rules>"
        "<output name='{layout}/{locale}'/></creative>");
    struct result r =
        run(&s, c, "seg,n,vip,extra\na,12,,q\nb,1,,q\na,,,q\n", (struct run_options){.lint = true});
    assert_true(scratch_said(&s, DIAG_LINT_COLUMN, "'extra' is used nowhere"));
    assert_true(scratch_said(&s, DIAG_LINT_COLUMN, "'vip' is empty in every row"));
    assert_true(scratch_said(&s, DIAG_LINT_RULE, "so it can never fire"));
    assert_true(scratch_said(&s, DIAG_LINT_RULE, "an earlier rule has the same test"));
    assert_true(scratch_said(&s, DIAG_LINT_RULE, "write $vip or not($vip)"));
    assert_true(scratch_said(&s, DIAG_LINT_RULE, "match no rule"));
    assert_true(scratch_said(&s, DIAG_LINT_RULE, "the same for every row"));
    assert_true(scratch_said(&s, DIAG_LINT_RULE, "choices of {tone}"));
    assert_true(scratch_said(&s, DIAG_LINT_TEXT, "9 on line 2"));
    assert_true(scratch_said(&s, DIAG_MESSAGE_ARG, "")); /* the third row */
    has(&r, "longest value");
    has(&r, "line 2, a: 12 things");
    str_drop(&r.lines);
    scratch_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_becomes_lines),
        cmocka_unit_test(the_contract_is_kept),
        cmocka_unit_test(personal_data_is_masked),
        cmocka_unit_test(empty_values),
        cmocka_unit_test(keys_are_unique),
        cmocka_unit_test(selection),
        cmocka_unit_test(lone_svg_columns),
        cmocka_unit_test(axes),
        cmocka_unit_test(rejects),
        cmocka_unit_test(lint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
