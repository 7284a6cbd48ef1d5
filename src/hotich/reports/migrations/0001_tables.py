import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
import hotich.support.ids
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hotich.support.postgres.together import Together


class Migration(migrations.Migration):

    replaces = [
        ('reports', '0001_initial'),
        ('reports', '0002_slices_and_sendings'),
        ('reports', '0003_sent_reports_are_sendings'),
        ('reports', '0004_frozen_figures_alone'),
        ('reports', '0005_obstacles_taken_up'),
    ]

    initial = True

    dependencies = [
        ('campaign', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='DailyReport',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('level', models.CharField(choices=[('unit', 'đơn vị'), ('town', 'thị xã')], max_length=4)),
                    ('date', models.DateField()),
                    ('period_from', models.DateTimeField()),
                    ('period_to', models.DateTimeField()),
                    ('figures', models.JSONField()),
                    ('frozen_at', models.DateTimeField()),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='daily_reports', to='campaign.campaign')),
                    ('reporting_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='daily_reports', to='campaign.reportingunit')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'báo cáo ngày',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'constraints': [models.UniqueConstraint(fields=('campaign', 'level', 'reporting_unit', 'date'), name='one_report_a_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('level', 'town'), ('reporting_unit__isnull', True)), models.Q(('level', 'unit'), ('reporting_unit__isnull', False)), _connector='OR'), name='unit_report_names_its_unit')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Sending',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('receiver', models.CharField(choices=[('town', 'Phòng Tư pháp'), ('inspection', 'Tổ kiểm tra, hướng dẫn'), ('province', 'Sở Tư pháp')], max_length=10)),
                    ('number', models.PositiveSmallIntegerField(verbose_name='bản thứ')),
                    ('obstacles', models.TextField(blank=True, verbose_name='khó khăn, vướng mắc')),
                    ('proposals', models.TextField(blank=True, verbose_name='đề xuất, kiến nghị')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do gửi lại')),
                    ('head', models.CharField(blank=True, help_text='under whose name it goes, as of the sending', max_length=200, verbose_name='người đứng đầu')),
                    ('sent_at', models.DateTimeField()),
                    ('late', models.BooleanField(default=False)),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='reports.dailyreport')),
                    ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'lần gửi báo cáo',
                    'ordering': ['report', 'receiver', 'number'],
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'constraints': [models.UniqueConstraint(fields=('report', 'receiver', 'number'), name='sending_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('reason', '')), models.Q(('number__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='sending_again_has_a_reason', violation_error_message='Gửi lại báo cáo phải ghi lý do.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='ReportFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('json', 'json'), ('xlsx', 'xlsx'), ('docx', 'docx'), ('pdf', 'pdf')], max_length=4)),
                    ('digest', models.CharField(help_text='SHA-256', max_length=64)),
                    ('size', models.PositiveIntegerField()),
                    ('made_at', models.DateTimeField()),
                    ('sending', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.sending')),
                ],
                options={
                    'verbose_name': 'tệp báo cáo đã gửi',
                    'constraints': [models.UniqueConstraint(fields=('sending', 'kind'), name='report_file_kind_once')],
                },
            ),
            migrations.CreateModel(
                name='Declaration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('date', models.DateField()),
                    ('number', models.PositiveSmallIntegerField(verbose_name='bản thứ')),
                    ('figures', models.JSONField()),
                    ('obstacles', models.TextField(blank=True, verbose_name='khó khăn, vướng mắc, đề xuất')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do nhận lại')),
                    ('digest', models.CharField(help_text='SHA-256 of the file', max_length=64)),
                    ('received_at', models.DateTimeField()),
                    ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reporting_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='campaign.reportingunit')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'số liệu khai báo',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'constraints': [models.UniqueConstraint(fields=('reporting_unit', 'date', 'number'), name='declaration_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('reason', '')), models.Q(('number__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='declaring_again_has_a_reason', violation_error_message='Nhận lại số liệu khai báo phải ghi lý do.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='DeclarationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('date', models.DateField()),
                    ('number', models.PositiveSmallIntegerField(verbose_name='bản thứ')),
                    ('figures', models.JSONField()),
                    ('obstacles', models.TextField(blank=True, verbose_name='khó khăn, vướng mắc, đề xuất')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do nhận lại')),
                    ('digest', models.CharField(help_text='SHA-256 of the file', max_length=64)),
                    ('received_at', models.DateTimeField()),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.declaration')),
                    ('received_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reporting_unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='campaign.reportingunit')),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ],
                options={
                    'abstract': False,
                },
            ),
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
            migrations.CreateModel(
                name='ReportFileEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('json', 'json'), ('xlsx', 'xlsx'), ('docx', 'docx'), ('pdf', 'pdf')], max_length=4)),
                    ('digest', models.CharField(help_text='SHA-256', max_length=64)),
                    ('size', models.PositiveIntegerField()),
                    ('made_at', models.DateTimeField()),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.reportfile')),
                    ('sending', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.sending')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SendingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('receiver', models.CharField(choices=[('town', 'Phòng Tư pháp'), ('inspection', 'Tổ kiểm tra, hướng dẫn'), ('province', 'Sở Tư pháp')], max_length=10)),
                    ('number', models.PositiveSmallIntegerField(verbose_name='bản thứ')),
                    ('obstacles', models.TextField(blank=True, verbose_name='khó khăn, vướng mắc')),
                    ('proposals', models.TextField(blank=True, verbose_name='đề xuất, kiến nghị')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do gửi lại')),
                    ('head', models.CharField(blank=True, help_text='under whose name it goes, as of the sending', max_length=200, verbose_name='người đứng đầu')),
                    ('sent_at', models.DateTimeField()),
                    ('late', models.BooleanField(default=False)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.sending')),
                    ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.dailyreport')),
                    ('sent_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Slice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period_from', models.DateTimeField()),
                    ('start', models.DateTimeField(null=True)),
                    ('end', models.DateTimeField()),
                    ('units', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='the units counted, those with nothing to count too', size=None)),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ],
                options={
                    'verbose_name': 'khoảng đã đếm',
                    'indexes': [models.Index(fields=['campaign', 'period_from', 'end'], name='slice_of_period')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('start__isnull', True), ('start__lt', models.F('end')), _connector='OR'), name='slice_has_a_length')],
                },
            ),
            migrations.CreateModel(
                name='CaseTally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(max_length=20)),
                    ('count', models.IntegerField()),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                    ('slice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_tallies', to='reports.slice')),
                ],
                options={
                    'verbose_name': 'số đếm hồ sơ',
                    'abstract': False,
                    'base_manager_name': 'plain',
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=4)),
                    ('station_id', models.BigIntegerField(null=True)),
                    ('officer_id', models.BigIntegerField(help_text='who completed it first', null=True)),
                    ('fresh', models.BooleanField(help_text='first completed in the period itself')),
                    ('from_file', models.BooleanField()),
                    ('outcome', models.CharField(max_length=12)),
                    ('standing', models.IntegerField()),
                    ('outside', models.IntegerField()),
                    ('quota', models.IntegerField()),
                    ('first_at', models.DateTimeField(null=True)),
                    ('slice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='reports.slice')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'số đếm trường hợp',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['unit', 'slice'], name='tally_of_unit')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='declaration',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_declarationevent" ("date", "digest", "figures", "id", "number", "obstacles", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "received_by_id", "reporting_unit_id", "unit_id") VALUES (NEW."date", NEW."digest", NEW."figures", NEW."id", NEW."number", NEW."obstacles", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."received_at", NEW."received_by_id", NEW."reporting_unit_id", NEW."unit_id"); RETURN NULL;', hash='aa894e0feb3a9eca72d53713dd7e7202b3d5d4d6', operation='INSERT', pgid='pgtrigger_insert_insert_16341', table='reports_declaration', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='declaration',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_declarationevent" ("date", "digest", "figures", "id", "number", "obstacles", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "received_by_id", "reporting_unit_id", "unit_id") VALUES (NEW."date", NEW."digest", NEW."figures", NEW."id", NEW."number", NEW."obstacles", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."received_at", NEW."received_by_id", NEW."reporting_unit_id", NEW."unit_id"); RETURN NULL;', hash='f29765846321733cc384ec57e6306598408760d1', operation='UPDATE', pgid='pgtrigger_update_update_1a3c4', table='reports_declaration', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='declarationevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ca34dc1e41d5c38db941bc2ab58be88134c13f77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_56e61', table='reports_declarationevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sending',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_sendingevent" ("head", "id", "late", "number", "obstacles", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposals", "reason", "receiver", "report_id", "sent_at", "sent_by_id", "unit_id") VALUES (NEW."head", NEW."id", NEW."late", NEW."number", NEW."obstacles", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposals", NEW."reason", NEW."receiver", NEW."report_id", NEW."sent_at", NEW."sent_by_id", NEW."unit_id"); RETURN NULL;', hash='b0c8df80f7adffb54e739fd20875b0be1c51b41d', operation='INSERT', pgid='pgtrigger_insert_insert_2927e', table='reports_sending', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sending',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_sendingevent" ("head", "id", "late", "number", "obstacles", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposals", "reason", "receiver", "report_id", "sent_at", "sent_by_id", "unit_id") VALUES (NEW."head", NEW."id", NEW."late", NEW."number", NEW."obstacles", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposals", NEW."reason", NEW."receiver", NEW."report_id", NEW."sent_at", NEW."sent_by_id", NEW."unit_id"); RETURN NULL;', hash='9ad27fa6c3f00f9dc37fecabed81bdde79fd867d', operation='UPDATE', pgid='pgtrigger_update_update_0dc16', table='reports_sending', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportfileevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b9c074434fe9cb79ea38ea3e1267c12338dcd203', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d7df3', table='reports_reportfileevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportfile',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportfileevent" ("digest", "id", "kind", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sending_id", "size") VALUES (NEW."digest", NEW."id", NEW."kind", NEW."made_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sending_id", NEW."size"); RETURN NULL;', hash='0fc777ba9f02f941955109d466fdf021d31d36af', operation='INSERT', pgid='pgtrigger_insert_insert_359f0', table='reports_reportfile', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reportfile',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_reportfileevent" ("digest", "id", "kind", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sending_id", "size") VALUES (NEW."digest", NEW."id", NEW."kind", NEW."made_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sending_id", NEW."size"); RETURN NULL;', hash='b4433c10be699e92a02052f10ff183189fff4e8c', operation='UPDATE', pgid='pgtrigger_update_update_91b67', table='reports_reportfile', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sendingevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='56db2aa6bc3a134592873f61f9b7d48df636a407', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e7243', table='reports_sendingevent', when='BEFORE')),
            ),
        ]),
    ]
