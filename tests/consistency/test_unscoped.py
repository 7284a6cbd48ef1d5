"""Who asks for rows without saying for whom: the whole list, each with its reason, to be read in a review (decisions 13)."""

from __future__ import annotations

import ast
from pathlib import Path

from django.apps import apps
from pghistory.models import Event

from hotich.audit.tables import SEALED
from hotich.support.scope import Scoped

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src" / "hotich"
LIST = HERE / "unscoped.txt"


def callers() -> set[str]:
    """`path: reason` of every call of `unscoped("…")`, and `path: plain` where the plain manager of a scoped model is used."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        if name == "support/scope.py" or "/migrations/" in name:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr == "unscoped":
                    reason = node.args[0] if node.args else None
                    said = reason.value if isinstance(reason, ast.Constant) else "no reason in words"
                    found.add(f"{name}: {said}")
            elif isinstance(node, ast.Attribute) and node.attr in {"plain", "_base_manager"}:
                found.add(f"{name}: {node.attr}")
    return found


def test_every_caller_without_a_scope_is_on_the_list() -> None:
    listed = set(LIST.read_text(encoding="utf-8").splitlines())
    found = callers()
    new, gone = sorted(found - listed), sorted(listed - found)
    assert not new, f"use visible_to(officer), or add to {LIST.name}:\n" + "\n".join(new)
    assert not gone, f"no longer there, take out of {LIST.name}:\n" + "\n".join(gone)


def test_every_model_with_a_unit_or_a_book_is_scoped_or_hangs_on_one_that_is() -> None:
    """What shows a person or a book of a unit is read through `visible_to`, or through a row that was."""
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("hotich.") or issubclass(model, Scoped):
            continue
        if issubclass(model, Event):  # row histories: no door reads them yet
            continue
        owner = {field.name for field in model._meta.concrete_fields} & {
            "unit",
            "entry",
            "book",
            "look_up",
            "case",
        }
        if owner and model.__name__ not in HANGS_ON_A_SCOPED_ROW:
            wrong.append(f"{model.__name__} has {', '.join(sorted(owner))}: make it Scoped")
    assert not wrong, "\n".join(wrong)


HANGS_ON_A_SCOPED_ROW = {
    "Agency",  # an office is public
    "BookCount", "Handover", "Assignment", "Lease", "FormConfirmation", "NumberMark", "Loss", "NoteOpening",  # reached through a visible book
    "Transcription", "Subject", "Sight",  # reached through a visible entry
    "DuplicateKey",  # a digest, read by the search alone
    "Candidate", "Showing",  # reached through a visible look-up
    "Discrepancy", "BatchItem",  # reached through a visible case
    "ExportRun",  # one officer's own: read through `exports_of` alone, and its files against his units of that moment
}  # fmt: skip


def test_every_log_is_sealed_and_every_sealed_table_is_a_log() -> None:
    logs = {model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)}
    # A version is named by the digest of its content, and its uses are sealed.
    hang_on_a_sealed_row = {"linkage_candidate", "audit_seal", "population_modelversion"}
    assert {table.name for table in SEALED} == logs - hang_on_a_sealed_row
