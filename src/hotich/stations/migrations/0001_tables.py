import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.manager
import hotich.stations.duty_models
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from hotich.support.postgres.together import Together


class Migration(migrations.Migration):

    replaces = [
        ('stations', '0001_initial'),
        ('stations', '0002_history'),
        ('stations', '0003_duties_and_lines'),
        ('stations', '0004_retired_because'),
    ]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('staff', '0001_tables'),
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            BtreeGistExtension(),
            migrations.CreateModel(
                name='Carrier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, unique=True, verbose_name='nhà mạng')),
                    ('hotline', models.CharField(blank=True, max_length=40, verbose_name='số báo hỏng')),
                    ('repair_hours', models.PositiveSmallIntegerField(default=4, verbose_name='cam kết khắc phục trong số giờ')),
                ],
                options={
                    'verbose_name': 'nhà mạng',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='CarrierEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=80, verbose_name='nhà mạng')),
                    ('hotline', models.CharField(blank=True, max_length=40, verbose_name='số báo hỏng')),
                    ('repair_hours', models.PositiveSmallIntegerField(default=4, verbose_name='cam kết khắc phục trong số giờ')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.carrier')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ShiftPattern',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateField(verbose_name='từ ngày')),
                    ('starts', django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(), size=None, verbose_name='giờ bắt đầu các ca')),
                    ('silent_minutes', models.PositiveSmallIntegerField(verbose_name='im lặng quá số phút thì mở gián đoạn')),
                    ('set_at', models.DateTimeField()),
                    ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shift_patterns', to='staff.team')),
                ],
                options={
                    'verbose_name': 'cách chia ca',
                    'ordering': ['team', '-since'],
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'constraints': [models.UniqueConstraint(fields=('team', 'since'), name='shift_pattern_once_a_day'), models.CheckConstraint(condition=models.Q(('silent_minutes__gte', 2), ('silent_minutes__lte', 240)), name='silence_in_reason', violation_error_message='Số phút im lặng từ 2 đến 240.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='ShiftPatternEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('since', models.DateField(verbose_name='từ ngày')),
                    ('starts', django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(), size=None, verbose_name='giờ bắt đầu các ca')),
                    ('silent_minutes', models.PositiveSmallIntegerField(verbose_name='im lặng quá số phút thì mở gián đoạn')),
                    ('set_at', models.DateTimeField()),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.shiftpattern')),
                    ('set_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.team')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Station',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=24, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('seal_number', models.CharField(blank=True, max_length=40, verbose_name='số niêm phong')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='ngày kiểm tra an ninh')),
                    ('check_expires_on', models.DateField(blank=True, null=True, verbose_name='kiểm tra có hiệu lực đến')),
                    ('check_minutes', models.CharField(blank=True, max_length=60, verbose_name='số biên bản kiểm tra')),
                    ('keys_since', models.DateField(blank=True, null=True, verbose_name='được nhập liên tục từ ngày')),
                    ('check_failed_at', models.DateTimeField(blank=True, null=True, verbose_name='kiểm tra không đạt lúc')),
                    ('retired_on', models.DateField(blank=True, null=True, verbose_name='thôi dùng từ ngày')),
                    ('retired_because', models.CharField(blank=True, max_length=300, verbose_name='lý do thôi dùng')),
                    ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='staff.team')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='units.unit')),
                ],
                options={
                    'verbose_name': 'máy',
                    'ordering': ['code'],
                    'abstract': False,
                    'base_manager_name': 'plain',
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Duty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(verbose_name='ngày bắt đầu ca')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='ca')),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('set_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='nhận ca lúc')),
                    ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='giao ca lúc')),
                    ('note', models.CharField(blank=True, max_length=1000, verbose_name='ghi chú giao ca')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to=settings.AUTH_USER_MODEL)),
                    ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='staff.team')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='stations.station')),
                ],
                options={
                    'verbose_name': 'ca trực',
                    'ordering': ['starts_at', 'station', 'id'],
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['unit', 'starts_at'], name='duties_of_a_unit'), models.Index(fields=['officer', 'starts_at'], name='duties_of_an_officer')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='duty_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('taken_at__isnull', False), _connector='OR'), name='duty_left_was_taken', violation_error_message='Chưa nhận ca thì chưa giao ca được.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('withdrawn_at__isnull', True)), expressions=[('station', '='), (hotich.stations.duty_models.Span('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='one_officer_a_machine', violation_error_message='Máy này trong ca đã có người trực.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('withdrawn_at__isnull', True)), expressions=[('officer', '='), (hotich.stations.duty_models.Span('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='one_machine_an_officer', violation_error_message='Cán bộ này trong ca đã trực ở máy khác.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='DutyEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('day', models.DateField(verbose_name='ngày bắt đầu ca')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='ca')),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('set_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='nhận ca lúc')),
                    ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='giao ca lúc')),
                    ('note', models.CharField(blank=True, max_length=1000, verbose_name='ghi chú giao ca')),
                    ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.duty')),
                    ('set_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.team')),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                    ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('station', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.station')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hour', models.DateTimeField()),
                    ('minutes', models.BigIntegerField(verbose_name='các phút có tín hiệu, mỗi phút một bit')),
                    ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heartbeats', to='stations.station')),
                ],
                options={
                    'verbose_name': 'nhịp tín hiệu',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'constraints': [models.UniqueConstraint(fields=('station', 'hour'), name='heartbeats_once_an_hour')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Outage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('started_at', models.DateTimeField(verbose_name='mất lúc')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='có lại lúc')),
                    ('source', models.CharField(choices=[('silence', 'máy im lặng'), ('desk', 'bàn nhập đo'), ('said', 'cán bộ báo')], max_length=8)),
                    ('cause', models.CharField(choices=[('unknown', 'chưa rõ'), ('line', 'đường truyền'), ('power', 'mất điện'), ('machine', 'hỏng máy'), ('server', 'máy chủ dừng'), ('idle', 'máy nghỉ, không gián đoạn')], default='unknown', max_length=8, verbose_name='nguyên nhân')),
                    ('ticket', models.CharField(blank=True, max_length=40, verbose_name='số phiếu của nhà mạng')),
                    ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='báo nhà mạng lúc')),
                    ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='nhà mạng phải xong trước')),
                    ('words', models.CharField(blank=True, max_length=500, verbose_name='ghi chú')),
                    ('noted_at', models.DateTimeField(blank=True, null=True)),
                    ('carrier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='stations.carrier')),
                    ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                    ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='stations.station')),
                ],
                options={
                    'verbose_name': 'gián đoạn',
                    'ordering': ['-started_at', '-id'],
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['unit', 'ended_at'], name='outages_of_a_unit'), models.Index(fields=['started_at'], name='outages_by_start')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gt', models.F('started_at')), _connector='OR'), name='outage_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('due_at__isnull', True), models.Q(('told_at__isnull', False), ('carrier__isnull', False)), _connector='OR'), name='carrier_clock_starts_when_told'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('station', '='), (hotich.stations.duty_models.Span('started_at', 'ended_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='outages_never_overlap', violation_error_message='Máy này trong khoảng đó đã có một lần gián đoạn.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='OutageEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('started_at', models.DateTimeField(verbose_name='mất lúc')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='có lại lúc')),
                    ('source', models.CharField(choices=[('silence', 'máy im lặng'), ('desk', 'bàn nhập đo'), ('said', 'cán bộ báo')], max_length=8)),
                    ('cause', models.CharField(choices=[('unknown', 'chưa rõ'), ('line', 'đường truyền'), ('power', 'mất điện'), ('machine', 'hỏng máy'), ('server', 'máy chủ dừng'), ('idle', 'máy nghỉ, không gián đoạn')], default='unknown', max_length=8, verbose_name='nguyên nhân')),
                    ('ticket', models.CharField(blank=True, max_length=40, verbose_name='số phiếu của nhà mạng')),
                    ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='báo nhà mạng lúc')),
                    ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='nhà mạng phải xong trước')),
                    ('words', models.CharField(blank=True, max_length=500, verbose_name='ghi chú')),
                    ('noted_at', models.DateTimeField(blank=True, null=True)),
                    ('carrier', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.carrier')),
                    ('noted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.outage')),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                    ('station', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.station')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SecurityCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('checked_on', models.DateField(verbose_name='ngày kiểm tra')),
                    ('expires_on', models.DateField(blank=True, null=True, verbose_name='hiệu lực đến')),
                    ('passed', models.BooleanField(verbose_name='đạt')),
                    ('minutes_number', models.CharField(max_length=60, verbose_name='số biên bản')),
                    ('seal_number', models.CharField(blank=True, max_length=40, verbose_name='số niêm phong')),
                    ('results', models.JSONField(verbose_name='kết quả từng nội dung')),
                    ('recorded_at', models.DateTimeField()),
                    ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                    ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='stations.station')),
                ],
                options={
                    'verbose_name': 'kiểm tra an ninh máy',
                    'ordering': ['-recorded_at', '-id'],
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['station', '-recorded_at'], name='check_of_a_machine')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('passed', False), ('expires_on__gte', models.F('checked_on')), _connector='OR'), name='passed_check_expires', violation_error_message='Máy đạt kiểm tra phải có ngày hết hiệu lực, từ ngày kiểm tra trở đi.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='SecurityCheckEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('checked_on', models.DateField(verbose_name='ngày kiểm tra')),
                    ('expires_on', models.DateField(blank=True, null=True, verbose_name='hiệu lực đến')),
                    ('passed', models.BooleanField(verbose_name='đạt')),
                    ('minutes_number', models.CharField(max_length=60, verbose_name='số biên bản')),
                    ('seal_number', models.CharField(blank=True, max_length=40, verbose_name='số niêm phong')),
                    ('results', models.JSONField(verbose_name='kết quả từng nội dung')),
                    ('recorded_at', models.DateTimeField()),
                    ('checked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.securitycheck')),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                    ('station', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.station')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='StationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('code', models.CharField(max_length=24)),
                    ('name', models.CharField(max_length=120)),
                    ('seal_number', models.CharField(blank=True, max_length=40, verbose_name='số niêm phong')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='ngày kiểm tra an ninh')),
                    ('check_expires_on', models.DateField(blank=True, null=True, verbose_name='kiểm tra có hiệu lực đến')),
                    ('check_minutes', models.CharField(blank=True, max_length=60, verbose_name='số biên bản kiểm tra')),
                    ('keys_since', models.DateField(blank=True, null=True, verbose_name='được nhập liên tục từ ngày')),
                    ('check_failed_at', models.DateTimeField(blank=True, null=True, verbose_name='kiểm tra không đạt lúc')),
                    ('retired_on', models.DateField(blank=True, null=True, verbose_name='thôi dùng từ ngày')),
                    ('retired_because', models.CharField(blank=True, max_length=300, verbose_name='lý do thôi dùng')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.station')),
                    ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.team')),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Watch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ran_at', models.DateTimeField()),
                    ('paused_from', models.DateTimeField(null=True)),
                    ('paused_until', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'lần canh đường truyền',
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='carrier',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_carrierevent" ("hotline", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repair_hours") VALUES (NEW."hotline", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."repair_hours"); RETURN NULL;', hash='7bf3fb007d83a404dc66529608e2a2a72ca1d52f', operation='INSERT', pgid='pgtrigger_insert_insert_378fe', table='stations_carrier', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='carrier',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_carrierevent" ("hotline", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "repair_hours") VALUES (NEW."hotline", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."repair_hours"); RETURN NULL;', hash='6a0a737d0ebd095b5043c26f5ba92ff656ed33a3', operation='UPDATE', pgid='pgtrigger_update_update_3b1c7', table='stations_carrier', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='carrierevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fde85f28bbf4abe46bb56fc29572af516c612ec2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fde76', table='stations_carrierevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shiftpattern',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_shiftpatternevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "silent_minutes", "since", "starts", "team_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."set_at", NEW."set_by_id", NEW."silent_minutes", NEW."since", NEW."starts", NEW."team_id"); RETURN NULL;', hash='ff8ca2d0310388a9e7f1cc8c4feb87549c3c043b', operation='INSERT', pgid='pgtrigger_insert_insert_4a915', table='stations_shiftpattern', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shiftpattern',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_shiftpatternevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "silent_minutes", "since", "starts", "team_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."set_at", NEW."set_by_id", NEW."silent_minutes", NEW."since", NEW."starts", NEW."team_id"); RETURN NULL;', hash='5f1bafed150ad041164f3081eabfa729a8f89561', operation='UPDATE', pgid='pgtrigger_update_update_4ec65', table='stations_shiftpattern', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='shiftpatternevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6e047c33a6d17de539aa7efd17a5d11aca4962dc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8c925', table='stations_shiftpatternevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='station',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_stationevent" ("check_expires_on", "check_failed_at", "check_minutes", "checked_on", "code", "id", "keys_since", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_because", "retired_on", "seal_number", "team_id", "unit_id") VALUES (NEW."check_expires_on", NEW."check_failed_at", NEW."check_minutes", NEW."checked_on", NEW."code", NEW."id", NEW."keys_since", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retired_because", NEW."retired_on", NEW."seal_number", NEW."team_id", NEW."unit_id"); RETURN NULL;', hash='fd82f52af3d2ea341abd7d2151f9f15e7bdb5759', operation='INSERT', pgid='pgtrigger_insert_insert_8a9fc', table='stations_station', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='station',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_stationevent" ("check_expires_on", "check_failed_at", "check_minutes", "checked_on", "code", "id", "keys_since", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_because", "retired_on", "seal_number", "team_id", "unit_id") VALUES (NEW."check_expires_on", NEW."check_failed_at", NEW."check_minutes", NEW."checked_on", NEW."code", NEW."id", NEW."keys_since", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retired_because", NEW."retired_on", NEW."seal_number", NEW."team_id", NEW."unit_id"); RETURN NULL;', hash='9484840782fd11f78f27c7c3aa5491c1f52c804c', operation='UPDATE', pgid='pgtrigger_update_update_05b7b', table='stations_station', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='securitycheckevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ed58eac5522d557bf7c9b1958138b5581856fd69', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_adde9', table='stations_securitycheckevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='securitycheck',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_securitycheckevent" ("checked_by_id", "checked_on", "expires_on", "id", "minutes_number", "passed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "results", "seal_number", "station_id", "unit_id") VALUES (NEW."checked_by_id", NEW."checked_on", NEW."expires_on", NEW."id", NEW."minutes_number", NEW."passed", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."results", NEW."seal_number", NEW."station_id", NEW."unit_id"); RETURN NULL;', hash='89a76920e3a67123a90affd5cfd1bb6707f6596f', operation='INSERT', pgid='pgtrigger_insert_insert_c7af4', table='stations_securitycheck', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='securitycheck',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_securitycheckevent" ("checked_by_id", "checked_on", "expires_on", "id", "minutes_number", "passed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "results", "seal_number", "station_id", "unit_id") VALUES (NEW."checked_by_id", NEW."checked_on", NEW."expires_on", NEW."id", NEW."minutes_number", NEW."passed", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."results", NEW."seal_number", NEW."station_id", NEW."unit_id"); RETURN NULL;', hash='d168c537c65f6bb16b63db9b297998f7fdc5bdac', operation='UPDATE', pgid='pgtrigger_update_update_8635c', table='stations_securitycheck', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outageevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1cf0a411e1428871dd5d42c9bf0dd2b9bcac72e4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f1f4f', table='stations_outageevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outage',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_outageevent" ("carrier_id", "cause", "due_at", "ended_at", "id", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "started_at", "station_id", "ticket", "told_at", "unit_id", "words") VALUES (NEW."carrier_id", NEW."cause", NEW."due_at", NEW."ended_at", NEW."id", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."started_at", NEW."station_id", NEW."ticket", NEW."told_at", NEW."unit_id", NEW."words"); RETURN NULL;', hash='ce9ae48fc0c4ec16969d380e5351c2f3d2db85e3', operation='INSERT', pgid='pgtrigger_insert_insert_1e021', table='stations_outage', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='outage',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_outageevent" ("carrier_id", "cause", "due_at", "ended_at", "id", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "started_at", "station_id", "ticket", "told_at", "unit_id", "words") VALUES (NEW."carrier_id", NEW."cause", NEW."due_at", NEW."ended_at", NEW."id", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."started_at", NEW."station_id", NEW."ticket", NEW."told_at", NEW."unit_id", NEW."words"); RETURN NULL;', hash='f5749d5733c4ed8267865b5f8a7b1b97b29f12f6', operation='UPDATE', pgid='pgtrigger_update_update_51565', table='stations_outage', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dutyevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d3911683896675b44fbcde67a17ba1997d8f20bb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ab656', table='stations_dutyevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='duty',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_dutyevent" ("day", "ends_at", "id", "left_at", "note", "number", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "starts_at", "station_id", "taken_at", "team_id", "unit_id", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."day", NEW."ends_at", NEW."id", NEW."left_at", NEW."note", NEW."number", NEW."officer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."set_at", NEW."set_by_id", NEW."starts_at", NEW."station_id", NEW."taken_at", NEW."team_id", NEW."unit_id", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='ec92d1e42b41460a640f97b136b2911623de4c44', operation='INSERT', pgid='pgtrigger_insert_insert_2ab82', table='stations_duty', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='duty',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_dutyevent" ("day", "ends_at", "id", "left_at", "note", "number", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id", "starts_at", "station_id", "taken_at", "team_id", "unit_id", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."day", NEW."ends_at", NEW."id", NEW."left_at", NEW."note", NEW."number", NEW."officer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."set_at", NEW."set_by_id", NEW."starts_at", NEW."station_id", NEW."taken_at", NEW."team_id", NEW."unit_id", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='f8987454dcb8f698d4f7d83f6021b227c2707b9f', operation='UPDATE', pgid='pgtrigger_update_update_f1eb8', table='stations_duty', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='stationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a3e6d0378d04e3dfa338a4cd0a5da6ab701c1e75', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c23bc', table='stations_stationevent', when='BEFORE')),
            ),
        ]),
    ]
