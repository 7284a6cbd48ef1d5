"""That the obstacles of a form which came as a file were put on record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_cases_by_campaign'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormTakenUp',
            fields=[
                ('declaration', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='taken_up', serialize=False, to='reports.declaration')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'đã ghi nhận vướng mắc của biểu bằng tệp',
            },
        ),
    ]
