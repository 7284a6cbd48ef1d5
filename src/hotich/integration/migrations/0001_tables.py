import django.db.models.deletion
import hotich.support.ids
from django.conf import settings
from django.db import migrations, models

from hotich.support.postgres.together import Together


class Migration(migrations.Migration):

    replaces = [
        ('integration', '0001_exports'),
        ('integration', '0002_restricted'),
    ]

    initial = True

    dependencies = [
        ('books', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='ExportRun',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('what', models.CharField(choices=[('entries', 'tệp các trường hợp'), ('dossier', 'hồ sơ của quyển')], max_length=10)),
                    ('kind', models.CharField(max_length=4, verbose_name='loại sổ')),
                    ('format', models.CharField(max_length=10, verbose_name='mẫu')),
                    ('unit_code', models.CharField(blank=True, max_length=20, verbose_name='đơn vị')),
                    ('with_sensitive', models.BooleanField(default=False, verbose_name='cả trường hợp hạn chế')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do kết xuất trường hợp hạn chế')),
                    ('state', models.CharField(choices=[('waiting', 'chờ làm'), ('running', 'đang làm'), ('ready', 'đã xong'), ('failed', 'không làm được')], default='waiting', max_length=8)),
                    ('asked_at', models.DateTimeField()),
                    ('touched_at', models.DateTimeField(help_text='when it last said how far it is')),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('done', models.PositiveIntegerField(default=0)),
                    ('report', models.JSONField(default=dict, help_text='what the check found; goes with the files')),
                    ('files', models.JSONField(default=list, help_text='names, in the order in which they are offered')),
                    ('unit_ids', models.JSONField(default=list)),
                    ('failure', models.CharField(blank=True, max_length=500)),
                    ('wiped_at', models.DateTimeField(null=True)),
                    ('book', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='books.book')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'lần kết xuất',
                    'indexes': [models.Index(fields=['officer', '-asked_at'], name='export_of_officer')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('what', 'entries'), ('book__isnull', False), _connector='OR'), name='dossier_is_of_a_book', violation_error_message='Hồ sơ là của một quyển sổ: chọn quyển.'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state__in', ('waiting', 'running'))), models.Q(('finished_at__isnull', False), ('state__in', ('ready', 'failed'))), _connector='OR'), name='export_finished_at_its_end', violation_error_message='Lần kết xuất đã xong phải có thời điểm xong.')],
                },
            ),
        ]),
    ]
