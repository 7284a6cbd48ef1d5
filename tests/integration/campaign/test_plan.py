"""The plan as an object: its documents and chain, who answers for a unit since when, and files that prove what was reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from hotich.audit.models import AuditEvent
from hotich.campaign.evidence.operations import (
    MOST_FILES,
    EvidenceBroken,
    EvidenceRefused,
    attach,
    folder,
    open_file,
)
from hotich.campaign.models import Basis, Evidence
from hotich.campaign.papers.operations import number_paper, record_paper, withdraw_paper
from hotich.campaign.papers.queries import founding_papers
from hotich.campaign.plan.citing import cited
from hotich.campaign.plan.operations import (
    PlanRefused,
    Step,
    add_basis,
    name_responsible,
    set_chain,
    set_programmes,
    set_receivers,
    withdraw_basis,
)
from hotich.campaign.plan.queries import (
    bases_of,
    cleaning_plan_of,
    head_of,
    receivers_by_kind,
    receivers_of,
    responsible_for,
)
from hotich.campaign.readiness.operations import report_readiness, set_checklist
from hotich.campaign.tasks.operations import Share, give_task, withdraw_task
from hotich.reports.documents.plan_facts import facts_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.kept_files import path_of
from hotich.support.time import today

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 bien ban"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.HOME = tmp_path
    yield tmp_path


def based(led: Any, sort: str = "law", **more: Any) -> Any:
    return add_basis(
        **{"actor": led.writer, "campaign_id": led.campaign.pk, "sort": sort, "title": "Luật Hộ tịch", "number": "60/2014/QH13", **more}
    )  # fmt: skip


def issued(led: Any, kind: str = "unit_plan", number: str = "21") -> Any:
    """A paper of the ward's committee, made elsewhere and numbered."""
    registrar = led.ward.officer("registrar", agency=led.ward.committee)
    paper = record_paper(
        actor=registrar, now=led.now, campaign=led.campaign, agency=led.ward.committee, about="Nhập dữ liệu", symbol="KH-UBND",
        kind=kind,
    )  # fmt: skip
    return number_paper(actor=registrar, now=led.now, paper_id=paper.pk, number=number, dated=today())


def attached(led: Any, to: str, owner: Any, content: bytes = PDF, **more: Any) -> Evidence:
    return attach(
        **{
            "actor": led.writer, "to": to, "owner_id": owner.pk, "words": "bản quét", "size": len(content),
            "chunks": [content], "now": led.now, **more,
        }
    )  # fmt: skip


def test_a_plan_lists_what_it_rests_on_and_who_receives_the_tracking_list(led: Any) -> None:
    law = based(led)
    based(led, "parent", title="Kế hoạch tỉnh", number="138/KH-UBND", day=today(), issuer="UBND tỉnh")
    cleaning = based(led, "cleaning", title="Kế hoạch làm sạch", number="47/KH-UBND")
    assert [each.number for each in bases_of(led.campaign)] == ["60/2014/QH13", "138/KH-UBND", "47/KH-UBND"]
    assert cleaning_plan_of(led.campaign) == cleaning
    withdraw_basis(actor=led.writer, basis_id=law.pk, now=led.now)
    assert law not in bases_of(led.campaign)


def test_a_campaign_has_one_plan_of_its_own_and_who_leads_writes_it_down(led: Any) -> None:
    own = based(led, "own")
    with pytest.raises(PlanRefused, match="thôi áp dụng"):
        based(led, "own")
    withdraw_basis(actor=led.writer, basis_id=own.pk, now=led.now)
    based(led, "own")
    with pytest.raises(PlanRefused, match="trích yếu"):
        based(led, title="")
    with pytest.raises(PlanRefused, match="loại văn bản"):
        based(led, "rumour")
    with pytest.raises(NotAllowed):
        based(led, actor=led.ward.officer("registrar"))


