import hotich.support.ids
from django.db import migrations, models

from hotich.support.postgres.together import Together


class Migration(migrations.Migration):

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_found_by_case'),
        ('audit', '0003_files_of_cases_opened'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('start', models.DateTimeField()),
                    ('end', models.DateTimeField(unique=True)),
                    ('counts', models.JSONField()),
                    ('root', models.BinaryField(max_length=32)),
                    ('previous_root', models.BinaryField(max_length=32)),
                    ('sealed_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'niêm phong',
                    'ordering': ['number'],
                },
            ),
            migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField()),
                    ('kind', models.CharField(max_length=60)),
                    ('officer_id', models.BigIntegerField(null=True)),
                    ('agency_code', models.CharField(blank=True, max_length=20)),
                    ('unit_id', models.BigIntegerField(null=True)),
                    ('subject', models.CharField(blank=True, max_length=200)),
                    ('detail', models.JSONField(default=dict)),
                    ('digest', models.BinaryField(max_length=32)),
                ],
                options={
                    'verbose_name': 'dòng nhật ký',
                    'indexes': [models.Index(fields=['at'], name='audit_event_at'), models.Index(fields=['kind', 'at'], name='audit_event_kind_at'), models.Index(condition=models.Q(('kind__in', ['case.viewed', 'case.file_opened', 'document.drawn'])), fields=['subject', 'at'], name='audit_event_of_a_case')],
                },
            ),
        ]),
    ]
