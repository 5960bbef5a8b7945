# One style for all C, from .clang-format.
command -v clang-format >/dev/null || { echo "clang-format is missing: make deps-test"; exit 1; }
clang-format --dry-run -Werror cmd/*.c lib/*/*.[ch] tests/unit/*/*.[ch] tests/fuzz/*.c 2>&1 | grep -E 'error|warning' | sed 's/:[0-9]*: .*//' | sort | uniq -c | sort -rn | head -20 | grep . && {
    echo "run: clang-format -i on these"
    exit 1
}
exit 0
