import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_frozen_figures_alone'),
    ]

    operations = [
        migrations.CreateModel(
            name='TakenUp',
            fields=[
                ('sending', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='taken_up', serialize=False, to='reports.sending')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'đã ghi nhận vướng mắc',
            },
        ),
    ]
