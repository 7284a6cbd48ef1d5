"""The plan as an object: its documents and chain, who answers for a unit since when, and files that prove what was reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from hotich.audit.models import AuditEvent
from hotich.campaign.evidence.operations import EvidenceBroken, EvidenceRefused, attach, folder, open_file
from hotich.campaign.models import Evidence
from hotich.campaign.plan.operations import (
    PlanRefused,
    Step,
    add_basis,
    name_responsible,
    record_paper,
    set_chain,
    set_programmes,
    set_receivers,
    withdraw_basis,
)
from hotich.campaign.plan.queries import (
    bases_of,
    cleaning_plan_of,
    head_of,
    papers_for,
    receivers_of,
    responsible_for,
)
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


def paper(led: Any, **more: Any) -> Any:
    return record_paper(
        **{
            "actor": led.ward.officer("registrar"), "reporting_unit_id": led.units[0].pk, "sort": "plan",
            "number": "21/KH-UBND", "day": today(), "title": "Nhập dữ liệu", "now": led.now, **more,
        }
    )  # fmt: skip


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
    assert [str(each) for each in bases_of(led.campaign)][1] == (
        f"Kế hoạch tỉnh số 138/KH-UBND ngày {today():%d/%m/%Y} của UBND tỉnh"
    )
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
    receive("Sở Tư pháp", paper="phu-luc-01")
    assert receivers_of(led.campaign, "phu-luc-01") == ["Sở Tư pháp"]
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

    def head(days_ago: int) -> str | None:
        found = head_of(led.units[0], on=today() - timedelta(days=days_ago))
        return found.name if found else None

    assert [head(days) for days in (11, 10, 4, 3, 0)] == [None, "Trước", "Trước", "Sau", "Sau"]
    seen = responsible_for(led.ward.officer("registrar"), led.units, on=today())
    assert {role: each.name for (_, role), each in seen.items()} == {"head": "Sau"}
    assert responsible_for(led.sister.officer("registrar"), led.units, on=today()) == {}


def test_a_unit_records_its_own_papers_once(led: Any) -> None:
    paper(led)
    with pytest.raises(PlanRefused, match="đã ghi rồi"):
        paper(led)
    with pytest.raises(PlanRefused, match="tương lai"):
        paper(led, number="22", day=today() + timedelta(days=2))
    with pytest.raises(PlanRefused, match="số, ngày"):
        paper(led, number="")
    with pytest.raises(NotFound):
        paper(led, number="23", actor=led.sister.officer("registrar"))
    with pytest.raises(NotFound):
        paper(led, number="24", team=led.sister.team)
    assert [each.number for each in papers_for(led.writer, led.campaign)] == ["21/KH-UBND"]
    assert papers_for(led.sister.officer("registrar"), led.campaign) == []


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
    own = paper(led)
    file = attached(led, "paper", own, actor=led.ward.officer("team_leader"))
    assert open_file(actor=led.writer, file_id=file.pk, now=led.now)[1] == PDF
    with pytest.raises(NotFound):
        open_file(actor=led.sister.officer("registrar"), file_id=file.pk, now=led.now)
    with pytest.raises(NotAllowed):
        open_file(actor=led.ward.officer("keyer"), file_id=file.pk, now=led.now)
    with pytest.raises(NotFound):
        attached(led, "paper", own, b"%PDF-1.7 hai", actor=led.sister.officer("registrar"))


@pytest.mark.parametrize(
    ("content", "words", "why"),
    [(b"", "bản quét", "rỗng"), (b"MZ chay duoc", "bản quét", "PDF, JPEG"), (PDF, " ", "tài liệu này là gì")],
)
def test_what_is_no_paper_is_not_kept(led: Any, content: bytes, words: str, why: str) -> None:
    basis = based(led)
    with pytest.raises(EvidenceRefused, match=why):
        attached(led, "basis", basis, content, words=words)
    assert not folder().exists()


def test_the_same_file_is_attached_once(led: Any) -> None:
    basis = based(led)
    attached(led, "basis", basis)
    with pytest.raises(EvidenceRefused, match="đã đính kèm"):
        attached(led, "basis", basis)
    with pytest.raises(NotFound):
        attached(led, "nothing", basis)
