"""`hotich report unit|town` as somebody types it: figures and papers, which campaign a code or a day is about."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from click.testing import CliRunner
from frozen_day import Day
from making import campaign_of, moment

from hotich.campaign.models import Campaign, Closing, ReportingUnit, Responsible
from hotich.cli import report
from hotich.core.quotas import VIETNAM
from hotich.reports.files import content_of
from hotich.reports.operations import draw_papers, send_again, send_town_report, send_unit_report
from hotich.reports.periods import period_for
from hotich.support.kept_files import path_of
from hotich.support.time import local, today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db


def run(command: Any, *options: str) -> tuple[int, str]:
    callback = command.callback
    command.callback = callback.__wrapped__  # the database of the tests is there already
    try:
        answer = CliRunner().invoke(command, list(options))
    finally:
        command.callback = callback
    return answer.exit_code, answer.output + str(answer.exception or "")


def of_unit(code: str, out: Path, *options: str) -> tuple[int, str]:
    return run(report.unit, "--unit", code, "--out", str(out), *options)


def of_town(out: Path, *options: str) -> tuple[int, str]:
    return run(report.town, "--out", str(out), *options)


def on(day: date) -> tuple[str, str]:
    return "--date", day.isoformat()


def words_of_docx(path: Path) -> str:
    file = docx.Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in file.paragraphs), *cells]).split())


def words_of_pdf(path: Path) -> str:
    pages = pypdf.PdfReader(BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def close(campaign: Campaign, head: Any, closed_at: datetime) -> None:
    Closing.objects.create(
        campaign=campaign, figures={"units": [], "total": {}, "cases": {}}, digest="0" * 64, closed_by=head, closed_at=closed_at
    )  # fmt: skip


# -- papers


def test_a_units_report_that_nobody_sent_is_a_draft_that_says_so(frozen: Day, tmp_path: Path) -> None:
    unit = frozen.units[0]
    Responsible.objects.unscoped("test").create(
        reporting_unit=unit, unit=unit.unit, role="head", name="Trần Văn Đầu", title="Chủ tịch", since=frozen.day,
        named_at=frozen.at(),
    )  # fmt: skip
    for name, words_of in (("bieu.docx", words_of_docx), ("bieu.PDF", words_of_pdf)):
        code, said = of_unit(unit.code, tmp_path / name, *on(frozen.day))
        assert code == 0, said
        words = words_of(tmp_path / name)
        assert "số liệu do hệ thống tính lúc chốt" in words
        assert "TM. ỦY BAN NHÂN DÂN" in words
        assert "Trần Văn Đầu" in words
        assert f"{frozen.day:%Y}" in words


def test_a_units_report_that_was_sent_is_the_paper_that_went_out(frozen: Day, tmp_path: Path) -> None:
    sent = send_unit_report(
        actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk, obstacles="mất điện"
    )
    again = send_again(
        actor=frozen.head,
        now=frozen.at(),
        sending_id=sent.pk,
        reason="thiếu chữ",
        obstacles="mất điện hai giờ",
    )
    draw_papers(sending_id=again.pk, now=frozen.at())
    for kind in ("docx", "pdf"):
        out = tmp_path / f"bieu.{kind}"
        code, said = of_unit(frozen.units[0].code, out, *on(frozen.day))
        assert code == 0, said
        assert out.read_bytes() == content_of(again.files.get(kind=kind))


def test_the_towns_report_is_a_draft_until_it_went_to_the_receiver_asked_for(
    frozen: Day, tmp_path: Path
) -> None:
    draft = tmp_path / "thi-xa.docx"
    code, said = of_town(draft, *on(frozen.day))
    assert code == 0, said
    words = words_of_docx(draft)
    assert "Bản dự thảo: báo cáo chưa gửi." in words
    assert "Sở Tư pháp" in words
    assert all(unit.name in words for unit in frozen.units)

    sent = send_town_report(
        actor=frozen.town, now=frozen.at(), report_id=frozen.of_the_town.pk, receiver="inspection", obstacles="đường truyền chậm"
    )  # fmt: skip
    draw_papers(sending_id=sent.pk, now=frozen.at())
    out = tmp_path / "to-kiem-tra.pdf"
    assert of_town(out, *on(frozen.day), "--to", "inspection")[0] == 0
    assert out.read_bytes() == content_of(sent.files.get(kind="pdf"))
    assert "Bản dự thảo" not in words_of_pdf(out)
    assert of_town(draft, *on(frozen.day), "--to", "province")[0] == 0
    assert "Bản dự thảo" in words_of_docx(draft)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_was_sent_is_read_back_whatever_the_plan_says_later(
    frozen: Day, tmp_path: Path, kind: str
) -> None:
    own = send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk)
    above = send_town_report(
        actor=frozen.town, now=frozen.at(), report_id=frozen.of_the_town.pk, receiver="province"
    )
    for sent in (own, above):
        draw_papers(sending_id=sent.pk, now=frozen.at())
    frozen.campaign.name = "Đợt khác"
    frozen.campaign.save()
    Agency.objects.filter(unit=frozen.units[0].unit, kind="UB").update(kind="VH")
    out = tmp_path / f"bieu.{kind}"
    assert of_unit(frozen.units[0].code, out, *on(frozen.day))[0] == 0
    assert out.read_bytes() == content_of(own.files.get(kind=kind))
    assert of_town(out, *on(frozen.day))[0] == 0
    assert out.read_bytes() == content_of(above.files.get(kind=kind))
    path_of(tmp_path / "reports", above.files.get(kind=kind).digest).write_bytes(b"%PDF")
    code, said = of_town(out, *on(frozen.day))
    assert code == 1
    assert "khôi phục từ bản sao lưu" in said


def test_the_paper_of_a_past_minute_says_what_was_known_then(frozen: Day, tmp_path: Path) -> None:
    sent_at = frozen.at() + timedelta(minutes=10)
    send_unit_report(actor=frozen.head, now=sent_at, report_id=frozen.report().pk, obstacles="mất điện")
    period = period_for(frozen.campaign, frozen.day)
    minute = local(period.end) - timedelta(hours=1)
    unit, out = frozen.units[0], tmp_path / "luc-do.docx"
    code, said = of_unit(unit.code, out, "--at", f"{minute:%Y-%m-%dT%H:%M}")
    assert code == 0, said
    words = words_of_docx(out)
    assert f"đến {minute:%H:%M}" in words
    assert "số liệu tạm tính" in words
    assert "mất điện" not in words
    town = tmp_path / "luc-do.pdf"
    assert of_town(town, "--at", f"{minute:%Y-%m-%dT%H:%M}")[0] == 0
    assert f"đến {minute:%H:%M}" in words_of_pdf(town)


def test_where_nobody_issues_a_report_there_is_no_paper_but_its_figures(frozen: Day, tmp_path: Path) -> None:
    unit = frozen.units[0]
    Agency.objects.filter(unit=unit.unit, kind="UB").update(kind="VH")
    code, said = of_unit(unit.code, tmp_path / "bieu.pdf", *on(frozen.day))
    assert code == 1
    assert "Chưa rõ cơ quan nào ban hành" in said
    assert ".xlsx" in said
    assert not (tmp_path / "bieu.pdf").exists()
    assert of_unit(unit.code, tmp_path / "bieu.xlsx", *on(frozen.day))[0] == 0


def test_another_ending_is_refused_and_nothing_is_written(frozen: Day, tmp_path: Path) -> None:
    code, said = of_town(tmp_path / "bieu.odt", *on(frozen.day))
    assert code == 2
    assert "dùng .json, .xlsx, .docx hoặc .pdf" in said
    assert not list(tmp_path.glob("bieu.*"))


# -- which campaign


@pytest.fixture
def shared(world: Any, elsewhere: Any) -> tuple[ReportingUnit, ReportingUnit]:
    """A ward's line, and in a later campaign that of another unit which has its code."""
    _, (before,) = campaign_of(world, code="KH99", name="Đợt của thị xã")
    _, (after,) = campaign_of(
        elsewhere, code="KH12", name="Đợt hai cấp", keying_starts_on=today() - timedelta(days=4)
    )
    after.code = before.code
    after.save()
    return before, after


