#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Another program's judgement by the schema of results.

judge-schema.py SCHEMA sound RESULT: whether the result satisfies it.
judge-schema.py SCHEMA damage RESULT FOLDER: a folder of results, copies of RESULT with one change each, named
by whether they satisfy it: N-sound, N-unsound.
"""
import copy
import json
import os
import sys

import jsonschema

# What takes the place of a value. Whole numbers with a fraction are left out: JSON Schema takes 1.0 for
# an integer, and we do not.
OTHERS = [None, True, "", "x", "ok", -1, 0, 5, 2**31, 2**32, 0.5, [], {}]


def places(value, path=()):
    """Every place in a document, but only the first two elements of an array."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for i in range(min(2, len(value))):
            yield from places(value[i], path + (i,))


def changed(document, path, change):
    """A copy with change(container, key) done at the place."""
    new = copy.deepcopy(document)
    inner = new
    for key in path[:-1]:
        inner = inner[key]
    change(inner, path[-1])
    return new


def damages(document):
    for path in places(document):
        if not path or path[0] == "environment":
            continue
        for other in OTHERS:
            yield changed(document, path, lambda inner, key: inner.__setitem__(key, other))
        if isinstance(path[-1], str):
            yield changed(document, path, lambda inner, key: inner.__delitem__(key))


def main():
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    document = json.load(open(sys.argv[3], encoding="utf-8"))
    if sys.argv[2] == "sound":
        for error in validator.iter_errors(document):
            print("/" + "/".join(map(str, error.absolute_path)), error.message[:200])
            return 1
        return 0
    for n, copied in enumerate(damages(document)):
        kind = "sound" if validator.is_valid(copied) else "unsound"
        folder = os.path.join(sys.argv[4], f"{n}-{kind}")
        os.mkdir(folder)
        with open(os.path.join(folder, "result.json"), "w", encoding="utf-8") as out:
            json.dump(copied, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
