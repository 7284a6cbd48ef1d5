"""A report is sent in time or late, again with a reason, and what went out can be taken out again byte for byte."""

from __future__ import annotations

import json
from datetime import time, timedelta
from io import BytesIO
from typing import Any

import pytest
from frozen_day import INSTANT, Day
from openpyxl import load_workbook

from hotich.audit.models import AuditEvent
from hotich.campaign.models import Responsible
from hotich.core.quotas import VIETNAM
from hotich.reports.errors import ReportRefused
from hotich.reports.files import ReportFileBroken, content_of, json_of
from hotich.reports.heads import head_of
from hotich.reports.models import Receiver
from hotich.reports.operations import (
    draw_papers,
    send_again,
    send_town_report,
    send_unit_report,
    sweep_papers,
)
from hotich.reports.papers import DRAWN_WITHIN, paper_of, papers_of, waits_for_papers
from hotich.reports.queries import daily_form, status_label, status_of
from hotich.reports.workbook import workbook
from hotich.staff.models import Position
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.kept_files import path_of
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db

# -- in time, late, silent


def test_two_oclock_sharp_is_late(frozen: Day) -> None:
    early, sharp = frozen.at() - INSTANT, frozen.at()
    assert not send_unit_report(actor=frozen.head, now=early, report_id=frozen.report().pk).late
    assert status_of(frozen.campaign, frozen.day, early, now=sharp) == "submitted"
    assert status_of(frozen.campaign, frozen.day, sharp, now=sharp) == "late"
    line, silent = frozen.form()["units"]
    assert (line["status"], silent["status"]) == ("submitted", "silent")


def test_a_report_sent_at_its_deadline_is_marked_late(frozen: Day) -> None:
    assert send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk).late
    assert frozen.form()["units"][0]["status"] == "late"


def test_who_is_silent_is_shown_with_what_was_counted(frozen: Day) -> None:
    report = frozen.report(1)
    report.figures["cumulative"]["total"] = 41
    report.save()
    silent = frozen.form()["units"][1]
    assert (silent["status"], silent["cumulative"]["total"], silent["sent_at"]) == ("silent", 41, None)
    assert frozen.form(frozen.at() - INSTANT)["units"][1]["status"] == "draft"


def test_a_report_sent_late_goes_under_the_name_of_the_head_of_its_day(frozen: Day) -> None:
    before, after = frozen.day - timedelta(days=30), frozen.day + timedelta(days=1)
    for name, since, until in (("Trần Văn Trước", before, frozen.day), ("Lê Thị Sau", after, None)):
        Responsible.objects.unscoped("test").create(
            reporting_unit=frozen.units[0], unit=frozen.units[0].unit, role="head", name=name, title="Chủ tịch",
            since=since, until=until, named_at=frozen.at(),
        )  # fmt: skip
    sent = send_unit_report(
        actor=frozen.head, now=frozen.at() + timedelta(days=1), report_id=frozen.report().pk
    )
    assert sent.head == "Trần Văn Trước, Chủ tịch"


def test_figures_that_are_frozen_and_not_sent_are_not_called_provisional(frozen: Day) -> None:
    early = frozen.at() - INSTANT
    sent = send_town_report(
        actor=frozen.town, now=early, report_id=frozen.of_the_town.pk, receiver="inspection"
    )
    form = json.loads(content_of(sent.files.get(kind="json")))
    assert [line["status"] for line in form["units"]] == ["draft", "draft"], "others rely on these words"
    assert {status_label(line) for line in form["units"]} == {"đã chốt, chưa gửi"}
    sheet = load_workbook(BytesIO(content_of(sent.files.get(kind="xlsx")))).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert cells.count("đã chốt, chưa gửi") == 2
    assert not any("tạm tính" in cell for cell in cells)
    paper = paper_of(sent, form)
    assert paper is not None
    assert "(đã chốt, chưa gửi)" in str(paper)
    assert "tạm tính" not in str(paper)
    own = daily_form(frozen.campaign, frozen.day, now=early, units=frozen.units[:1])["units"][0]
    assert status_label(own) == "đã chốt, chưa gửi"
    running = daily_form(frozen.campaign, frozen.day + timedelta(days=1), now=early)["units"]
    assert {status_label(line) for line in running} == {"số liệu tạm tính"}


