import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from hotich.support.postgres.together import Together


class Migration(migrations.Migration):

    replaces = [
        ('staff', '0001_initial'),
        ('staff', '0002_history'),
        ('staff', '0003_helper_terms'),
        ('staff', '0004_helpers_ended_and_signed_until'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('units', '0001_tables'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Officer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('full_name', models.CharField(max_length=120, verbose_name='họ và tên')),
                    ('must_change_password', models.BooleanField(default=False)),
                    ('closed_with_term', models.BooleanField(default=False, help_text="closed because the helper's term was over: extending it opens the account, what an administrator closed stays closed")),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': 'cán bộ',
                },
                managers=[
                    ('objects', django.contrib.auth.models.UserManager()),
                ],
            ),
            migrations.CreateModel(
                name='OfficerEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('full_name', models.CharField(max_length=120, verbose_name='họ và tên')),
                    ('must_change_password', models.BooleanField(default=False)),
                    ('closed_with_term', models.BooleanField(default=False, help_text="closed because the helper's term was over: extending it opens the account, what an administrator closed stays closed")),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Position',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(choices=[('keyer', 'cán bộ nhập liệu (Công an)'), ('helper', 'lực lượng hỗ trợ'), ('team_leader', 'Tổ trưởng Tổ nhập dữ liệu'), ('verifier', 'cán bộ Công an xác minh'), ('police_head', 'lãnh đạo Công an'), ('registrar', 'công chức làm công tác hộ tịch'), ('list_keeper', 'người theo dõi danh sách riêng'), ('checker', 'cán bộ kiểm tra, đối chiếu'), ('unit_head', 'lãnh đạo UBND phường/xã'), ('area_officer', 'cán bộ Công an phụ trách địa bàn'), ('justice_officer', 'chuyên viên Phòng Tư pháp'), ('justice_head', 'lãnh đạo Phòng Tư pháp'), ('device_officer', 'cán bộ kiểm tra an ninh thiết bị'), ('line_officer', 'cán bộ phụ trách đường truyền'), ('inspector', 'thành viên Tổ kiểm tra, hướng dẫn'), ('town_leader', 'lãnh đạo UBND thị xã'), ('province_viewer', 'cán bộ Sở Tư pháp'), ('admin', 'quản trị hệ thống')], max_length=20)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, help_text='ended by hand; one that had not begun ends before its first day and never holds', null=True)),
                    ('confidentiality_signed_on', models.DateField(blank=True, null=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='units.agency')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'vị trí',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code', 'helper'), _negated=True), models.Q(('valid_to__isnull', False), ('confidentiality_signed_on__isnull', False)), _connector='OR'), name='helper_signs_and_ends', violation_error_message='Lực lượng hỗ trợ phải ký cam kết bảo mật và có ngày hết hạn.'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), ('ended_at__isnull', False), _connector='OR'), name='position_ends_after_it_began', violation_error_message='Ngày kết thúc vị trí phải sau ngày bắt đầu.')],
                },
            ),
            migrations.CreateModel(
                name='HelperTerm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organisation', models.CharField(max_length=160, verbose_name='cơ quan, tổ chức cử')),
                    ('paper_digest', models.CharField(max_length=64, verbose_name='tệp cam kết')),
                    ('paper_size', models.PositiveIntegerField()),
                    ('signed_until', models.DateField(help_text='the last day the page names; null where nobody said', null=True, verbose_name='cam kết đến hết ngày')),
                    ('taken_at', models.DateTimeField()),
                    ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('position', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='term', to='staff.position')),
                ],
                options={
                    'verbose_name': 'lần nhận lực lượng hỗ trợ',
                    'abstract': False,
                    'base_manager_name': 'plain',
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='HelperTermEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('organisation', models.CharField(max_length=160, verbose_name='cơ quan, tổ chức cử')),
                    ('paper_digest', models.CharField(max_length=64, verbose_name='tệp cam kết')),
                    ('paper_size', models.PositiveIntegerField()),
                    ('signed_until', models.DateField(help_text='the last day the page names; null where nobody said', null=True, verbose_name='cam kết đến hết ngày')),
                    ('taken_at', models.DateTimeField()),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staff.helperterm')),
                    ('taken_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('position', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staff.position')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='PositionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('code', models.CharField(choices=[('keyer', 'cán bộ nhập liệu (Công an)'), ('helper', 'lực lượng hỗ trợ'), ('team_leader', 'Tổ trưởng Tổ nhập dữ liệu'), ('verifier', 'cán bộ Công an xác minh'), ('police_head', 'lãnh đạo Công an'), ('registrar', 'công chức làm công tác hộ tịch'), ('list_keeper', 'người theo dõi danh sách riêng'), ('checker', 'cán bộ kiểm tra, đối chiếu'), ('unit_head', 'lãnh đạo UBND phường/xã'), ('area_officer', 'cán bộ Công an phụ trách địa bàn'), ('justice_officer', 'chuyên viên Phòng Tư pháp'), ('justice_head', 'lãnh đạo Phòng Tư pháp'), ('device_officer', 'cán bộ kiểm tra an ninh thiết bị'), ('line_officer', 'cán bộ phụ trách đường truyền'), ('inspector', 'thành viên Tổ kiểm tra, hướng dẫn'), ('town_leader', 'lãnh đạo UBND thị xã'), ('province_viewer', 'cán bộ Sở Tư pháp'), ('admin', 'quản trị hệ thống')], max_length=20)),
                    ('valid_from', models.DateField()),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('ended_at', models.DateTimeField(blank=True, help_text='ended by hand; one that had not begun ends before its first day and never holds', null=True)),
                    ('confidentiality_signed_on', models.DateField(blank=True, null=True)),
                    ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.agency')),
                    ('officer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staff.position')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('kind', models.CharField(choices=[('data_entry', 'Tổ nhập dữ liệu'), ('inspection', 'Tổ kiểm tra, hướng dẫn')], default='data_entry', max_length=12)),
                    ('decision_number', models.CharField(blank=True, max_length=60)),
                    ('decision_date', models.DateField(blank=True, null=True)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='units.agency')),
                    ('members', models.ManyToManyField(blank=True, related_name='teams', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'Tổ',
                },
            ),
            migrations.CreateModel(
                name='TeamEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=120)),
                    ('kind', models.CharField(choices=[('data_entry', 'Tổ nhập dữ liệu'), ('inspection', 'Tổ kiểm tra, hướng dẫn')], default='data_entry', max_length=12)),
                    ('decision_number', models.CharField(blank=True, max_length=60)),
                    ('decision_date', models.DateField(blank=True, null=True)),
                    ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='units.agency')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staff.team')),
                ],
                options={
                    'abstract': False,
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='officer',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staff_officerevent" ("closed_with_term", "date_joined", "email", "full_name", "id", "is_active", "is_staff", "is_superuser", "must_change_password", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") VALUES (NEW."closed_with_term", NEW."date_joined", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."must_change_password", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."username"); RETURN NULL;', hash='c7f9f2617c7743cd952f70c5b166a2a6e2cc152a', operation='INSERT', pgid='pgtrigger_insert_insert_66997', table='staff_officer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='officer',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_with_term" IS DISTINCT FROM (NEW."closed_with_term") OR OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."must_change_password" IS DISTINCT FROM (NEW."must_change_password") OR OLD."username" IS DISTINCT FROM (NEW."username"))', func='INSERT INTO "staff_officerevent" ("closed_with_term", "date_joined", "email", "full_name", "id", "is_active", "is_staff", "is_superuser", "must_change_password", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") VALUES (NEW."closed_with_term", NEW."date_joined", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."must_change_password", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."username"); RETURN NULL;', hash='b98f9de5777f5a7247dcf18037e0e11646a5b707', operation='UPDATE', pgid='pgtrigger_update_update_afc7e', table='staff_officer', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='officerevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d07eb57e2fa0fed9c25b018a8dbab956b89b5e7b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3e368', table='staff_officerevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='position',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staff_positionevent" ("agency_id", "code", "confidentiality_signed_on", "ended_at", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."code", NEW."confidentiality_signed_on", NEW."ended_at", NEW."id", NEW."officer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='13d36e7e9023549e787b8dd1b8e1ef498c0f477b', operation='INSERT', pgid='pgtrigger_insert_insert_a016d', table='staff_position', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='position',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staff_positionevent" ("agency_id", "code", "confidentiality_signed_on", "ended_at", "id", "officer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."agency_id", NEW."code", NEW."confidentiality_signed_on", NEW."ended_at", NEW."id", NEW."officer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='7abdb804f82cd61fe1e4558b9d5a92dae2434b12', operation='UPDATE', pgid='pgtrigger_update_update_7d5bd', table='staff_position', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='helpertermevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='815738c1e0c9a80034f7f46b9276df2231bd316b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4e747', table='staff_helpertermevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='helperterm',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staff_helpertermevent" ("id", "organisation", "paper_digest", "paper_size", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "signed_until", "taken_at", "taken_by_id") VALUES (NEW."id", NEW."organisation", NEW."paper_digest", NEW."paper_size", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_id", NEW."signed_until", NEW."taken_at", NEW."taken_by_id"); RETURN NULL;', hash='03c8c8b1572623db063aa5b594e2194227cd4b4b', operation='INSERT', pgid='pgtrigger_insert_insert_0358d', table='staff_helperterm', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='helperterm',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staff_helpertermevent" ("id", "organisation", "paper_digest", "paper_size", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "signed_until", "taken_at", "taken_by_id") VALUES (NEW."id", NEW."organisation", NEW."paper_digest", NEW."paper_size", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_id", NEW."signed_until", NEW."taken_at", NEW."taken_by_id"); RETURN NULL;', hash='3c52389ea247c528669b9bd97fb65705fb6a9e68', operation='UPDATE', pgid='pgtrigger_update_update_fce9d', table='staff_helperterm', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='positionevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b930f13c000df9796c9e6c32b36b9de03e83a169', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4e61d', table='staff_positionevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='team',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staff_teamevent" ("agency_id", "decision_date", "decision_number", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."decision_date", NEW."decision_number", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='8b04d45dd39f71404ef97c4496b2dc6e017c6033', operation='INSERT', pgid='pgtrigger_insert_insert_2e29f', table='staff_team', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='team',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staff_teamevent" ("agency_id", "decision_date", "decision_number", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."decision_date", NEW."decision_number", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='c77f1a9ddb63d8009ee733c71add5e1fd1cda81d', operation='UPDATE', pgid='pgtrigger_update_update_cacce', table='staff_team', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='teamevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c65a059934255fe9585b05fe570f26cfb88b2b05', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_373cb', table='staff_teamevent', when='BEFORE')),
            ),
        ]),
    ]