def test_a_step_of_the_chain_follows_the_campaigns_own_deadline(led: Any) -> None:
    def chain(*steps: Step) -> list[Any]:
        set_chain(actor=led.writer, campaign_id=led.campaign.pk, steps=steps)
        return list(led.campaign.steps.all())

    unit = Step("UBND phường", "Tổ kiểm tra", "Phòng Tư pháp", "unit")
    first, last = chain(unit, Step("Phòng Tư pháp", "Sở", "", "province"))
    assert (first.before, last.before) == (time(14), time(15))
    (only,) = chain(unit)
    assert only == first
    history = type(first).pgh_event_model.objects.filter(pgh_obj_id=last.pk).order_by("pgh_id")
    assert [each.pgh_label for each in history] == ["insert", "delete"]
    for wrong in (Step("", "Sở", "", "unit"), Step("A", "B", "", "noon")):
        with pytest.raises(PlanRefused):
            chain(wrong)


def test_papers_have_the_receivers_of_their_kind_else_those_of_all(led: Any) -> None:
    def receive(*names: str, paper: str = "") -> None:
        set_receivers(actor=led.writer, campaign_id=led.campaign.pk, names=names, paper=paper)

    receive("UBND tỉnh", " ", "Lưu: VT")
    receive("Sở Tư pháp", paper="targets")
    assert receivers_of(led.campaign, "targets") == ["Sở Tư pháp"]
    assert receivers_by_kind(led.campaign) == {"": ["UBND tỉnh", "Lưu: VT"], "targets": ["Sở Tư pháp"]}
    with pytest.raises(PlanRefused, match="loại văn bản"):
        receive("Sở", paper="phu-luc-01")
    assert receivers_of(led.campaign, "khac") == ["UBND tỉnh", "Lưu: VT"]
    receive("Lưu: VT", "Sở Tư pháp")
    assert receivers_of(led.campaign) == ["Lưu: VT", "Sở Tư pháp"]


def test_a_campaign_bears_the_tags_of_its_programmes(led: Any) -> None:
    names = ["Đề án 06", " ", "Đề án 06", "Chuyển đổi số"]
    changed = set_programmes(actor=led.writer, campaign_id=led.campaign.pk, names=names)
    assert changed.programmes == ["Đề án 06", "Chuyển đổi số"]


def test_a_report_of_a_day_bears_the_name_of_that_days_head(led: Any) -> None:
    def names(name: str, days_ago: int, **more: Any) -> Any:
        return name_responsible(
            **{
                "actor": led.writer, "reporting_unit_id": led.units[0].pk, "role": "head", "name": name,
                "title": "Chủ tịch", "since": today() - timedelta(days=days_ago), "now": led.now, **more,
            }
        )  # fmt: skip

    names("Trước", 10)
    names("Sau", 3)
    with pytest.raises(PlanRefused, match="sau ngày đó"):
        names("Nữa", 3)
    with pytest.raises(PlanRefused, match="chức vụ"):
        names("Nữa", 0, title="")
    with pytest.raises(NotAllowed):
        names("Nữa", 0, actor=led.ward.officer("unit_head"))

    with pytest.raises(PlanRefused, match="sửa lại ngày"):
        names("Nhầm năm", -36500)

    def head(days_ago: int) -> str | None:
        found = head_of(led.units[0], on=today() - timedelta(days=days_ago))
        return found.name if found else None

    assert [head(days) for days in (11, 10, 4, 3, 0)] == [None, "Trước", "Trước", "Sau", "Sau"]
    seen = responsible_for(led.ward.officer("registrar"), led.units, on=today())
    assert {role: each.name for (_, role), each in seen.items()} == {"head": "Sau"}
    assert responsible_for(led.sister.officer("registrar"), led.units, on=today()) == {}


def test_who_was_to_begin_on_a_day_that_has_not_come_is_written_over(led: Any) -> None:
    def names(name: str, ahead: int) -> Any:
        return name_responsible(
            actor=led.writer, reporting_unit_id=led.units[0].pk, role="head", name=name, title="Chủ tịch",
            since=today() + timedelta(days=ahead), now=led.now,
        )  # fmt: skip

    names("Đang giữ", -5)
    coming = names("Gõ nhầm ngày", 9)
    kept = names("Thay từ mai", 1)
    assert (kept.pk, kept.name, kept.until) == (coming.pk, "Thay từ mai", None)
    found = [head_of(led.units[0], on=today() + timedelta(days=ahead)) for ahead in (0, 1, 9)]
    assert [each.name if each else None for each in found] == ["Đang giữ", "Thay từ mai", "Thay từ mai"]
    with pytest.raises(PlanRefused, match="sau ngày đó"):
        names("Trước cả người đang giữ", -5)


