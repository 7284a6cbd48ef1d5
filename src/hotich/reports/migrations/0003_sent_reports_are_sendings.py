"""What was sent before it had versions becomes the first version. Its bytes were not kept."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def to_sendings(apps: Any, schema_editor: Any) -> None:
    report_model, sending_model = apps.get_model("reports", "DailyReport"), apps.get_model("reports", "Sending")
    sent = report_model._base_manager.filter(sent_at__isnull=False).select_related("campaign")
    sendings = []
    for report in sent.iterator():
        campaign, is_unit = report.campaign, report.level == "unit"
        deadline = campaign.unit_deadline if is_unit else campaign.town_deadline
        sendings.append(
            sending_model(
                report=report, unit_id=report.unit_id, receiver="town" if is_unit else "inspection", number=1,
                obstacles=report.obstacles, sent_at=report.sent_at, sent_by_id=report.sent_by_id,
                late=report.sent_at >= datetime.combine(report.date, deadline, tzinfo=_VIETNAM),
            )
        )  # fmt: skip
    sending_model._base_manager.bulk_create(sendings, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_slices_and_sendings")]

    operations = [migrations.RunPython(to_sendings, migrations.RunPython.noop)]
