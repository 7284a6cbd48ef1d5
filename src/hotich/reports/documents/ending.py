"""The documents that say how a campaign ended: of its frozen figures, and before it has ended of the accounts as they stand."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from hotich.campaign.closing.accounts import accounts_in, accounts_of, open_cases_of
from hotich.campaign.closing.accounts import total_of as total_account
from hotich.campaign.closing.declared import declared_in, declared_of
from hotich.campaign.queries import reporting_units_for
from hotich.cases.enums import CaseState
from hotich.reports.documents import closing
from hotich.reports.documents.given import Given
from hotich.support.documents import Document, Paragraph, Run, short_day
from hotich.support.time import local


def closing_report(given: Given) -> Document:
    """Báo cáo tổng kết; its time ends with the campaign's closing."""
    held = getattr(given.campaign, "closing", None)
    closed = local(held.closed_at).date() if held is not None else None
    return _drawn(partial(closing.closing_report, closed=closed))(given)


def _drawn(draw: Callable[..., Document]) -> Callable[[Given], Document]:
    """A closing document: of the frozen figures once the campaign is closed, before that of the accounts as they stand."""

    def drawn(given: Given) -> Document:
        codes = {one.unit_id: one.code for one in reporting_units_for(given.officer, given.campaign)}
        cases: dict[str, list[dict[str, Any]]] = {code: [] for code in codes.values()}
        held = getattr(given.campaign, "closing", None)
        if held is not None:
            accounts = [one for one in accounts_in(held.figures) if one.code in cases]
            declared = declared_in(held.figures, codes.values())
            cases |= {code: rows for code, rows in held.figures["cases"].items() if code in cases}
        else:
            accounts = accounts_of(given.officer, given.campaign)
            declared = declared_of(given.officer, given.campaign)
            for case in open_cases_of(given.campaign, codes):
                cases[codes[case["unit_id"]]].append(
                    {"number": case["number"], "state": str(CaseState(case["state"]).label)}
                )
        document = draw(
            given.sender, given.plan, given.day, given.said, accounts=accounts, total=total_account(accounts),
            declared=declared, cases=cases,
        )  # fmt: skip
        return document if held is not None else _not_yet(document, given)

    return drawn


def _not_yet(document: Document, given: Given) -> Document:
    """A closing document of a campaign that runs says so: it gets no number (`papers.policies.check_ended`)."""
    said = f"DỰ THẢO. Đợt chưa kết thúc; số liệu tính đến {local(given.now):%H:%M} ngày {short_day(given.day)}, còn thay đổi."
    return replace(document, body=(Paragraph((Run(said, bold=True),)), *document.body))


acceptance = _drawn(closing.acceptance)
"""Biên bản nghiệm thu."""
