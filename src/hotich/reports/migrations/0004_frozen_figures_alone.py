"""A daily report is its frozen figures; how it went out stands in its sendings."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_sent_reports_are_sendings")]

    operations = [
        migrations.RemoveField(model_name="dailyreport", name="obstacles"),
        migrations.RemoveField(model_name="dailyreport", name="sent_at"),
        migrations.RemoveField(model_name="dailyreport", name="sent_by"),
    ]
