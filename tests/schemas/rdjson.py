"""Checks lines of reviewdog's rdjsonl: members, types and values of proto/rdf/reviewdog.proto."""
import json
import sys

POSITION = {"line": int, "column": int}
RANGE = {"start": POSITION, "end": POSITION}
DIAGNOSTIC = {
    "message": str,
    "location": {"path": str, "range": RANGE},
    "severity": ("UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"),
    "source": {"name": str, "url": str},
    "code": {"value": str, "url": str},
    "suggestions": [{"range": RANGE, "text": str}],
    "originalOutput": str,
}


def check(value, shape, at):
    if isinstance(shape, dict):
        assert isinstance(value, dict), at
        for k, v in value.items():
            assert k in shape, f"{at}.{k}: no such member"
            check(v, shape[k], f"{at}.{k}")
    elif isinstance(shape, list):
        for v in value:
            check(v, shape[0], at)
    elif isinstance(shape, tuple):
        assert value in shape, f"{at}: {value}"
    else:
        assert type(value) is shape, f"{at}: {value!r}"
        assert shape is not int or value > 0, f"{at}: {value}"


for n, line in enumerate(sys.stdin, 1):
    d = json.loads(line)
    check(d, DIAGNOSTIC, f"line {n}")
    assert d["message"] and "path" in d["location"], n