def test_a_unit_speaks_for_itself_and_once(frozen: Day, world: Any, elsewhere: Any) -> None:
    said = {"now": frozen.at(), "report_id": frozen.report().pk}
    with pytest.raises(NotAllowed):
        send_unit_report(actor=world.officer("keyer"), **said)
    with pytest.raises(NotFound):
        send_unit_report(actor=elsewhere.officer("unit_head"), **said)
    with pytest.raises(NotFound):
        send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.of_the_town.pk)
    sent = send_unit_report(actor=frozen.head, obstacles=" mất điện ", **said)
    assert (sent.obstacles, sent.sent_by) == ("mất điện", frozen.head)
    with pytest.raises(ReportRefused, match=f"^{frozen.head.full_name} đã gửi báo cáo này lúc "):
        send_unit_report(actor=frozen.head, **said)


def test_a_report_goes_under_the_name_of_the_head(frozen: Day) -> None:
    sent = send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk)
    assert sent.head == f"{frozen.head.full_name}, lãnh đạo UBND phường/xã"
    assert frozen.form()["units"][0]["head"] == sent.head


def test_who_leads_now_stands_for_who_has_left(frozen: Day, world: Any) -> None:
    # Whoever leaves has his account closed; his position has no last day where nobody said one.
    came = world.officer("unit_head")
    Position.objects.filter(officer=frozen.head).update(valid_from=frozen.day - timedelta(days=400))
    Position.objects.filter(officer=came).update(valid_from=frozen.day)
    assert head_of(frozen.units[0], world.unit, on=frozen.day) == f"{came.full_name}, lãnh đạo UBND phường/xã"
    before = head_of(frozen.units[0], world.unit, on=frozen.day - timedelta(days=1))
    assert before == f"{frozen.head.full_name}, lãnh đạo UBND phường/xã"


# -- the town


def test_the_town_sends_the_same_figures_to_both_before_their_hours(frozen: Day) -> None:
    report = frozen.of_the_town
    sent = [
        send_town_report(
            actor=frozen.town, now=frozen.at(receiver) - INSTANT, report_id=report.pk, receiver=receiver
        )
        for receiver in (Receiver.INSPECTION, Receiver.PROVINCE)
    ]
    assert [one.late for one in sent] == [False, False]
    forms = [json.loads(content_of(one.files.get(kind="json"))) for one in sent]
    assert forms[0]["total"] == forms[1]["total"]
    assert forms[0]["period"] == forms[1]["period"]
    assert [line["status"] for line in forms[0]["units"]] == ["silent", "silent"]


def test_what_the_town_says_itself_stands_in_every_file_of_its_report(frozen: Day) -> None:
    said = {"actor": frozen.town, "report_id": frozen.of_the_town.pk, "receiver": "inspection"}
    words = {"obstacles": "Hai xã thiếu máy.", "proposals": "Đề nghị điều thêm máy."}
    unfinished = words | {"proposals": "Đề nghị điều máy."}
    first = send_town_report(now=frozen.at("inspection") - INSTANT, **said, **unfinished)
    again = send_again(
        actor=frozen.town, now=frozen.at("province"), sending_id=first.pk, reason="ghi thiếu", **words
    )
    # A report that went out in time is not late because it is mended later.
    assert again.late
    for sending, status, version, told in (
        (first, "submitted", 1, unfinished),
        (again, "submitted", 2, words),
    ):
        form = json.loads(content_of(sending.files.get(kind="json")))
        assert (
            form["sending"].items()
            >= (told | {"receiver": "inspection", "status": status, "version": version}).items()
        )
        assert form["total"] == json.loads(content_of(first.files.get(kind="json")))["total"]
        sheet = load_workbook(BytesIO(content_of(sending.files.get(kind="xlsx")))).active
        (total,) = (row for row in sheet.iter_rows(values_only=True) if row[1] == "Tổng cộng")
        assert total[-2] == f"{told['obstacles']}\n{told['proposals']}"
        assert total[-1].startswith("Tổ kiểm tra, hướng dẫn: ")
    assert total[-1].endswith("bản thứ 2: ghi thiếu")
    own = send_unit_report(actor=frozen.head, now=frozen.at() - INSTANT, report_id=frozen.report().pk)
    assert "sending" not in json.loads(content_of(own.files.get(kind="json")))


