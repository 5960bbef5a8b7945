# The open half of the SVG suite, where the project's shared folder holds it. A category under its floor is a failure.
suite=$ROOT/../shared/svg-suite
if [ ! -x "$suite/score.py" ]; then
    echo "ok 1 # SKIP ../shared/svg-suite is not here"
    echo "1..1"
    exit 0
fi
n=0
while read -r category floor; do
    n=$((n + 1))
    if /usr/bin/python3 "$suite/score.py" --cmd 'render-still {svg} -o {png} --width {w}' --only "^$category/" --min "$floor" >"$OUT/log/svg-$category.txt" 2>&1; then
        echo "ok $n - svg-suite $category, at least $floor %"
    else
        echo "not ok $n - svg-suite $category is under $floor %"
        sed 's/^/# /' "$OUT/log/svg-$category.txt" | tail -8
    fi
done <tests/suites/svg-floors.txt
echo "1..$n"
