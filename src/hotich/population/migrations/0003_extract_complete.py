from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("population", "0002_citizen_per_extract")]

    operations = [
        migrations.AddField(
            model_name="extract",
            name="complete_at",
            field=models.DateTimeField(help_text="when its last row was in; before that it answers nobody", null=True),
        ),
        # What was loaded before was taken as whole.
        migrations.RunSQL(
            "UPDATE population_extract SET complete_at = loaded_at WHERE complete_at IS NULL", migrations.RunSQL.noop
        ),
    ]
