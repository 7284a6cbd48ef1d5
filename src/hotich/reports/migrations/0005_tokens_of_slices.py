"""A slice is told from another of the same number: its sums are remembered, and a restored database gives numbers again."""

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_forms_taken_up'),
    ]

    operations = [
        migrations.AddField(
            model_name='slice',
            name='token',
            field=models.UUIDField(
                db_default=RandomUUID(),
                editable=False,
                help_text='tells it from another of the same number, as there is in a database that was restored',
            ),
        ),
    ]
