"""Có và không hỗ trợ: whether suggestions make officers write down what the book does not say. Counts only, no citizen."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.audit import operations as audit
from hotich.campaign.models import Campaign
from hotich.core.assistance_bias import ENOUGH_COMPARED, ENOUGH_DIFFERING, Compared, Report, report
from hotich.core.quotas import VIETNAM
from hotich.core.rates import Rate
from hotich.core.registers.catalogue import EditionUnknown, editions_of, titles
from hotich.core.text.ordering import sort_key
from hotich.integration.exports.csv import write_csv
from hotich.integration.xlsx import write_workbook
from hotich.linkage.queries import field_differences
from hotich.screens.charts import said
from hotich.screens.common import needs
from hotich.screens.pace_room.team import by_given_name, campaign_of
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now, today

COLUMNS = (
    "Mức", "Cán bộ", "Loại sổ", "Cột", "Có hỗ trợ: so sánh", "Có hỗ trợ: lệch", "Có hỗ trợ: tỷ lệ %", "Có hỗ trợ: khoảng tin cậy 95 %",
    "Không hỗ trợ: so sánh", "Không hỗ trợ: lệch", "Không hỗ trợ: tỷ lệ %", "Không hỗ trợ: khoảng tin cậy 95 %", "Tỷ số",
    "Tỷ số: khoảng tin cậy 95 %", "Nhận xét",
)  # fmt: skip
_LONGEST_AGO = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the report in words."""

    officer: str
    register: str
    field: str
    compared: Compared

    @property
    def assisted(self) -> tuple[str, str]:
        return _rate(self.compared.assisted)

    @property
    def unassisted(self) -> tuple[str, str]:
        return _rate(self.compared.unassisted)

    @property
    def ratio(self) -> tuple[str, str]:
        """The ratio and its interval; nothing where the numbers are too few to say one."""
        if self.compared.ratio is None:
            return "–", ""
        low, high = (said(bound, 2) if bound < 1000 else "∞" for bound in self.compared.interval)
        return said(self.compared.ratio, 2) if self.compared.ratio < 1000 else "∞", f"{low} – {high}"


@require_safe
@needs("bias.view")
def page(request: OfficerRequest) -> HttpResponse:
    """The whole, every column, every officer, and what stands out, since the campaign began or a day that is asked for."""
    campaign, _ = campaign_of(request.user)
    since = _since(request, campaign)
    found, lines = _report(request.user, since)
    cells = [line for line in lines["cells"] if line.compared.verdict in ("lower", "perhaps_lower")]
    return render(
        request,
        "pace_room/bias.html",
        {
            "campaign": campaign,
            "since": since,
            "overall": lines["overall"][0],
            "fields": [line for line in lines["fields"] if line.compared.enough],
            "few": [line for line in lines["fields"] if not line.compared.enough],
            "officers": lines["officers"],
            "cells": cells,
            "unknown": found.unknown,
            "enough_compared": ENOUGH_COMPARED,
            "enough_differing": ENOUGH_DIFFERING,
        },
    )


@require_safe
@needs("bias.view")
def download(request: OfficerRequest, ending: str) -> HttpResponse:
    """Every line as a file, those too few to say anything among them; on record."""
    campaign, _ = campaign_of(request.user)
    since = _since(request, campaign)
    _, lines = _report(request.user, since)
    audit.record(
        kind="bias.exported", officer=request.user, subject=f"campaign:{campaign.code}",
        detail={"since": since.isoformat(), "ending": ending}, now=now(),
    )  # fmt: skip
    rows = list(_rows(lines))
    kind = "text/csv; charset=utf-8" if ending == "csv" else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # fmt: skip
    response = HttpResponse(_file(rows, ending), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="co-va-khong-ho-tro-{today()}.{ending}"'
    return response


def _since(request: OfficerRequest, campaign: Campaign) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("tu", ""))
    except ValueError:
        return campaign.keying_starts_on
    return asked if timedelta(0) <= today() - asked < _LONGEST_AGO else campaign.keying_starts_on


def _report(officer: Officer, since: date) -> tuple[Report, dict[str, list[Line]]]:
    found = report(field_differences(officer, since=datetime.combine(since, time.min, tzinfo=VIETNAM)))
    names = {one.pk: str(one) for one in Officer.objects.filter(pk__in=[line.officer for line in found.officers])}  # fmt: skip

    registers = dict(titles())

    def lines(compared: list[Compared]) -> list[Line]:
        return [
            Line(
                names.get(one.officer or 0, "không rõ") if one.officer is not None else "",
                registers.get(one.kind, ""), _label(one.kind, one.field) if one.field else "", one,
            )
            for one in compared
        ]  # fmt: skip

    return found, {
        "overall": lines([found.overall]),
        "fields": sorted(lines(found.fields), key=_by_column),
        "officers": sorted(lines(found.officers), key=lambda line: by_given_name(line.officer)),
        "cells": sorted(
            lines(found.cells), key=lambda line: (by_given_name(line.officer), *_by_column(line))
        ),
    }


def _by_column(line: Line) -> tuple[str, str]:
    return sort_key(line.register), sort_key(line.field)


@cache
def _label(kind: str, field: str) -> str:
    try:
        return editions_of(kind)[-1].label_in_full(field)
    except (EditionUnknown, KeyError):
        return field


def _rate(rate: Rate) -> tuple[str, str]:
    """A rate in hundredths, and between what it lies."""
    if rate.value is None:
        return "–", ""
    low, high = rate.interval
    return said(100 * rate.value, 1), f"{said(100 * low, 1)} – {said(100 * high, 1)}"


def _rows(lines: dict[str, list[Line]]) -> Iterator[list[str]]:
    called = {"overall": "chung", "fields": "từng cột", "officers": "từng cán bộ", "cells": "cán bộ và cột"}
    for level, name in called.items():
        for line in lines[level]:
            one = line.compared
            yield [
                name, line.officer, line.register, line.field,
                str(one.assisted.whole), str(one.assisted.part), *line.assisted,
                str(one.unassisted.whole), str(one.unassisted.part), *line.unassisted,
                *line.ratio, one.said,
            ]  # fmt: skip


def _file(rows: list[list[str]], ending: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="hotich-bias-") as folder:
        path = Path(folder) / f"report.{ending}"
        if ending == "csv":
            with write_csv(path, COLUMNS) as lines:
                for row in rows:
                    lines.append(row)
        else:
            with write_workbook(path) as workbook:
                sheet = workbook.sheet("Có và không hỗ trợ", COLUMNS)
                for row in rows:
                    sheet.append(row)
        return path.read_bytes()