def test_half_past_two_is_late_for_the_inspection_team_and_not_for_the_province(frozen: Day) -> None:
    said = {"actor": frozen.town, "now": frozen.at("inspection"), "report_id": frozen.of_the_town.pk}
    first = send_town_report(receiver="inspection", **said)
    assert first.late
    assert json.loads(content_of(first.files.get(kind="json")))["sending"]["status"] == "late"
    assert not send_town_report(receiver="province", **said).late
    with pytest.raises(ReportRefused):
        send_town_report(receiver="town", **said)


def test_only_who_consolidates_sends_for_the_town(frozen: Day) -> None:
    with pytest.raises(NotAllowed):
        send_town_report(
            actor=frozen.head, now=frozen.at(), report_id=frozen.of_the_town.pk, receiver="province"
        )


# -- the bytes


def test_what_was_sent_is_kept_byte_for_byte(frozen: Day) -> None:
    sent = send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk)
    form = daily_form(frozen.campaign, frozen.day, now=frozen.at(), units=frozen.units[:1])
    assert content_of(sent.files.get(kind="json")) == json_of(form)
    assert content_of(sent.files.get(kind="xlsx")) == workbook(form)
    event = AuditEvent.objects.get(kind="report.sent")
    assert event.detail["files"] == {file.kind: file.digest for file in sent.files.all()}


def test_papers_are_drawn_after_the_sending_and_once(frozen: Day) -> None:
    sent = send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk)
    assert {file.kind for file in sent.files.all()} == {"json", "xlsx"}
    later = frozen.at() + timedelta(minutes=1)
    assert waits_for_papers(sent, later)
    assert sweep_papers(now=later) == 1
    made = draw_papers(sending_id=sent.pk, now=later)
    assert content_of(sent.files.get(kind="docx")).startswith(b"PK")
    assert content_of(sent.files.get(kind="pdf")).startswith(b"%PDF")
    event = AuditEvent.objects.get(kind="report.drawn")
    assert event.detail["files"] == {file.kind: file.digest for file in made}
    assert draw_papers(sending_id=sent.pk, now=later) == []
    assert not waits_for_papers(sent, later)
    assert sweep_papers(now=later) == 0


def test_where_nobody_issues_a_report_none_is_drawn_and_it_goes_all_the_same(frozen: Day) -> None:
    Agency.objects.filter(unit=frozen.units[0].unit, kind="UB").update(kind="VH")
    sent = send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk)
    assert sweep_papers(now=frozen.at()) == 0
    assert draw_papers(sending_id=sent.pk, now=frozen.at()) == []


def test_what_failed_to_be_drawn_for_a_day_is_asked_for_no_more(frozen: Day) -> None:
    sent = send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk)
    after = frozen.at() + DRAWN_WITHIN
    assert sweep_papers(now=after) == 0
    assert not waits_for_papers(sent, after)


def test_the_paper_of_what_was_sent_is_drawn_again_byte_for_byte(frozen: Day) -> None:
    said = {"obstacles": "mất điện", "proposals": "thêm máy"}
    sent = [
        send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk, **said),
        send_town_report(
            actor=frozen.town, now=frozen.at(), report_id=frozen.of_the_town.pk, receiver="province", **said
        ),
    ]
    for one in sent:
        draw_papers(sending_id=one.pk, now=frozen.at())
        form = json.loads(content_of(one.files.get(kind="json")))
        assert papers_of(one, form) == {
            kind: content_of(one.files.get(kind=kind)) for kind in ("docx", "pdf")
        }


def test_bytes_that_were_changed_on_the_disk_are_not_given_out(frozen: Day, tmp_path: Any) -> None:
    sent = send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk)
    file = sent.files.get(kind="json")
    path_of(tmp_path / "reports", file.digest).write_bytes(b"{}")
    with pytest.raises(ReportFileBroken):
        content_of(file)


def test_the_hours_are_the_campaigns_own(frozen: Day) -> None:
    assert [frozen.at(each).astimezone(VIETNAM).time() for each in Receiver] == [
        time(14), time(14, 30), time(15),
    ]  # fmt: skip
