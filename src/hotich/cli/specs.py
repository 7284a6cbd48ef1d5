"""``hotich specs``: the compiled register definitions the entry desk draws and judges by."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hotich.core.forms.compiling import as_text, compile_edition, index_of
from hotich.core.registers import catalogue

DEFAULT_FOLDER = Path(__file__).resolve().parents[3] / "frontend" / "generated"


@click.group()
def specs() -> None:
    """Definitions of the registers."""


@specs.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a committed file differs.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_FOLDER,
    show_default="frontend/generated",
    help="Folder of the compiled definitions.",
)
def build(*, check: bool, out: Path) -> None:
    """Compile every edition to one JSON.

    Example: hotich specs build --check
    """
    wanted = compiled_files()
    present = {path.name for path in out.glob("*.json")} if out.is_dir() else set()
    stale = sorted(present - set(wanted))
    changed = sorted(name for name, text in wanted.items() if _read(out / name) != text)
    if check:
        for name in changed:
            click.echo(f"{name} differs from its definition", err=True)
        for name in stale:
            click.echo(f"{name} has no definition any more", err=True)
        if changed or stale:
            click.echo("Run: hotich specs build, and commit frontend/generated", err=True)
            sys.exit(1)
        click.echo(f"{len(wanted)} files are up to date")
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (out / name).write_text(wanted[name], encoding="utf-8")
    for name in stale:
        (out / name).unlink()
    click.echo(f"{len(changed)} files written, {len(stale)} removed, {len(wanted) - len(changed)} unchanged")


def compiled_files() -> dict[str, str]:
    """Text of every compiled definition, and of ``index.json``, by file name."""
    compiled = {
        each.file_name: compile_edition(each)
        for kind in catalogue.kinds()
        for each in catalogue.editions_of(kind)
    }
    return {
        **{name: as_text(body) for name, body in compiled.items()},
        "index.json": as_text(index_of(compiled)),
    }


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


command = specs
