"""Kinds of register and their editions. To add a kind: make a folder, add a line to ``FOLDERS``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from hotich.core.codes import CodeList, code_list, code_lists
from hotich.core.forms.loading import load_editions
from hotich.core.forms.model import Edition
from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.sharing import Common, read_common
from hotich.core.forms.yaml_files import read_yaml

_HERE = Path(__file__).resolve().parent
FOLDERS: dict[str, str | Path] = {
    "KS": "birth",
    "KH": "marriage",
    "KT": "death",
    "CMC": "recognition",
    "HN": "marital_status",
    "GH": "guardianship",
    "CDGH": "guardianship_end",
    "GSGH": "guardianship_supervision",
    "TD": "change",
    "CN": "adoption",
    "LH": "divorce_abroad",
}


@dataclass(frozen=True, slots=True)
class Register:
    """A kind of register: its digitisation code, what it is called, the words an inventory may name it by.

    ``once_a_life``: a person has one entry of the kind; a second is a slip of the pen or the same act registered again.
    """

    kind: str
    title: str
    names: tuple[str, ...]
    once_a_life: bool


class EditionUnknown(LookupError):
    """No edition fits; the Vietnamese message says what was asked and what to do."""

    code = "edition.unknown"


def folder_of(kind: str) -> Path:
    """Where the definition of a kind stands. Raises EditionUnknown."""
    folder = FOLDERS.get(kind)
    if folder is None:
        raise EditionUnknown(f"Chưa có mẫu sổ loại “{kind}”. Chọn một trong: {', '.join(sorted(FOLDERS))}.")
    return _HERE / folder


@cache
def editions_of(kind: str) -> tuple[Edition, ...]:
    """The editions of a kind, oldest first. Raises EditionUnknown for a kind the product does not have."""
    return load_editions(folder_of(kind), core_lists=_shared_lists(kind), common=_common())


@cache
def _common() -> Common:
    return read_common(_HERE / "common")


def _shared_lists(kind: str) -> dict[str, CodeList]:
    """The lists every kind uses, those with a version of their own for this kind in that version."""
    names = (name.partition(".") for name in code_lists())
    return {name: code_list(name, kind=kind) for name, dot, owner in names if not dot or owner == kind}


@cache
def register(kind: str) -> Register:
    """What a kind is called. Raises EditionUnknown, DefinitionError."""
    path = folder_of(kind) / "register.yaml"
    raw = read_yaml(path)
    if not raw.get("title"):
        raise DefinitionError(path.name, kind, "'title' is missing", "add title: as officers call the book")
    return Register(kind, raw["title"], tuple(raw.get("names", ())), raw.get("once_a_life", False))


def kinds() -> tuple[str, ...]:
    """Codes of the kinds, in the order in which they are listed everywhere."""
    return tuple(FOLDERS)


def titles() -> list[tuple[str, str]]:
    """Code and title of every kind, as choices."""
    return [(kind, register(kind).title) for kind in kinds()]


def kinds_once_a_life() -> tuple[str, ...]:
    """Kinds of which a person has one entry."""
    return tuple(kind for kind in kinds() if register(kind).once_a_life)


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


def nearest_edition(kind: str, year: int | None) -> Edition:
    """The edition whose years lie nearest to a year; the newest where no year is known. Raises EditionUnknown."""
    candidates = editions_of(kind)
    if year is None:
        return candidates[-1]

    def away(each: Edition) -> int:
        first = each.valid_from.year if each.valid_from else year
        last = each.valid_to.year if each.valid_to else year
        return max(first - year, year - last, 0)

    return min(candidates, key=away)


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