def test_a_paper_of_a_day_that_has_not_come_is_no_basis(led: Any) -> None:
    with pytest.raises(PlanRefused, match="chưa đến"):
        add_basis(
            actor=led.writer,
            campaign_id=led.campaign.pk,
            sort="law",
            title="Luật",
            day=today() + timedelta(days=400),
        )


def test_a_units_plan_and_decisions_are_found_in_the_register_of_papers(led: Any) -> None:
    issued(led, "team_decision", "41")
    plan = issued(led)
    issued(led, "other", "50")
    found = founding_papers(led.writer, led.campaign)
    assert {unit: [each.full_number for each in papers] for unit, papers in found.items()} == {
        led.ward.unit.pk: ["41/KH-UBND", "21/KH-UBND"]
    }
    assert founding_papers(led.sister.officer("registrar"), led.campaign) == {}
    registrar = led.ward.officer("registrar", agency=led.ward.committee)
    withdraw_paper(actor=registrar, now=led.now, paper_id=plan.pk, reason="ban hành lại")
    (left,) = founding_papers(led.writer, led.campaign)[led.ward.unit.pk]
    assert left.kind == "team_decision"


def test_a_file_is_kept_as_it_came_and_opened_on_record(led: Any) -> None:
    basis = based(led)
    file = attached(led, "basis", basis)
    assert (file.kind, file.size) == ("pdf", len(PDF))
    reader = led.sister.officer("registrar")
    assert open_file(actor=reader, file_id=file.pk, now=led.now)[1] == PDF
    assert AuditEvent.objects.get(kind="campaign.file_opened").subject == f"evidence:{file.pk}"
    path_of(folder(), file.digest).write_bytes(b"%PDF-1.7 khac")
    with pytest.raises(EvidenceBroken):
        open_file(actor=reader, file_id=file.pk, now=led.now)
    path_of(folder(), file.digest).unlink()
    with pytest.raises(EvidenceBroken):
        open_file(actor=reader, file_id=file.pk, now=led.now)


def test_what_a_ward_proves_is_read_there_and_above(led: Any) -> None:
    item = set_checklist(actor=led.writer, campaign_id=led.campaign.pk, due_on=today())[0]
    own = report_readiness(
        actor=led.ward.officer("registrar"), item_id=item.pk, reporting_unit_id=led.units[0].pk, state="doing", said="",
        now=led.now,
    )  # fmt: skip
    file = attached(led, "readiness", own, actor=led.ward.officer("team_leader"))
    assert open_file(actor=led.writer, file_id=file.pk, now=led.now)[1] == PDF
    with pytest.raises(NotFound):
        open_file(actor=led.sister.officer("registrar"), file_id=file.pk, now=led.now)
    with pytest.raises(NotAllowed):
        open_file(actor=led.ward.officer("keyer"), file_id=file.pk, now=led.now)
    with pytest.raises(NotFound):
        attached(led, "readiness", own, b"%PDF-1.7 hai", actor=led.sister.officer("registrar"))


@pytest.mark.parametrize(
    ("content", "words", "why"),
    [(b"", "bản quét", "rỗng"), (b"MZ chay duoc", "bản quét", "PDF, JPEG"), (PDF, " ", "tài liệu này là gì")],
)
def test_what_is_no_paper_is_not_kept(led: Any, content: bytes, words: str, why: str) -> None:
    basis = based(led)
    with pytest.raises(EvidenceRefused, match=why):
        attached(led, "basis", basis, content, words=words)
    assert not folder().exists()


