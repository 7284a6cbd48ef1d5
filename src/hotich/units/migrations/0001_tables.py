import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from hotich.support.postgres.together import Together


class Migration(migrations.Migration):

    replaces = [
        ('units', '0001_initial'),
        ('units', '0002_history'),
        ('units', '0003_more_offices'),
    ]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(help_text='id of the gazetteer', max_length=80, unique=True)),
                    ('code', models.CharField(blank=True, help_text='official code; a key only together with a date', max_length=10)),
                    ('name', models.CharField(max_length=100)),
                    ('type_label', models.CharField(help_text='phường, xã, thị trấn …', max_length=40)),
                    ('level', models.CharField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], max_length=10)),
                    ('valid_from', models.DateField(null=True)),
                    ('valid_to', models.DateField(help_text='last day it existed', null=True)),
                    ('sort_key', models.CharField(max_length=120)),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='units.unit')),
                    ('successors', models.ManyToManyField(blank=True, related_name='predecessors', to='units.unit')),
                ],
                options={
                    'verbose_name': 'đơn vị',
                    'ordering': ['sort_key'],
                    'indexes': [models.Index(fields=['code', 'valid_from'], name='unit_code_from')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_ends_after_it_began', violation_error_message='Ngày hết hiệu lực của đơn vị phải sau ngày có hiệu lực.')],
                },
            ),
            migrations.CreateModel(
                name='Agency',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(help_text='25441-CA, 25441-UB, 697-TP', max_length=24, unique=True)),
                    ('kind', models.CharField(choices=[('CA', 'Công an'), ('UB', 'Ủy ban nhân dân'), ('TP', 'cơ quan Tư pháp'), ('VH', 'Phòng Văn hóa và Thông tin'), ('TC', 'Phòng Tài chính - Kế hoạch'), ('VP', 'Văn phòng HĐND và UBND'), ('HT', 'quản trị hệ thống')], max_length=4)),
                    ('name', models.CharField(max_length=150)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='units.unit')),
                ],
                options={
                    'verbose_name': 'cơ quan',
                },
            ),
            migrations.CreateModel(
                name='AgencyEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('code', models.CharField(help_text='25441-CA, 25441-UB, 697-TP', max_length=24)),
                    ('kind', models.CharField(choices=[('CA', 'Công an'), ('UB', 'Ủy ban nhân dân'), ('TP', 'cơ quan Tư pháp'), ('VH', 'Phòng Văn hóa và Thông tin'), ('TC', 'Phòng Tài chính - Kế hoạch'), ('VP', 'Văn phòng HĐND và UBND'), ('HT', 'quản trị hệ thống')], max_length=4)),
                    ('name', models.CharField(max_length=150)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='units.agency')),
                    ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='UnitEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(help_text='id of the gazetteer', max_length=80)),
                    ('code', models.CharField(blank=True, help_text='official code; a key only together with a date', max_length=10)),
                    ('name', models.CharField(max_length=100)),
                    ('type_label', models.CharField(help_text='phường, xã, thị trấn …', max_length=40)),
                    ('level', models.CharField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], max_length=10)),
                    ('valid_from', models.DateField(null=True)),
                    ('valid_to', models.DateField(help_text='last day it existed', null=True)),
                    ('sort_key', models.CharField(max_length=120)),
                    ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.unit')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='units.unit')),
                ],
                options={
                    'abstract': False,
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='unit',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "units_unitevent" ("code", "id", "key", "level", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "type_label", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."key", NEW."level", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sort_key", NEW."type_label", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='7f97792b3142762c7ab38acb4ecb98431b107e47', operation='INSERT', pgid='pgtrigger_insert_insert_fb1f3', table='units_unit', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='unit',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "units_unitevent" ("code", "id", "key", "level", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "type_label", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", NEW."key", NEW."level", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sort_key", NEW."type_label", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='5df55c444aa9732f9374ab5c1126031101a75c86', operation='UPDATE', pgid='pgtrigger_update_update_727f7', table='units_unit', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agencyevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0ecb7b9af545d290637c816842579de747020058', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d35ed', table='units_agencyevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agency',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "units_agencyevent" ("code", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit_id"); RETURN NULL;', hash='f62dad9e3124925a909900c017d5bff79ae45633', operation='INSERT', pgid='pgtrigger_insert_insert_40498', table='units_agency', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agency',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "units_agencyevent" ("code", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit_id") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit_id"); RETURN NULL;', hash='6e4ff6e05be09c277f468cbbabf3fa7487871eb6', operation='UPDATE', pgid='pgtrigger_update_update_c3a91', table='units_agency', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='unitevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='df3d2709dc4d87fbf17ec048a9e6cb98623d0472', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_19655', table='units_unitevent', when='BEFORE')),
            ),
        ]),
    ]
