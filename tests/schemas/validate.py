"""Validates JSON files against a JSON schema. Status 77: no jsonschema here, nothing was validated."""
import json
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)

schema = json.load(open(sys.argv[1], encoding="utf-8"))
validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
bad = 0
for name in sys.argv[2:]:
    for e in validator.iter_errors(json.load(open(name, encoding="utf-8"))):
        print(f"{name}: {'/'.join(map(str, e.absolute_path))}: {e.message[:300]}")
        bad = 1
sys.exit(bad)
