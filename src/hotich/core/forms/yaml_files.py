"""Read one YAML file of a definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from hotich.core.forms.problems import DefinitionError

# The C loader reads the same language; every command that touches a form starts by reading it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What the file says; a DefinitionError names the file and the line when it is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the file"
        raise DefinitionError(path.name, where, "this is not YAML", "check indentation and quotes") from error