def test_what_was_withdrawn_takes_no_more_files(led: Any) -> None:
    basis = based(led)
    attached(led, "basis", basis)
    withdraw_basis(actor=led.writer, basis_id=basis.pk, now=led.now)
    with pytest.raises(EvidenceRefused, match="thôi áp dụng"):
        attached(led, "basis", basis, PDF + b"hai")
    task = give_task(
        actor=led.writer, campaign_id=led.campaign.pk, title="Rà soát sổ", due_on=today() + timedelta(days=3),
        shares=[Share("perform", led.ward.committee)], now=led.now,
    )  # fmt: skip
    part, registrar = task.parts.get(), led.ward.officer("registrar")
    attached(led, "part", part, actor=registrar)
    withdraw_task(actor=led.writer, task_id=task.pk, reason="trùng việc", now=led.now)
    with pytest.raises(EvidenceRefused, match="đã rút"):
        attached(led, "part", part, PDF + b"hai", actor=registrar)
    assert (basis.files.count(), part.files.count()) == (1, 1)


def test_of_one_file_too_many_nothing_is_kept(led: Any) -> None:
    basis = based(led)
    for number in range(MOST_FILES):
        attached(led, "basis", basis, PDF + str(number).encode())
    before = sorted(file for file in folder().rglob("*") if file.is_file())
    with pytest.raises(EvidenceRefused, match="gộp các trang"):
        attached(led, "basis", basis, PDF + b"mot tep nua")
    assert sorted(file for file in folder().rglob("*") if file.is_file()) == before


def test_what_is_longer_than_its_column_is_refused_and_never_cut(led: Any) -> None:
    for wrong in ({"title": "K" * 401}, {"number": "9" * 61}, {"issuer": "U" * 201}):
        with pytest.raises(PlanRefused, match="viết ngắn lại"):
            based(led, **wrong)
    basis = based(led, title="K" * 400, number="9" * 60, issuer="U" * 200)
    assert (len(basis.title), len(basis.number), len(basis.issuer)) == (400, 60, 200)


def test_the_same_file_is_attached_once(led: Any) -> None:
    basis = based(led)
    attached(led, "basis", basis)
    with pytest.raises(EvidenceRefused, match="đã đính kèm"):
        attached(led, "basis", basis)
    with pytest.raises(NotFound):
        attached(led, "nothing", basis)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            ("Luật Hộ tịch", "60/2014/QH13", "2014-11-20", "Quốc hội"),
            "Luật Hộ tịch ngày 20 tháng 11 năm 2014",
        ),
        (
            ("Nghị định quy định chi tiết Luật Hộ tịch", "123/2015/NĐ-CP", "2015-11-15", "Chính phủ"),
            "Nghị định số 123/2015/NĐ-CP ngày 15 tháng 11 năm 2015 của Chính phủ quy định chi tiết Luật Hộ tịch",
        ),
        (
            ("Kế hoạch cao điểm nhập dữ liệu", "138/KH-UBND", "2023-02-07", "UBND tỉnh"),
            "Kế hoạch số 138/KH-UBND ngày 07 tháng 02 năm 2023 của UBND tỉnh về cao điểm nhập dữ liệu",
        ),
        (("Kế hoạch", "138/KH-UBND", "", ""), "Kế hoạch số 138/KH-UBND"),
        (("Đề án 06", "", "", ""), "Đề án 06"),
    ],
)
def test_a_basis_is_cited_as_the_decree_asks(said: tuple[str, str, str, str], expected: str) -> None:
    title, number, day, issuer = said
    basis = Basis(title=title, number=number, day=date.fromisoformat(day) if day else None, issuer=issuer)
    assert cited(basis) == expected


def test_papers_cite_the_campaigns_own_plan_in_full_where_it_is_recorded(led: Any) -> None:
    assert facts_of(led.campaign).under == f"Thực hiện {led.campaign.basis}"
    plan = based(
        led, "own", title="Kế hoạch cao điểm nhập dữ liệu", number="99/KH-UBND", day=date(2023, 5, 12), issuer="UBND thị xã"
    )  # fmt: skip
    said = "Kế hoạch số 99/KH-UBND ngày 12 tháng 5 năm 2023 của UBND thị xã về cao điểm nhập dữ liệu"
    facts = facts_of(led.campaign)
    assert facts.under == f"Thực hiện {said}"
    assert facts.grounds[-1] == f"Căn cứ {said};"
    Basis.objects.filter(pk=plan.pk).update(withdrawn_on=today())
    assert facts_of(led.campaign).under == f"Thực hiện {led.campaign.basis}"