def campaign_in(path: Path) -> str:
    return str(json.loads(path.read_text())["campaign"])


def test_a_code_of_different_units_in_several_campaigns_at_work_names_the_others(
    shared: tuple[ReportingUnit, ReportingUnit], tmp_path: Path
) -> None:
    before, later = shared
    out = tmp_path / "bieu.json"
    code, said = of_unit(before.code, out, *on(today()))
    assert (code, campaign_in(out)) == (0, before.campaign.name), "the one that began first"
    assert f"Lấy {before.name} của đợt KH99" in said
    assert f"{later.name} (--campaign KH12)" in said
    for line in shared:
        assert of_unit(before.code, out, *on(today()), "--campaign", line.campaign.code)[0] == 0
        (found,) = json.loads(out.read_text())["units"]
        assert (campaign_in(out), found["name"]) == (line.campaign.name, line.name)
    assert of_unit(before.code, out, *on(later.campaign.keying_starts_on - timedelta(days=1)))[0] == 0
    assert campaign_in(out) == "Đợt của thị xã", "the later one had not begun"
    code, said = of_unit(before.code, out, *on(today()), "--campaign", "KH13")
    assert code == 1
    assert "KH13" in said


def test_a_code_that_one_campaign_alone_has_needs_no_more(
    shared: tuple[ReportingUnit, ReportingUnit], elsewhere: Any, tmp_path: Path
) -> None:
    shared[1].code = "90002"
    shared[1].save()
    for line in shared:
        assert of_unit(line.code, tmp_path / "bieu.json", *on(today()))[0] == 0
        assert campaign_in(tmp_path / "bieu.json") == line.campaign.name


