"""`hotich report unit|town`: the daily form as a file."""

import json
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
    from hotich.reports.workbook import workbook

    if out.suffix == ".json":
        content = json.dumps(form, ensure_ascii=False, indent=2).encode()
    elif out.suffix == ".xlsx":
        content = workbook(form)
    else:
        raise click.UsageError(f"Đuôi tệp “{out.suffix}” chưa hỗ trợ: dùng .json hoặc .xlsx.")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    click.echo(f"Đã ghi {out}")


_day = click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Ngày báo cáo.")
_out = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help=".json hoặc .xlsx"
)


@command.command()
@click.option("--unit", required=True, help="Mã đơn vị báo cáo, ví dụ 25441 hoặc 697-TP.")
@_day
@_out
@needs_database
def unit(unit: str, day: datetime, out: Path) -> None:
    """Biểu của một đơn vị.

    \b
    Ví dụ: hotich report unit --unit 25441 --date 2026-11-23 --out minh-hung.json
    """
    from hotich.campaign.queries import campaign_of_unit_code
    from hotich.reports.queries import daily_form
    from hotich.support.time import now

    found = campaign_of_unit_code(unit, on=day.date())
    if found is None:
        raise click.ClickException(
            f"Không có đơn vị báo cáo mã “{unit}” vào ngày {day:%d/%m/%Y}: kiểm tra mã và ngày."
        )
    _write(daily_form(found.campaign, day.date(), now=now(), units=[found]), out)


@command.command()
@_day
@_out
@click.option("--campaign", "code", help="Mã đợt; bỏ trống thì lấy đợt bắt đầu sớm nhất còn làm.")
@needs_database
def town(day: datetime, out: Path, code: str | None) -> None:
    """Biểu tổng hợp: tổng của các đơn vị.

    \b
    Ví dụ: hotich report town --date 2026-11-23 --out thi-xa.xlsx
    """
    from hotich.campaign.queries import campaigns_on
    from hotich.reports.queries import daily_form
    from hotich.support.time import now

    campaigns = campaigns_on(day.date())
    campaign = campaigns.filter(code=code).first() if code else campaigns.first()
    if campaign is None:
        raise click.ClickException(f"Không có đợt cao điểm nào vào ngày {day:%d/%m/%Y}.")
    _write(daily_form(campaign, day.date(), now=now()), out)
