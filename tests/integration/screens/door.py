"""One door of the application: an address, who may open it, and what it is opened with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hotich.staff.permissions import POSITIONS

NOBODYS = UUID("00000000-0000-7000-8000-00000000dead")
SIGNED_IN = None

Parts = Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Door:
    """One address and method. `foreign` is the answer where the ids belong to another ward, None where it bears none."""

    name: str
    capability: str | None
    method: str = "get"
    parts: Parts | None = None
    data: Callable[[Any], dict[str, Any]] = lambda side: {}
    json: bool = False
    ok: int = 200
    refused: int = 403
    foreign: int | None = 404
    but: Mapping[str, int] = field(default_factory=dict)  # positions that may, but not with this very thing

    def address(self, side: Any) -> str:
        return reverse(self.name, kwargs=dict(self.parts(side)) if self.parts else None)


CASE_READERS = {code for code, may in POSITIONS.items() if "cases.view" in may}
CASE_ACTORS = {"list_keeper", "verifier", "police_head", "registrar"}
"""Who acts on the cases of his own ward."""


def batch_parts(side: Any) -> dict[str, Any]:
    return {"batch_id": side.batch.pk}


def nobody(side: Any) -> dict[str, Any]:
    """The ids of things that are not there."""
    return {}


def entry(what: str) -> Parts:
    return lambda side: {"entry_id": getattr(side, what).pk}


def subject(side: Any) -> dict[str, Any]:
    return {"entry_id": side.pending.pk, "role": "child"}


def subject_searched(side: Any) -> dict[str, Any]:
    return subject(side) | {"look_up_id": side.look_up.pk}


def entry_searched(side: Any) -> dict[str, Any]:
    return {"entry_id": side.pending.pk, "look_up_id": side.look_up.pk}


def recorded(side: Any) -> dict[str, Any]:
    return {"luc": "2023-06-15T09:00", "ket-qua": "unavailable", "theo-full_name": "Ai đó"}


def assignment(side: Any) -> dict[str, Any]:
    return {"assignment_id": side.book.assignments.get().pk}


def note(side: Any) -> dict[str, Any]:
    return {
        "loai": "correction", "loi-ghi-chu": "Cải chính", "o-1": "child.full_name", "moi-1": "Một tên khác", "so-dong": 1,
    }  # fmt: skip


def book(what: str) -> Parts:
    return lambda side: {"book_id": getattr(side, what).pk}


def minutes(side: Any) -> dict[str, Any]:
    return {"minutes_id": side.minutes.pk}


def pair(side: Any) -> dict[str, Any]:
    return {"pair_id": side.pair.pk}


def question(side: Any) -> dict[str, Any]:
    return {"entry_id": side.unfinished.pk, "seq": side.question.seq}


def check(side: Any) -> dict[str, Any]:
    return {"check_id": side.check.pk}


def update(side: Any) -> dict[str, Any]:
    return {"update_id": side.update.pk}


def saved_variant(side: Any) -> dict[str, Any]:
    return {"saved_id": side.saved.pk}


def as_printed(side: Any) -> dict[str, Any]:
    return {"phan": "0", "mau": "KS/2006", "cot": ["child.full_name", "child.sex", "notes"]}


def scan(side: Any) -> dict[str, Any]:
    return {"book_id": side.spare.pk, "scan_id": side.scan.pk}


def uploaded(side: Any) -> dict[str, Any]:
    return {
        "tep": SimpleUploadedFile("1.jpg", b"\xff\xd8\xff"), "tu-trang": "5", "trang-tren-anh": "1",
    }  # fmt: skip


JUDGEMENT = {"role": "child", "decision": "undecided"}
RECORDED = {
    "role": "child", "outcome": "unavailable", "searched": {"full_name": "Ai đó"},
    "looked_up_at": "2023-06-15T09:00:00+07:00",
}  # fmt: skip
NOT_IN_CUSTODY = dict.fromkeys(("registrar", "justice_officer", "justice_head"), 409)
NOT_RECEIVER = dict.fromkeys(("team_leader", "police_head", "justice_officer", "justice_head"), 409)
# The justice officer sees the books of the wards; their notes are the ward's.
NOT_IN_HIS_BOOKS = {"justice_officer": 403}
# The registrar drafts for the committee of the ward; the others for their own offices.
FOR_THE_COMMITTEE = {"registrar": 302}
NOT_OWN_REPORT = dict.fromkeys(("justice_officer", "justice_head"), 404)
# Who asked says that he has read the answer: here the keyer.
NOT_HIS_QUESTION = dict.fromkeys(("helper", "team_leader"), 404)
# An export is seen by who asked for it: here the registrar.
NOT_OWN_EXPORT = dict.fromkeys(("team_leader", "list_keeper", "justice_officer", "justice_head"), 404)


def ward(side: Any) -> dict[str, Any]:
    return {"unit_id": side.world.unit.pk}


def paper(what: str) -> Parts:
    return lambda side: {"paper_id": getattr(side, what).pk}


def day_today() -> str:
    """Today as a date field sends it."""
    from hotich.support.time import today

    return today().isoformat()


def committed(side: Any) -> dict[str, Any]:
    """A helper's commitment to keep what he sees to himself."""
    return {
        "dot": side.campaign.code, "co-quan": side.world.committee.pk, "ho-ten": "Ai đó", "don-vi": "Đoàn phường",
        "nhiem-vu": "Nhập dữ liệu", "tu-ngay": "2023-06-01", "den-ngay": "2023-07-01",
    }  # fmt: skip


def policy(side: Any) -> dict[str, Any]:
    """The numbers of checking as they stand without a setting, from today on."""
    from hotich.core.quotas.risk import Policy
    from hotich.screens.checking_desk.words import WORDS, figure
    from hotich.support.time import today

    held = Policy.on(today())
    numbers = {one.form: figure(getattr(held, one.name)) for one in WORDS}
    return {"tu": today().isoformat(), "mot-nguoi": "registrar", "viec": "dat", **numbers}


# The key of working copies is for who keys and who checks: two capabilities, so the view asks itself.
NOBODY_KEYS_OR_CHECKS = {code: 403 for code, held in POSITIONS.items() if not held & {"key", "check"}}
