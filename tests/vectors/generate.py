"""Writes the shared vectors: what the Python reference answers, for its TypeScript port to answer the same.

    .venv/bin/python tests/vectors/generate.py            writes tests/vectors/<module>.jsonl
    .venv/bin/python tests/vectors/generate.py --check    compares, names the first difference of each file, exits 1

A module is a file ``cases_<module>.py`` beside this one with a function ``cases()`` that yields ``(function, args, result)``. Inputs are hand-picked
or drawn from a seeded generator: the same every time. Dataclasses, enums, tuples and dates become JSON here.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import enum
import importlib.util
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"

# What a reader of the file could not see or tell apart is written as an escape.
_UNSEEN = re.compile(
    "[\u007f-\u00a0\u00ad\u0300-\u036f\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u2069\u3000\ud800-\udfff\ufeff]"
)


def jsonable(value: Any) -> Any:
    """The value as plain JSON data; raises TypeError for what has no JSON form."""
    if isinstance(value, enum.Enum):
        return value.value
    if hasattr(value, "as_json"):
        return value.as_json()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(jsonable(key)): jsonable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(part) for part in value]
    if isinstance(value, (set, frozenset)):
        return sorted(jsonable(part) for part in value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"A vector cannot hold {value!r}.")


def lines(cases: Iterable[tuple[str, Any, Any]]) -> Iterator[str]:
    """One JSON line a case, each case once."""
    seen: set[str] = set()
    for function, args, result in cases:
        row = {"function": function, "args": jsonable(list(args)), "result": jsonable(result)}
        text = json.dumps(row, ensure_ascii=False)
        text = _UNSEEN.sub(lambda m: f"\\u{ord(m.group()):04x}", text)
        if text not in seen:
            seen.add(text)
            yield text


def modules() -> dict[str, ModuleType]:
    """Every ``cases_*.py`` beside this file, by the name of the vectors it writes."""
    sys.path[:0] = [folder for folder in (str(SOURCE), str(HERE)) if folder not in sys.path]
    found = {}
    for path in sorted(HERE.glob("cases_*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        if spec is None or spec.loader is None:
            raise ImportError(f"{path} cannot be loaded.")
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        found[path.stem.removeprefix("cases_")] = module
    return found


def differences(only: str | None = None) -> list[str]:
    """One sentence for each file that is not what the reference answers today."""
    found = []
    for name, module in modules().items():
        if only and name != only:
            continue
        path = HERE / f"{name}.jsonl"
        committed = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        drawn = list(lines(module.cases()))
        if committed == drawn:
            continue
        at = next((i for i, (a, b) in enumerate(zip(committed, drawn, strict=False)) if a != b), None)
        if at is None:
            found.append(f"{path.name}: {len(committed)} lines, the reference gives {len(drawn)}")
        else:
            found.append(f"{path.name}:{at + 1}\n  committed {committed[at]}\n  reference {drawn[at]}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Draw the shared vectors from the Python reference.")
    parser.add_argument("module", nargs="?", help="only this module, for example: text")
    parser.add_argument(
        "--check", action="store_true", help="compare with the committed files, change nothing"
    )
    options = parser.parse_args()
    if options.check:
        found = differences(options.module)
        for sentence in found:
            sys.stderr.write(f"{sentence}\n")
        if found:
            sys.stderr.write("Run tests/vectors/generate.py and commit the files.\n")
        return 1 if found else 0
    for name, module in modules().items():
        if options.module and name != options.module:
            continue
        drawn = list(lines(module.cases()))
        (HERE / f"{name}.jsonl").write_text("\n".join(drawn) + "\n", encoding="utf-8")
        sys.stderr.write(f"{name}.jsonl: {len(drawn)} vectors\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
