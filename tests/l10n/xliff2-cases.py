"""Small XLIFF 2.1 files, each with one fault that the standard's prose or its modules forbid, and sound neighbours.

Writes them to a folder as good-*.xlf and bad-*.xlf; the test runs `localize check` on each.
"""
import os
import re
import sys

NS = "urn:oasis:names:tc:xliff:"
MODULES = {"mda": "metadata", "gls": "glossary", "mtc": "matches", "res": "resourcedata", "slr": "sizerestriction",
           "val": "validation", "fs": "fs"}


def doc(unit, before="", units="", lang='srcLang="en" trgLang="de"', after=""):
    """A file with one unit; the rest stands around it."""
    names = " ".join(f'xmlns:{k}="{NS}{v}:2.0"' for k, v in MODULES.items())
    return (f'<?xml version="1.0"?>\n<xliff version="2.1" xmlns="{NS}document:2.0" {names} '
            f'xmlns:its="http://www.w3.org/2005/11/its" {lang}>\n<file id="f1">{before}\n'
            f'<unit id="u1">{unit}</unit>{units}</file>{after}</xliff>\n')


def seg(source, target=None, attrs=""):
    """One segment as the unit's content."""
    target = "" if target is None else f"<target>{target}</target>"
    return f'<segment id="s1"{attrs}><source>{source}</source>{target}</segment>'


def mrk(attrs):
    """A text with one marker of ITS."""
    return doc(seg(f'<mrk id="m1" type="its:any" {attrs}>x</mrk>'))


S = seg('Hello <pc id="1">w</pc>', 'Hallo <pc id="1">w</pc>')
META = '<mda:metadata><mda:metaGroup><mda:meta type="x">y</mda:meta></mda:metaGroup></mda:metadata>'
TERM = '<gls:term>w</gls:term><gls:translation>v</gls:translation>'
GLOSSARY = f'<gls:glossary><gls:glossEntry id="g1" ref="#s1">{TERM}</gls:glossEntry></gls:glossary>'
MATCH = '<mtc:matches><mtc:match ref="#s1"><source>a</source><target>b</target></mtc:match></mtc:matches>'
RULE = '<val:validation><val:rule isPresent="x"/></val:validation>'
RES = '<res:resourceData><res:resourceItem id="r1"><res:reference href="a"/></res:resourceItem></res:resourceData>'
TOOL = 'its:annotatorsRef="text-analysis|http://t.example" '

