/* The ITS module of XLIFF 2.1 (section 5.9) and the attributes of ITS 2.0 that it borrows. */
#include "l10n/check-imp.h"

#include <stdlib.h>
#include <string.h>

static bool in_list(const char *list, const char *word, size_t n)
{
    for (const char *p = list; *p; p += strspn(p, " ")) {
        size_t m = strcspn(p, " ");
        if (m == n && strncmp(p, word, n) == 0)
            return true;
        p += m;
    }
    return false;
}

static const char issue_types[] =
    "terminology mistranslation omission untranslated addition duplication inconsistency grammar legal "
    "register "
    "locale-specific-content locale-violation style characters misspelling typographical formatting "
    "inconsistent-entities numbers markup pattern-problem whitespace internationalization length "
    "non-conformance uncategorized other";
static const char categories[] =
    "translate localization-note terminology directionality language-information elements-within-text domain "
    "text-analysis locale-filter provenance external-resource target-pointer id-value preserve-space "
    "localization-quality-issue localization-quality-rating mt-confidence allowed-characters storage-size";

/* The local attributes of ITS 2.0, those that XLIFF 2.1 says otherwise among them. */
static const char attributes[] =
    "version annotatorsRef allowedCharacters domains localeFilterList localeFilterType locQualityIssuesRef "
    "locQualityIssueType locQualityIssueComment locQualityIssueSeverity locQualityIssueProfileRef "
    "locQualityIssueEnabled locQualityRatingScore locQualityRatingScoreThreshold locQualityRatingVote "
    "locQualityRatingVoteThreshold locQualityRatingProfileRef mtConfidence provenanceRecordsRef person "
    "personRef org orgRef tool toolRef revPerson revPersonRef revOrg revOrgRef revTool revToolRef "
    "taConfidence taClassRef taIdent taIdentRef taSource term termInfoRef termConfidence lang translate dir "
    "locNote locNoteRef locNoteType withinText storageSize storageEncoding lineBreakType";

struct range {
    const char *name;
    double max;
    bool whole; /* any whole number, negative too */
};

static void check_number(struct check *k, const struct xml_node *e, const struct range *r)
{
    const char *value = xml_attr_ns(e, ITS_NS, r->name);
    if (!value)
        return;
    char *end;
    double v = strtod(value, &end);
    bool good = *value && !*end && (*value == '-' || *value == '.' || (*value >= '0' && *value <= '9'));
    if (good && r->whole)
        good = strcspn(value, ".eExX") == strlen(value);
    else if (good)
        good = v >= 0 && v <= r->max;
    if (!good && r->whole)
        fault(k, e, NULL, "its:%s=\"%s\" is not a whole number", r->name, value);
    else if (!good)
        fault(k, e, NULL, "its:%s=\"%s\" is not a number from 0 to %g", r->name, value, r->max);
}

static void check_words(struct check *k, const struct xml_node *e, const char *name, const char *words)
{
    const char *value = xml_attr_ns(e, ITS_NS, name);
    if (value && !in_list(words, value, strlen(value)))
        fault(k, e, strlen(words) < 60 ? words : "use a type of ITS 2.0", "its:%s=\"%s\" is not known", name,
              value);
}

/* "text-analysis|http://enrycher.ijs.si mt-confidence|...": each category once. */
static bool annotators_name(const char *list, const char *category)
{
    size_t n = strlen(category);
    for (const char *p = list; *p; p += strspn(p, " \t\r\n")) {
        if (strncmp(p, category, n) == 0 && p[n] == '|')
            return true;
        p += strcspn(p, " \t\r\n");
    }
    return false;
}

static void check_annotators(struct check *k, const struct xml_node *e)
{
    const char *list = xml_attr_ns(e, ITS_NS, "annotatorsRef");
    for (const char *p = list ? list + strspn(list, " \t\r\n") : ""; *p; p += strspn(p, " \t\r\n")) {
        size_t n = strcspn(p, " \t\r\n"), bar = strcspn(p, "| \t\r\n");
        if (bar >= n || bar + 1 == n || !in_list(categories, p, bar)) {
            fault(k, e, "write category|address, as in mt-confidence|http://example.com",
                  "its:annotatorsRef=\"%s\" names no data category and tool", list);
            return;
        }
        if (annotators_name(p + n, arena_strndup(k->a, p, bar)))
            fault(k, e, "keep one", "its:annotatorsRef names %.*s twice", (int)bar, p);
        p += n;
    }
}

