"""``hotich specs``: what is made from the register definitions, for the entry desk and for readers."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from hotich.core.forms.compiling import as_text, compile_edition, index_of
from hotich.core.forms.layout import file_of
from hotich.core.places.pack import PACK_FILE, places_pack
from hotich.core.registers import catalogue
from hotich.core.workflow import workflow, workflow_names
from hotich.core.workflow.diagrams import markdown
from hotich.integration.reference import code_lists_markdown, describe, index_markdown, kind_markdown
from hotich.synthetic.pages import layout_of

_ROOT = Path(__file__).resolve().parents[3]
DEFAULT_FOLDER = _ROOT / "frontend" / "generated"
REFERENCE_FOLDER = _ROOT / "docs" / "reference"
WORKFLOW_PAGES = "workflow-*.md"


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
    """Compile every edition to one JSON, and the gazetteer to one for the browser.

    Example: hotich specs build --check
    """
    wanted = {**compiled_files(), PACK_FILE: places_pack()}
    _write(out, wanted, pattern="*.json", check=check, remedy="hotich specs build")


@specs.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a committed page differs.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=REFERENCE_FOLDER,
    show_default="docs/reference",
    help="Folder of the pages.",
)
def reference(*, check: bool, out: Path) -> None:
    """Write the reference pages: every kind and edition with its columns, rules, sources and columns of outside formats.

    Example: hotich specs reference
    """
    _write(
        out,
        reference_pages(),
        pattern="*.md",
        but=WORKFLOW_PAGES,
        check=check,
        remedy="hotich specs reference",
    )


@specs.command("workflow")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a committed page differs.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=REFERENCE_FOLDER,
    show_default="docs/reference",
    help="Folder of the pages.",
)
def workflow_(*, check: bool, out: Path) -> None:
    """Draw every workflow: who may do what in which state, from the tables that the product itself follows.

    Example: hotich specs workflow --check
    """
    _write(out, workflow_pages(), pattern=WORKFLOW_PAGES, check=check, remedy="hotich specs workflow")


@specs.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a committed file differs.")
def layouts(*, check: bool) -> None:
    """Write where each field stands on the page of every edition, from the drawing of its pages.

    Example: hotich specs layouts --check
    """
    for kind in catalogue.kinds():
        out = catalogue.folder_of(kind) / "layouts"
        _write(out, layout_files(kind), pattern="*.json", check=check, remedy="hotich specs layouts")


def layout_files(kind: str) -> dict[str, str]:
    """Name and text of the layout of each edition of a kind."""
    return {file_of(form.id).name: layout_of(form.id).as_text() for form in catalogue.editions_of(kind)}


def workflow_pages() -> dict[str, str]:
    """Text of the page of every workflow by file name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    import django

    django.setup()
    from hotich.staff.models import PositionCode

    labels = {str(code): str(label) for code, label in PositionCode.choices}
    return {f"workflow-{name}.md": markdown(workflow(name), labels) for name in workflow_names()}


def _write(
    out: Path, wanted: Mapping[str, str], *, pattern: str, check: bool, remedy: str, but: str = ""
) -> None:
    present = {path.name for path in out.glob(pattern)} if out.is_dir() else set()
    present -= {path.name for path in out.glob(but)} if but and present else set()
    stale = sorted(present - set(wanted))
    changed = sorted(name for name, text in wanted.items() if _read(out / name) != text)
    if check:
        for name in changed:
            click.echo(f"{name} differs from its definition", err=True)
        for name in stale:
            click.echo(f"{name} has no definition any more", err=True)
        if changed or stale:
            click.echo(f"Run: {remedy}, and commit {out.parent.name}/{out.name}", err=True)
            sys.exit(1)
        click.echo(f"{len(wanted)} files are up to date")
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (out / name).write_text(wanted[name], encoding="utf-8")
    for name in stale:
        (out / name).unlink()
    click.echo(f"{len(changed)} files written, {len(stale)} removed, {len(wanted) - len(changed)} unchanged")


def reference_pages() -> dict[str, str]:
    """Text of every reference page by file name."""
    pages = [describe(kind) for kind in catalogue.kinds()]
    return {
        "README.md": index_markdown(pages),
        "code-lists.md": code_lists_markdown(),
        **{f"{page.kind}.md": kind_markdown(page) for page in pages},
    }


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
