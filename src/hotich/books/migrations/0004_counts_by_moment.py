"""Which books were counted since a moment: asked at every count of them, as which have changed is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('books', '0003_moment_of_a_move'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='bookcount',
            index=models.Index(fields=['counted_at'], name='bookcount_by_moment'),
        ),
    ]
