"""Kinds of register and their editions. To add a kind: copy a folder, add a line to ``FOLDERS``."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from hotich.core.codes import CodeList, code_list, code_lists
from hotich.core.forms.loading import load_editions
from hotich.core.forms.model import Edition

_HERE = Path(__file__).resolve().parent
FOLDERS = {
    "KS": "birth",
}


class EditionUnknown(LookupError):
    """No edition fits; the Vietnamese message says what was asked and what to do."""

    code = "edition.unknown"


@cache
def editions_of(kind: str) -> tuple[Edition, ...]:
    """The editions of a kind, oldest first. Raises EditionUnknown for a kind the product does not have yet."""
    folder = FOLDERS.get(kind)
    if folder is None:
        raise EditionUnknown(f"Chưa có mẫu sổ loại “{kind}”. Chọn một trong: {', '.join(sorted(FOLDERS))}.")
    return load_editions(_HERE / folder, core_lists=_shared_lists(kind))


def _shared_lists(kind: str) -> dict[str, CodeList]:
    """The lists every kind uses, those with a version of their own for this kind in that version."""
    names = (name.partition(".") for name in code_lists())
    return {name: code_list(name, kind=kind) for name, dot, owner in names if not dot or owner == kind}


def kinds() -> tuple[str, ...]:
    """Codes of the kinds that have editions."""
    return tuple(FOLDERS)


def edition(edition_id: str) -> Edition:
    """The edition of an id, with or without its revision (``KS/2006``, ``KS/2006.2``). Raises EditionUnknown."""
    bare, _, revision = edition_id.partition(".")
    for each in editions_of(bare.partition("/")[0]):
        if each.id == bare and revision in ("", str(each.revision)):
            return each
    raise EditionUnknown(f"Không có mẫu sổ “{edition_id}”. Chọn lại mẫu sổ của quyển.")


def edition_for(
    kind: str,
    *,
    year_opened: int | None = None,
    registration_date: date | None = None,
    form_mark: str | None = None,
) -> Edition:
    """The edition a book is printed on.

    The mark printed on the book decides; without one, the year the book was opened. Only where that year saw two
    forms (2006), or is not known, does the date of the book's *first* registration settle it: a book opened on an
    old form is kept on it until it is full, so the date of an entry never chooses the form. Without either the
    newer form of the year is taken. Raises EditionUnknown.
    """
    candidates = editions_of(kind)
    if form_mark:
        marked = _by_mark(candidates, form_mark)
        if marked is not None:
            return marked
    if year_opened is not None:
        of_year = [
            each
            for each in candidates
            if (each.valid_from is None or each.valid_from.year <= year_opened)
            and (each.valid_to is None or each.valid_to.year >= year_opened)
        ]
        if len(of_year) > 1 and registration_date is not None:
            of_year = [each for each in of_year if _valid_on(each, registration_date)] or of_year
        if of_year:
            return of_year[-1]
    elif registration_date is not None:
        for each in candidates:
            if _valid_on(each, registration_date):
                return each
    raise EditionUnknown(
        "Không xác định được mẫu sổ: cần ký hiệu mẫu, năm mở sổ hoặc ngày đăng ký đầu tiên của quyển. "
        "Bổ sung khi kiểm kê quyển."
    )


def newest_edition(kind: str) -> Edition | None:
    """What is known of a kind where a book's own form is not; None for a kind without editions."""
    return editions_of(kind)[-1] if kind in FOLDERS else None


def _by_mark(candidates: tuple[Edition, ...], form_mark: str) -> Edition | None:
    wanted = "".join(form_mark.split()).upper()
    found = [
        (len(mark), each)
        for each in candidates
        for mark in each.form_marks
        if "".join(mark.split()).upper() in wanted
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _valid_on(each: Edition, day: date) -> bool:
    return (each.valid_from is None or each.valid_from <= day) and (
        each.valid_to is None or day <= each.valid_to
    )