/* A confidence means nothing without the tool that is confident. */
static void check_confidence(struct check *k, const struct xml_node *e, const char *name,
                             const char *category)
{
    if (!xml_attr_ns(e, ITS_NS, name))
        return;
    for (const struct xml_node *n = e; n; n = n->parent) {
        const char *list = xml_attr_ns(n, ITS_NS, "annotatorsRef");
        if (list && annotators_name(list, category))
            return;
    }
    fault(k, e, "add its:annotatorsRef here or around it", "its:%s needs an annotator of %s", name, category);
}

static bool has(const struct xml_node *e, const char *name)
{
    return xml_attr_ns(e, ITS_NS, name) != NULL;
}

static void only_one(struct check *k, const struct xml_node *e, const char *a, const char *b)
{
    if (has(e, a) && has(e, b))
        fault(k, e, "keep one of them", "<%s> has both its:%s and its:%s", e->name, a, b);
}

static void needs(struct check *k, const struct xml_node *e, const char *a, const char *b)
{
    if (has(e, a) && !has(e, b))
        fault(k, e, NULL, "its:%s needs its:%s", a, b);
}

static void check_issue(struct check *k, const struct xml_node *e)
{
    static const char *const own[] = {"locQualityIssueType", "locQualityIssueComment",
                                      "locQualityIssueSeverity", "locQualityIssueProfileRef",
                                      "locQualityIssueEnabled"};
    bool any = false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        any |= has(e, own[i]);
    if (any && has(e, "locQualityIssuesRef"))
        fault(k, e, "keep one of them",
              "an issue stands here or where its:locQualityIssuesRef says, not in both places");
    else if (any && !has(e, own[0]) && !has(e, own[1]))
        fault(k, e, "add one of them", "an issue has its:locQualityIssueType or its:locQualityIssueComment");
}

static void check_analysis(struct check *k, const struct xml_node *e)
{
    only_one(k, e, "taIdentRef", "taIdent");
    only_one(k, e, "taIdentRef", "taSource");
    needs(k, e, "taIdent", "taSource");
    needs(k, e, "taSource", "taIdent");
    if (has(e, "taConfidence") && !has(e, "taClassRef") && !has(e, "taIdentRef") && !has(e, "taIdent"))
        fault(k, e, "add its:taClassRef, its:taIdentRef or its:taIdent",
              "its:taConfidence says nothing of what it is confident");
}

void check_its_attributes(struct check *k, const struct xml_node *e)
{
    static const struct range ranges[] = {{"locQualityIssueSeverity", 100, false},
                                          {"locQualityRatingScore", 100, false},
                                          {"locQualityRatingScoreThreshold", 100, false},
                                          {"locQualityRatingVote", 0, true},
                                          {"locQualityRatingVoteThreshold", 0, true},
                                          {"mtConfidence", 1, false},
                                          {"taConfidence", 1, false},
                                          {"termConfidence", 1, false}};
    static const char *const agents[][2] = {{"person", "personRef"},
                                            {"org", "orgRef"},
                                            {"tool", "toolRef"},
                                            {"revPerson", "revPersonRef"},
                                            {"revOrg", "revOrgRef"},
                                            {"revTool", "revToolRef"},
                                            {"locQualityRatingScore", "locQualityRatingVote"}};
    bool any = false;
    for (const struct xml_attr *at = e->attrs; at; at = at->next) {
        if (!str_eq(at->ns, ITS_NS))
            continue;
        any = true;
        if (!in_list(attributes, at->name, strlen(at->name)))
            fault(k, e, "use an attribute of ITS 2.0", "<%s> has its:%s, which ITS does not know", e->name,
                  at->name);
    }
    if (!any)
        return;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        check_number(k, e, &ranges[i]);
    for (size_t i = 0; i < sizeof agents / sizeof *agents; i++)
        only_one(k, e, agents[i][0], agents[i][1]);
    check_words(k, e, "locQualityIssueType", issue_types);
    check_words(k, e, "locQualityIssueEnabled", "yes no");
    check_words(k, e, "localeFilterType", "include exclude");
    check_annotators(k, e);
    check_confidence(k, e, "mtConfidence", "mt-confidence");
    check_confidence(k, e, "taConfidence", "text-analysis");
    check_confidence(k, e, "termConfidence", "terminology");
    needs(k, e, "locQualityRatingScoreThreshold", "locQualityRatingScore");
    needs(k, e, "locQualityRatingVoteThreshold", "locQualityRatingVote");
    needs(k, e, "localeFilterType", "localeFilterList");
    check_issue(k, e);
    check_analysis(k, e);
}
