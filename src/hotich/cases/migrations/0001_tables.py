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
        ('cases', '0001_initial'),
        ('cases', '0003_whole_life_of_a_case'),
        ('cases', '0004_columns_of_the_log'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        ('linkage', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('verification', 'đề nghị xác minh'), ('handover', 'chuyển công chức hộ tịch')], max_length=12)),
                    ('number', models.PositiveIntegerField(help_text='runs within the unit and the kind')),
                    ('state', models.CharField(choices=[('draft', 'đang lập'), ('sent', 'đã gửi'), ('acknowledged', 'bên nhận đã nhận'), ('answered', 'đã trả lời')], default='draft', max_length=12)),
                    ('letter_number', models.CharField(blank=True, max_length=60, verbose_name='số công văn')),
                    ('letter_date', models.DateField(blank=True, null=True, verbose_name='ngày công văn')),
                    ('answer_number', models.CharField(blank=True, max_length=60, verbose_name='số công văn trả lời')),
                    ('answer_date', models.DateField(blank=True, null=True, verbose_name='ngày công văn trả lời')),
                    ('made_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('from_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches_sent', to='units.agency')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('to_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches_got', to='units.agency')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'đợt gửi hồ sơ',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['unit', 'state'], name='batch_unit_state')],
                    'constraints': [models.UniqueConstraint(fields=('unit', 'kind', 'number'), name='batch_number_in_unit'), models.CheckConstraint(condition=models.Q(('from_agency', models.F('to_agency')), _negated=True), name='batch_between_two_agencies', violation_error_message='Bên gửi và bên nhận phải là hai cơ quan khác nhau.'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(models.Q(('letter_number', ''), _negated=True), ('letter_date__isnull', False)), _connector='OR'), name='sent_batch_has_its_letter', violation_error_message='Đợt đã gửi phải có số và ngày công văn.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='BatchEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, serialize=False)),
                    ('kind', models.CharField(choices=[('verification', 'đề nghị xác minh'), ('handover', 'chuyển công chức hộ tịch')], max_length=12)),
                    ('number', models.PositiveIntegerField(help_text='runs within the unit and the kind')),
                    ('state', models.CharField(choices=[('draft', 'đang lập'), ('sent', 'đã gửi'), ('acknowledged', 'bên nhận đã nhận'), ('answered', 'đã trả lời')], default='draft', max_length=12)),
                    ('letter_number', models.CharField(blank=True, max_length=60, verbose_name='số công văn')),
                    ('letter_date', models.DateField(blank=True, null=True, verbose_name='ngày công văn')),
                    ('answer_number', models.CharField(blank=True, max_length=60, verbose_name='số công văn trả lời')),
                    ('answer_date', models.DateField(blank=True, null=True, verbose_name='ngày công văn trả lời')),
                    ('made_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('acknowledged_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('from_agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.agency')),
                    ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.batch')),
                    ('sent_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('to_agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.agency')),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField(help_text='runs within the unit')),
                    ('role', models.CharField(max_length=30)),
                    ('state', models.CharField(choices=[('to_verify', 'chờ xác minh'), ('verifying', 'đang xác minh'), ('to_approve', 'chờ duyệt kết luận'), ('concluded', 'đã có kết luận'), ('with_registrar', 'đã chuyển công chức hộ tịch'), ('citizen_guided', 'đã hướng dẫn công dân'), ('correcting', 'đang cải chính, điều chỉnh'), ('suspended', 'tạm dừng'), ('closed', 'đã cải chính, điều chỉnh'), ('withdrawn', 'đã rút: xác định lại')], default='to_verify', max_length=16)),
                    ('personal_id', models.CharField(blank=True, max_length=12)),
                    ('opened_at', models.DateTimeField()),
                    ('last_event_at', models.DateTimeField()),
                    ('seq', models.PositiveIntegerField(default=0)),
                    ('since', models.DateTimeField(help_text='when it came into its state', null=True)),
                    ('turn', models.CharField(blank=True, default='', help_text='the position that acts next', max_length=20)),
                    ('due_on', models.DateField(help_text='last day of the running term', null=True)),
                    ('level', models.PositiveSmallIntegerField(default=0, help_text='1 reminded, 2 said to those above')),
                    ('conclusion', models.CharField(blank=True, choices=[('book_right', 'Sổ hộ tịch đúng'), ('register_right', 'Cơ sở dữ liệu dân cư đúng'), ('both_wrong', 'cả hai bên đều sai'), ('cannot_tell', 'chưa xác định được bên nào đúng'), ('different_person', 'không cùng một người')], default='', max_length=20)),
                    ('received', models.BooleanField(default=False, help_text='the registrar has said that he has it')),
                    ('agreed', models.BooleanField(default=False, help_text='looked up again, nothing differs any more')),
                    ('look_up_asked', models.BooleanField(default=False)),
                    ('outside_due_on', models.DateField(help_text='when the first unanswered letter to another agency is due', null=True)),
                    ('batch', models.ForeignKey(help_text='in which it was sent last', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.batch')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='entries.entry')),
                    ('handover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.batch')),
                    ('judgement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='linkage.judgement')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'hồ sơ không trùng khớp',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(condition=models.Q(('state__in', ['closed', 'withdrawn']), _negated=True), fields=['unit', 'state'], name='case_unit_state'), models.Index(condition=models.Q(('state__in', ['closed', 'withdrawn']), _negated=True), fields=['due_on'], name='case_due'), models.Index(condition=models.Q(('state__in', ['closed', 'withdrawn']), _negated=True), fields=['outside_due_on'], name='case_outside_due')],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'role'), name='one_case_per_subject'), models.UniqueConstraint(fields=('unit', 'number'), name='case_number_in_unit')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='BatchItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='cases.batch')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='cases.case')),
                ],
                options={
                    'verbose_name': 'hồ sơ của đợt gửi',
                    'constraints': [models.UniqueConstraint(fields=('batch', 'case'), name='case_once_in_a_batch')],
                },
            ),
            migrations.CreateModel(
                name='CaseEvent',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('case_id', models.UUIDField(db_index=True)),
                    ('type', models.CharField(max_length=30)),
                    ('officer_id', models.BigIntegerField(null=True)),
                    ('received_at', models.DateTimeField(db_index=True)),
                    ('payload', models.JSONField(default=dict)),
                    ('digest', models.BinaryField(max_length=32)),
                    ('seq', models.PositiveIntegerField(null=True)),
                    ('tx_id', models.UUIDField(help_text='of the act, made by who asks for it: the same again is done once', null=True)),
                ],
                options={
                    'verbose_name': 'diễn biến hồ sơ',
                    'constraints': [models.UniqueConstraint(fields=('case_id', 'seq'), name='case_event_seq_once'), models.UniqueConstraint(fields=('case_id', 'tx_id'), name='case_event_act_once')],
                },
            ),
            migrations.CreateModel(
                name='Discrepancy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('field', models.CharField(max_length=60)),
                    ('field_class', models.CharField(choices=[('basic', 'cơ bản'), ('other', 'khác')], max_length=10)),
                    ('book_value', models.TextField(blank=True)),
                    ('register_value', models.TextField(blank=True)),
                    ('note', models.TextField(blank=True)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discrepancies', to='cases.case')),
                    ('judgement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='linkage.judgement')),
                ],
                options={
                    'verbose_name': 'điểm không khớp',
                    'constraints': [models.UniqueConstraint(fields=('case', 'judgement', 'field'), name='discrepancy_field_once')],
                },
            ),
            migrations.CreateModel(
                name='ListKeeper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('decision', models.CharField(blank=True, max_length=120, verbose_name='văn bản phân công')),
                    ('since', models.DateField()),
                    ('named_at', models.DateTimeField()),
                    ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'người theo dõi danh sách riêng',
                    'abstract': False,
                    'base_manager_name': 'plain',
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='ListKeeperEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('decision', models.CharField(blank=True, max_length=120, verbose_name='văn bản phân công')),
                    ('since', models.DateField()),
                    ('named_at', models.DateTimeField()),
                    ('named_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.listkeeper')),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ],
                options={
                    'abstract': False,
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='batch',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_batchevent" ("acknowledged_at", "acknowledged_by_id", "answer_date", "answer_number", "answered_at", "answered_by_id", "from_agency_id", "id", "kind", "letter_date", "letter_number", "made_at", "made_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_by_id", "state", "to_agency_id", "unit_id") VALUES (NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."answer_date", NEW."answer_number", NEW."answered_at", NEW."answered_by_id", NEW."from_agency_id", NEW."id", NEW."kind", NEW."letter_date", NEW."letter_number", NEW."made_at", NEW."made_by_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sent_at", NEW."sent_by_id", NEW."state", NEW."to_agency_id", NEW."unit_id"); RETURN NULL;', hash='bdd1a27f588f4d1df3f8e8f0b24b8cd3f8bf0b61', operation='INSERT', pgid='pgtrigger_insert_insert_39d04', table='cases_batch', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='batch',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_batchevent" ("acknowledged_at", "acknowledged_by_id", "answer_date", "answer_number", "answered_at", "answered_by_id", "from_agency_id", "id", "kind", "letter_date", "letter_number", "made_at", "made_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "sent_by_id", "state", "to_agency_id", "unit_id") VALUES (NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."answer_date", NEW."answer_number", NEW."answered_at", NEW."answered_by_id", NEW."from_agency_id", NEW."id", NEW."kind", NEW."letter_date", NEW."letter_number", NEW."made_at", NEW."made_by_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sent_at", NEW."sent_by_id", NEW."state", NEW."to_agency_id", NEW."unit_id"); RETURN NULL;', hash='58eafa7504e757ded8fc92fb86345d01f9ab4199', operation='UPDATE', pgid='pgtrigger_update_update_a5a47', table='cases_batch', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='batchevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b5349f99a8445ff2ec6fb7b4f1b13498bd12383e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef9fc', table='cases_batchevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='listkeeper',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_listkeeperevent" ("decision", "id", "named_at", "named_by_id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "unit_id") VALUES (NEW."decision", NEW."id", NEW."named_at", NEW."named_by_id", NEW."officer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."unit_id"); RETURN NULL;', hash='a1195f1f63d999207c827c1e34d2e514c41f3406', operation='INSERT', pgid='pgtrigger_insert_insert_0ce9c', table='cases_listkeeper', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='listkeeper',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_listkeeperevent" ("decision", "id", "named_at", "named_by_id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "unit_id") VALUES (NEW."decision", NEW."id", NEW."named_at", NEW."named_by_id", NEW."officer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."unit_id"); RETURN NULL;', hash='3f74af7c765e6b58500f7a2e6af3726cd3ee35ce', operation='UPDATE', pgid='pgtrigger_update_update_8594e', table='cases_listkeeper', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='listkeeperevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2ce700f31928882a288f70dba567ff909544d586', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_239f9', table='cases_listkeeperevent', when='BEFORE')),
            ),
        ]),
    ]