def test_a_code_is_read_in_the_campaign_at_work_once_the_other_was_closed(
    shared: tuple[ReportingUnit, ReportingUnit], world: Any, tmp_path: Path
) -> None:
    before, later = shared
    day = today() - timedelta(days=2)
    close(
        before.campaign,
        world.officer("justice_head"),
        datetime(day.year, day.month, day.day, 10, tzinfo=VIETNAM),
    )
    out = tmp_path / "bieu.json"
    assert of_unit(before.code, out, *on(today()))[0] == 0
    assert campaign_in(out) == later.campaign.name
    code, said = of_unit(before.code, out, *on(day))
    assert (code, campaign_in(out)) == (0, before.campaign.name), "both were at work on that day"
    assert "--campaign KH12" in said


def test_the_towns_report_is_of_the_campaign_at_work_that_began_first(
    shared: tuple[ReportingUnit, ReportingUnit], world: Any, tmp_path: Path
) -> None:
    before, later = shared
    out, day = tmp_path / "bieu.json", today() - timedelta(days=2)
    assert of_town(out, *on(today()))[0] == 0
    assert campaign_in(out) == before.campaign.name
    close(
        before.campaign,
        world.officer("justice_head"),
        datetime(day.year, day.month, day.day, 10, tzinfo=VIETNAM),
    )
    assert of_town(out, *on(today()))[0] == 0
    assert campaign_in(out) == later.campaign.name
    assert of_town(out, *on(day))[0] == 0
    assert campaign_in(out) == before.campaign.name
    assert of_town(out, *on(day), "--campaign", later.campaign.code)[0] == 0
    assert campaign_in(out) == later.campaign.name


def test_of_a_day_after_the_end_there_is_no_report_and_the_last_one_is_named(
    world: Any, tmp_path: Path
) -> None:
    campaign, (unit,) = campaign_of(world, code="KH99")
    day = today() - timedelta(days=2)
    close(campaign, world.officer("justice_head"), datetime(day.year, day.month, day.day, 18, tzinfo=VIETNAM))
    last, out = day + timedelta(days=1), tmp_path / "bieu.json"
    assert of_town(out, *on(last))[0] == 0, "what came after the cut-off of its last day"
    for code, said in (of_town(out, *on(today())), of_unit(unit.code, out, *on(today()))):
        assert code == 1
        assert f"báo cáo cuối cùng là của ngày {last:%d/%m/%Y}" in said
    assert of_town(out, "--at", f"{local(moment()) - timedelta(minutes=5):%Y-%m-%dT%H:%M}")[0] == 0
