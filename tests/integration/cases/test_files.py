"""Files of a case: what its conclusion rests on, letters and their answers. Kept as they came, opened by who may, on record."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from scanning import jpeg, pdf
from tracking import Ward, conclude, days_ago, fresh, make_ward

from hotich.audit.models import AuditEvent
from hotich.audit.verifying import verify
from hotich.books.imaging import kinds
from hotich.cases import operations as cases
from hotich.cases.files import CaseFile, files_of, folder
from hotich.cases.models import Case
from hotich.cases.queries import lines_of, looks_at, standing_of
from hotich.entries.errors import ContentRestricted
from hotich.entries.operations import flag
from hotich.support.errors import Conflict, NotAllowed, NotFound
from hotich.support.ids import uuid7
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward(desk: Desk, settings: Any, tmp_path: Path) -> Ward:
    settings.HOME = tmp_path
    return make_ward(desk)


def attach(ward: Ward, case: Case, content: bytes | None = None, *, officer: Any = None, **more: Any) -> Case:
    body = pdf("Tàng thư") if content is None else content
    said = {"about": "conclusion", "words": "Bản sao tàng thư", "now": clock(), **more}
    return cases.attach(
        actor=officer or ward.verifier,
        case_id=case.pk,
        size=len(body),
        chunks=[body[:500], body[500:]],
        **said,
    )


def files(case: Case) -> list[CaseFile]:
    return files_of(lines_of(case))


def asked_outside(ward: Ward, case: Case) -> str:
    cases.ask_outside(
        actor=ward.verifier, case_id=case.pk, agency="Công an tỉnh", number="9/CV", on=days_ago(1), about="hồ sơ lưu",
        now=clock(),
    )  # fmt: skip
    (letter,) = standing_of(fresh(case)).letters
    return letter


def test_a_file_stays_as_it_came_and_the_conclusion_says_that_it_rests_on_it(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    body = pdf("Tàng thư", "trang hai")
    attach(ward, case, body)
    (file,) = files(case)
    assert (file.kind, file.size, file.words, file.is_evidence) == (
        "pdf",
        len(body),
        "Bản sao tàng thư",
        True,
    )
    assert file.digest == hashlib.sha256(body).hexdigest()
    conclude(ward, case)
    found = standing_of(fresh(case)).conclusion
    assert found is not None and found.files == (file.id,)
    assert verify().clean


def test_who_opens_it_gets_the_same_bytes_and_is_on_record(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    body = jpeg("tàng thư")
    attach(ward, case, body)
    file, content = cases.open_file(actor=ward.head, case_id=case.pk, file_id=files(case)[0].id, now=clock())
    assert (file.kind, content) == ("jpeg", body)
    assert AuditEvent.objects.get(kind="case.file_opened").detail == {"file": file.id}
    assert [one.what for one in looks_at(fresh(case))][:1] == ["case.file_opened"]


def test_files_are_for_the_servers_account_only(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    attach(ward, case)
    (kept,) = [path for path in folder().rglob("*") if path.is_file()]
    assert (kept.stat().st_mode & 0o077, folder().stat().st_mode & 0o077) == (0, 0)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "rỗng"),
        (b"PK\x03\x04 not a scan", "Chỉ đính kèm được"),
        (b"<html><script>alert(1)</script>", "Chỉ đính kèm được"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
    ],
)
def test_what_is_no_scan_by_its_content_is_not_kept(ward: Ward, content: bytes, why: str) -> None:
    case = ward.verifying(ward.mismatch())
    with pytest.raises(cases.CaseRefused, match=why):
        attach(ward, case, content)
    assert files(case) == []
    assert not folder().exists()


def test_a_file_that_is_too_large_is_not_kept(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "MOST_OF_A_PAPER", 100)
    case = ward.verifying(ward.mismatch())
    with pytest.raises(cases.CaseRefused, match="lớn quá"):
        attach(ward, case)
    assert not folder().exists()


def test_evidence_comes_before_the_conclusion_and_by_who_verifies(ward: Ward) -> None:
    case = ward.mismatch()
    with pytest.raises(cases.CaseRefused):
        attach(ward, case)
    ward.verifying(case)
    for officer in (ward.registrar, ward.head, ward.keeper):
        with pytest.raises(NotAllowed):
            attach(ward, case, officer=officer)
    conclude(ward, case)
    with pytest.raises(cases.CaseRefused):
        attach(ward, case)
    assert not folder().exists(), "of whom may not, not a byte is kept"


def test_a_letter_and_its_answer_have_files_of_their_own(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    letter = asked_outside(ward, case)
    attach(ward, case, about=letter, words="Công văn đã gửi")
    attach(ward, case, jpeg("trả lời"), about=letter, words="Công văn trả lời", officer=ward.registrar)
    assert [(one.words, one.about) for one in files(case)] == [
        ("Công văn đã gửi", letter), ("Công văn trả lời", letter),
    ]  # fmt: skip
    with pytest.raises(cases.CaseRefused, match="không thuộc hồ sơ"):
        attach(ward, case, about=str(uuid7()))


def test_who_approves_has_seen_what_was_attached(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    letter = asked_outside(ward, case)
    conclude(ward, case)
    seen = fresh(case).seq
    attach(ward, case, about=letter)
    with pytest.raises(Conflict):
        cases.approve(actor=ward.head, case_id=case.pk, now=clock(), seen=seen)


def test_the_same_act_again_attaches_nothing(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    act = uuid7()
    for _ in range(2):
        attach(ward, case, tx_id=act)
    assert len(files(case)) == 1


def test_of_another_unit_nobody_finds_it(ward: Ward, elsewhere: Any) -> None:
    case = ward.verifying(ward.mismatch())
    attach(ward, case)
    with pytest.raises(NotFound):
        cases.open_file(
            actor=elsewhere.officer("verifier"), case_id=case.pk, file_id=files(case)[0].id, now=clock()
        )
    other = ward.verifying(ward.mismatch(line=2))
    with pytest.raises(NotFound):
        cases.open_file(actor=ward.head, case_id=other.pk, file_id=files(case)[0].id, now=clock())
    assert not AuditEvent.objects.filter(kind="case.file_opened").exists()


def test_of_a_restricted_entry_it_opens_to_whom_the_entry_does(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    attach(ward, case)
    flag(actor=None, entry_id=case.entry_id, flags={"sensitive": True}, reason="thử", now=clock())
    with pytest.raises(ContentRestricted):
        cases.open_file(actor=ward.head, case_id=case.pk, file_id=files(case)[0].id, now=clock())


def test_bytes_that_were_changed_on_the_disk_are_not_given_out(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    attach(ward, case)
    (file,) = files(case)
    (kept,) = [path for path in folder().rglob("*") if path.is_file()]
    kept.write_bytes(kept.read_bytes() + b" ")
    with pytest.raises(cases.FileBroken):
        cases.open_file(actor=ward.head, case_id=case.pk, file_id=file.id, now=clock())
    kept.unlink()
    with pytest.raises(cases.FileBroken):
        cases.open_file(actor=ward.head, case_id=case.pk, file_id=file.id, now=clock())
