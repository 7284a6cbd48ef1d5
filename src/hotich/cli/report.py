"""`hotich report unit|town`: the daily form as a file."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from hotich.cli._database import needs_database


@click.group("report")
def command() -> None:
    """Biểu báo cáo ngày.

    \b
    Ví dụ: hotich report town --date 2026-11-23 --out bao-cao.xlsx
    """


def _write(form: dict[str, Any], out: Path) -> None:
    from hotich.reports.files import json_of
    from hotich.reports.workbook import workbook

    if out.suffix == ".json":
        content = json_of(form)
    elif out.suffix == ".xlsx":
        content = workbook(form)
    else:
        raise click.UsageError(f"Đuôi tệp “{out.suffix}” chưa hỗ trợ: dùng .json hoặc .xlsx.")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    click.echo(f"Đã ghi {out}")


_day = click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày báo cáo.")
_out = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help=".json hoặc .xlsx"
)

_at = click.option(
    "--at", "moment", type=click.DateTime(["%Y-%m-%dT%H:%M"]),
    help="Một phút đã qua (giờ Việt Nam): biểu đúng như lúc đó, tính lại từ nhật ký. Thay cho --date.",
)  # fmt: skip


def _form(
    campaign: Any, day: datetime | None, moment: datetime | None, units: list[Any] | None
) -> dict[str, Any]:
    from hotich.reports.periods import check_settled
    from hotich.reports.queries import daily_form, form_at
    from hotich.support.time import VIETNAM, now

    if moment is not None:
        at = moment.replace(tzinfo=VIETNAM)
        check_settled(at, now=now())
        return form_at(campaign, at, units=units)
    assert day is not None
    return daily_form(campaign, day.date(), now=now(), units=units)


def _asked(day: datetime | None, moment: datetime | None) -> datetime:
    if (day is None) == (moment is None):
        raise click.UsageError(
            "Chọn một trong hai: --date (báo cáo của ngày) hoặc --at (biểu như ở một phút đã qua)."
        )
    asked = day or moment
    assert asked is not None
    return asked


@command.command()
@click.option("--unit", required=True, help="Mã đơn vị báo cáo, ví dụ 25441 hoặc 697-TP.")
@_day
@_at
@_out
@needs_database
def unit(unit: str, day: datetime | None, moment: datetime | None, out: Path) -> None:
    """Biểu của một đơn vị.

    \b
    Ví dụ: hotich report unit --unit 25441 --date 2026-11-23 --out minh-hung.json
    """
    from hotich.campaign.queries import campaign_of_unit_code

    asked = _asked(day, moment)
    found = campaign_of_unit_code(unit, on=asked.date())
    if found is None:
        raise click.ClickException(
            f"Không có đơn vị báo cáo mã “{unit}” vào ngày {asked:%d/%m/%Y}: kiểm tra mã và ngày."
        )
    _write(_form(found.campaign, day, moment, [found]), out)


@command.command()
@_day
@_at
@_out
@click.option("--campaign", "code", help="Mã đợt; bỏ trống thì lấy đợt bắt đầu sớm nhất còn làm.")
@needs_database
def town(day: datetime | None, moment: datetime | None, out: Path, code: str | None) -> None:
    """Biểu tổng hợp: tổng của các đơn vị.

    \b
    Ví dụ: hotich report town --date 2026-11-23 --out thi-xa.xlsx
    """
    from hotich.campaign.queries import campaigns_on

    asked = _asked(day, moment)
    campaigns = campaigns_on(asked.date())
    campaign = campaigns.filter(code=code).first() if code else campaigns.first()
    if campaign is None:
        raise click.ClickException(f"Không có đợt cao điểm nào vào ngày {asked:%d/%m/%Y}.")
    _write(_form(campaign, day, moment, None), out)
