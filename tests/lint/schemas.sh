# Creatives and rule files follow their schemas.
command -v xmllint >/dev/null || { echo "xmllint is missing: make deps-test"; exit 1; }
status=0
for f in $(find examples share/templates -name creative.xml); do
    xmllint --nonet --noout --relaxng share/schema/creative.rng "$f" 2>"${TMPDIR:-/tmp}/rng.$$" || { cat "${TMPDIR:-/tmp}/rng.$$"; status=1; }
done
for f in share/brand-rules/*.xml; do
    xmllint --nonet --noout --relaxng share/brand-rules/brand-rules.rng "$f" 2>"${TMPDIR:-/tmp}/rng.$$" || { cat "${TMPDIR:-/tmp}/rng.$$"; status=1; }
done
rm -f "${TMPDIR:-/tmp}/rng.$$"
exit $status
