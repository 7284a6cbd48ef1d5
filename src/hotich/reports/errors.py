"""Refusals of reports."""

from hotich.support.errors import Refusal


class ReportRefused(Refusal):
    """The report cannot be sent, frozen or amended as it stands."""

    code = "report.refused"
    status = 409
