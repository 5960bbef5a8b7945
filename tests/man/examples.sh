# Runs the EXAMPLES of every manual: lines "$ command" of literal displays, each page in a copy of the project's examples.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0
for page in man/*.[157]; do
    dir=$work/$(basename "$page")
    mkdir -p "$dir"
    cp -R examples share "$dir/"
    sed -n '/^\.Sh EXAMPLES/,/^\.Sh [^E]/p' "$page" | sed -n 's/^\(\.Dl \)\{0,1\}\$ //p' | sed 's/\\e/\\/g; s/\\(dq/"/g; s/\\&//g; s/\\-/-/g; s/\\(aq/'"'"'/g' >"$dir/.commands"
    [ -s "$dir/.commands" ] || continue
    while IFS= read -r command; do
        # A trailing backslash goes on in the next line.
        while case $command in *\\) true ;; *) false ;; esac && IFS= read -r more; do command="${command%\\}$more"; done
        n=$((n + 1))
        (cd "$dir" && timeout 120 bash -o pipefail -c "$command") >"$dir/.out" 2>"$dir/.err" </dev/null
        status=$?
        # Status 1 says "findings": some examples show just that.
        if [ "$status" -le 1 ]; then echo "ok $n - $(basename "$page"): $command"; else
            echo "not ok $n - $(basename "$page"): $command (status $status)"
            sed 's/^/# /' "$dir/.err" | head -5
        fi
    done <"$dir/.commands"
done
echo "1..$n"
