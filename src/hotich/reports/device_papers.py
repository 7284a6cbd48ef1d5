"""The minutes of a security check, from what was recorded of it: nobody types it again."""

from hotich.reports.documents.asked import as_rows
from hotich.staff.models import Officer
from hotich.stations.models import SecurityCheck
from hotich.stations.operations import security_checklist
from hotich.support.errors import NotFound


def said_of_check(officer: Officer, check_id: int) -> dict[str, str]:
    """The fields of `steering.DEVICE_CHECK` that the record of a check that was passed answers; who was there for the unit is left to be
    said. Raises NotFound.
    """
    checks = SecurityCheck.objects.visible_to(officer).filter(pk=check_id, passed=True)
    check: SecurityCheck | None = checks.select_related("station", "unit", "checked_by").first()
    if check is None:
        raise NotFound
    items = security_checklist(check.checked_on)
    return {
        "don-vi": str(check.unit),
        "may": as_rows([(check.station.code, check.station.name, check.seal_number, "Đạt")]),
        "noi-dung": as_rows(
            (
                items.get(item, item),
                f"{'Đạt' if said['ok'] else 'Chưa đạt'}{', ' + said['note'] if said['note'] else ''}",
            )
            for item, said in check.results.items()
        ),
        "hieu-luc": check.expires_on.isoformat() if check.expires_on else "",
        "nguoi-kiem-tra": check.checked_by.full_name,
    }