GOOD = {
    "plain": doc(S),
    "modules": doc(META + RULE + GLOSSARY + MATCH + S, before=RES),
    "style-list": doc(seg(r'<pc id="1" fs:fs="img" fs:subFs="src,a.png\alt,b\, c">x</pc>')),
    "its-issue": mrk('its:locQualityIssueType="misspelling" its:locQualityIssueSeverity="50"'),
    "its-analysis": mrk(TOOL + 'its:taConfidence="0.5" its:taClassRef="http://c.example"'),
    "its-annotator-around": doc(S).replace("<xliff ", f"<xliff {TOOL}").replace(
        "w</pc></source>", '<mrk id="m1" type="its:any" its:taConfidence="1" its:taIdentRef="http://i.example">w</mrk></pc></source>'),
}
BAD = {
    "two-metadata": doc(META + META + S),
    "two-glossaries": doc(GLOSSARY + GLOSSARY.replace("g1", "g2") + S),
    "two-matches": doc(MATCH + MATCH + S),
    "two-validations": doc(RULE + RULE + S),
    "two-resource-data": doc(S, before=RES + RES.replace("r1", "r2")),
    "two-profiles": doc(S, before="<slr:profiles/><slr:profiles/>"),
    "matches-in-file": doc(S, before=MATCH),
    "glossary-in-file": doc(S, before=GLOSSARY),
    "profiles-in-unit": doc("<slr:profiles/>" + S),
    "style-without-value": doc(seg('<pc id="1" fs:fs="img" fs:subFs="src">x</pc>')),
    "style-two-commas": doc(seg('<pc id="1" fs:fs="img" fs:subFs="src,a,b">x</pc>')),
    "match-reserved-subtype": doc(MATCH.replace("ref=", 'type="tm" subType="xlf:x" ref=') + S),
    "its-severity": mrk('its:locQualityIssueType="misspelling" its:locQualityIssueSeverity="500"'),
    "its-type": mrk('its:locQualityIssueType="speling"'),
    "its-no-type": mrk('its:locQualityIssueSeverity="50"'),
    "its-enabled": mrk('its:locQualityIssueType="misspelling" its:locQualityIssueEnabled="maybe"'),
    "its-issue-twice": mrk('its:locQualityIssueType="misspelling" its:locQualityIssuesRef="#its=i1"'),
    "its-confidence-range": mrk(TOOL + 'its:taConfidence="1.5" its:taClassRef="http://c.example"'),
    "its-confidence-without-tool": mrk('its:taConfidence="0.5" its:taClassRef="http://c.example"'),
    "its-confidence-of-nothing": mrk(TOOL + 'its:taConfidence="0.5"'),
    "its-two-identities": mrk('its:taIdentRef="http://i.example" its:taSource="a" its:taIdent="b"'),
    "its-source-alone": mrk('its:taSource="a"'),
    "its-person-twice": mrk('its:person="a" its:personRef="http://p.example"'),
    "its-filter": mrk('its:localeFilterList="*" its:localeFilterType="maybe"'),
    "its-rating-twice": mrk('its:locQualityRatingScore="5" its:locQualityRatingVote="5"'),
    "its-threshold": mrk('its:locQualityRatingScoreThreshold="5"'),
    "its-vote": mrk('its:locQualityRatingVote="5.5"'),
    "its-mt-without-tool": mrk('its:mtConfidence="0.5"'),
    "its-annotator": mrk('its:annotatorsRef="http://t.example"'),
    "its-annotator-twice": mrk(f'its:annotatorsRef="terminology|http://a.example terminology|http://b.example"'),
    "order-beyond": doc('<segment><source>a</source><target order="3">b</target></segment>'),
    "priority": doc('<notes><note priority="11">x</note></notes>' + S),
    "empty-notes": doc("<notes/>" + S),
    "comment-with-both": doc('<notes><note id="n1">x</note></notes>'
                             + seg('<mrk id="m1" type="comment" value="a" ref="#n=n1">x</mrk>')),
    "isolated-with-end": doc(seg('<sc id="x" isolated="yes"/><ec startRef="x"/>')),
    "pair-differs": doc(seg('<sc id="x" canOverlap="no"/><ec startRef="x" canOverlap="yes"/>')),
    "kind-differs": doc(seg('<ph id="1"/>', '<pc id="1">x</pc>')),
    "sub-flow": doc(seg('<ph id="1" subFlows="u9"/>')),
    "final-without-code": doc(seg('<ph id="1" canDelete="no"/>', "x", ' state="final"')),
    "duplicate-group": doc(S, units='<group id="a"/><group id="a"/>'),
    "duplicate-file": doc(S, after=f'<file id="f1"><unit id="a">{S}</unit></file>'),
    "metadata-text": doc(META.replace("<mda:metaGroup>", "x<mda:metaGroup>") + S),
    "rule-occurs": doc('<val:validation><val:rule isNotPresent="a" occurs="1"/></val:validation>' + S),
    "resource-without-type": doc(S, before=RES.replace("<res:reference", '<res:source href="b"/><res:reference')),
    "normalization": doc(S, before='<slr:profiles><slr:normalization general="nfx"/></slr:profiles>'),
}


def main():
    """Writes every case."""
    for kind, cases in (("good", GOOD), ("bad", BAD)):
        for name, text in cases.items():
            assert re.fullmatch(r"[a-z0-9-]+", name)
            with open(os.path.join(sys.argv[1], f"{kind}-{name}.xlf"), "w", encoding="utf-8") as out:
                out.write(text)


main()
