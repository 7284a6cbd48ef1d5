"""`hotich report unit|town`: the daily form as a file, its figures or the paper."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hotich.cli._database import needs_database

if TYPE_CHECKING:
    from hotich.campaign.models import Campaign, ReportingUnit

_FIGURES, _PAPERS = (".json", ".xlsx"), (".docx", ".pdf")


@click.group("report")
def command() -> None:
    """Biểu báo cáo ngày: số liệu (.json, .xlsx) hoặc bản giấy (.docx, .pdf).

    \b
    Ví dụ: hotich report town --date 2026-11-23 --out bao-cao.xlsx
    """


def _known(context: click.Context, option: click.Parameter, out: Path) -> Path:
    if out.suffix.lower() not in (*_FIGURES, *_PAPERS):
        raise click.UsageError(f"Đuôi tệp “{out.suffix}” chưa hỗ trợ: dùng .json, .xlsx, .docx hoặc .pdf.")
    return out


_day = click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày báo cáo.")
_out = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, callback=_known,
    help=".json, .xlsx: số liệu; .docx, .pdf: bản giấy đã gửi, chưa gửi thì là bản dự thảo.",
)  # fmt: skip
_at = click.option(
    "--at", "moment", type=click.DateTime(["%Y-%m-%dT%H:%M"]),
    help="Một phút đã qua (giờ Việt Nam): biểu đúng như lúc đó, tính lại từ nhật ký. Thay cho --date.",
)  # fmt: skip


def _asked(day: datetime | None, moment: datetime | None) -> date:
    if (day is None) == (moment is None):
        raise click.UsageError(
            "Chọn một trong hai: --date (báo cáo của ngày) hoặc --at (biểu như ở một phút đã qua)."
        )
    asked = day or moment
    assert asked is not None
    return asked.date()


def _write(
    campaign: Campaign,
    reporting: ReportingUnit | None,
    receiver: str,
    day: date,
    moment: datetime | None,
    out: Path,
) -> None:
    from hotich.reports.files import json_of
    from hotich.reports.papers import paper_asked
    from hotich.reports.periods import check_reported, check_settled
    from hotich.reports.queries import daily_form, form_at
    from hotich.reports.workbook import workbook
    from hotich.support.time import VIETNAM, now

    at = moment.replace(tzinfo=VIETNAM) if moment is not None else None
    if at is None:
        check_reported(campaign, day)
    else:
        check_settled(at, now=now())
    content: bytes
    kind = out.suffix.lower()
    if kind in _PAPERS:
        content = paper_asked(
            campaign, reporting, receiver, kind=kind.removeprefix("."), day=day, at=at, now=now()
        )
    else:
        units = None if reporting is None else [reporting]
        form: dict[str, Any] = (
            daily_form(campaign, day, now=now(), units=units)
            if at is None
            else form_at(campaign, at, units=units)
        )
        content = json_of(form) if kind == ".json" else workbook(form)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    click.echo(f"Đã ghi {out}")


@command.command()
@click.option("--unit", required=True, help="Mã đơn vị báo cáo, ví dụ 25441 hoặc 697-TP.")
@_day
@_at
@_out
@click.option(
    "--campaign",
    "code",
    default="",
    help="Mã đợt; bỏ trống thì lấy đơn vị của đợt bắt đầu sớm nhất còn làm.",
)
@needs_database
def unit(unit: str, day: datetime | None, moment: datetime | None, out: Path, code: str) -> None:
    """Biểu của một đơn vị.

    \b
    Ví dụ: hotich report unit --unit 25441 --campaign KH99 --date 2026-11-23 --out minh-hung.pdf
    """
    from hotich.campaign.queries import lines_of_code
    from hotich.reports.models import Receiver

    asked = _asked(day, moment)
    lines = lines_of_code(unit, on=asked, campaign=code)
    if not lines:
        of_it = f" trong đợt “{code}”" if code else ""
        raise click.ClickException(
            f"Không có đơn vị báo cáo mã “{unit}”{of_it} vào ngày {asked:%d/%m/%Y}: kiểm tra mã"
            f"{', mã đợt' if code else ''} và ngày."
        )
    found = lines[0]
    if others := [line for line in lines if line.unit_id != found.unit_id]:
        named = ", ".join(f"{line.name} (--campaign {line.campaign.code})" for line in others)
        click.echo(
            f"Lấy {found.name} của đợt {found.campaign.code}. Mã “{unit}” còn là của: {named}.", err=True
        )
    _write(found.campaign, found, Receiver.TOWN, asked, moment, out)


@command.command()
@_day
@_at
@_out
@click.option("--campaign", "code", default="", help="Mã đợt; bỏ trống thì lấy đợt bắt đầu sớm nhất còn làm.")
@click.option(
    "--to", "receiver", type=click.Choice(["province", "inspection"]), default="province", show_default=True,
    help="Bản giấy gửi nơi nào: Sở Tư pháp, hoặc Tổ kiểm tra, hướng dẫn.",
)  # fmt: skip
@needs_database
def town(day: datetime | None, moment: datetime | None, out: Path, code: str, receiver: str) -> None:
    """Biểu tổng hợp: tổng của các đơn vị.

    \b
    Ví dụ: hotich report town --date 2026-11-23 --out thi-xa.xlsx
    """
    from hotich.campaign.queries import campaign_of_day

    asked = _asked(day, moment)
    campaign = campaign_of_day(asked, code=code)
    if campaign is None:
        which = f"đợt mã “{code}” đang nhập" if code else "đợt cao điểm nào"
        raise click.ClickException(
            f"Không có {which} vào ngày {asked:%d/%m/%Y}: kiểm tra {'mã đợt và ' if code else ''}ngày."
        )
    _write(campaign, None, receiver, asked, moment, out)
