import django.db.models.deletion
import django.db.models.manager
import hotich.support.ids
from django.db import migrations, models

from hotich.support.postgres.together import Together


class Migration(migrations.Migration):

    replaces = [
        ('npd', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('cases', '0001_tables'),
        ('entries', '0001_tables'),
        ('linkage', '0001_tables'),
        ('units', '0001_tables'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='UpdateEvent',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('update_id', models.UUIDField(db_index=True)),
                    ('type', models.CharField(max_length=20)),
                    ('officer_id', models.BigIntegerField(null=True)),
                    ('received_at', models.DateTimeField(db_index=True)),
                    ('payload', models.JSONField(default=dict)),
                    ('digest', models.BinaryField(max_length=32)),
                ],
                options={
                    'verbose_name': 'diễn biến cập nhật',
                },
            ),
            migrations.CreateModel(
                name='Update',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('new_citizen', 'tạo công dân mới'), ('date_of_death', 'cập nhật ngày chết'), ('adjustment', 'điều chỉnh theo Sổ hộ tịch')], max_length=14, verbose_name='việc')),
                    ('role', models.CharField(max_length=30)),
                    ('facts', models.JSONField(help_text='what the register is told, by its own words')),
                    ('person_key', models.CharField(help_text='digest of who it is: the same in every entry', max_length=64)),
                    ('apart', models.PositiveSmallIntegerField(default=0, help_text='tells two persons of one key apart, once an officer said that they are two')),
                    ('name_key', models.CharField(blank=True, help_text='folded; finds who may be the same', max_length=500)),
                    ('apart_from', models.JSONField(default=list, help_text='updates that were said to be of somebody else')),
                    ('dropped', models.BooleanField(default=False, help_text='an officer decided, on this judgement, that it does not go out')),
                    ('key', models.CharField(help_text='of person and fact: the register takes each once', max_length=64)),
                    ('state', models.CharField(choices=[('waiting', 'chờ quyết định'), ('queued', 'chờ cập nhật'), ('sent', 'đã gửi, chờ trả lời'), ('refused', 'bị từ chối'), ('dead', 'không gửi được'), ('unsettled', 'phải đối chiếu lại'), ('acknowledged', 'đã cập nhật'), ('withdrawn', 'không cập nhật')], default='waiting', max_length=12, verbose_name='tình trạng')),
                    ('since', models.DateTimeField(help_text='when it came into this state', verbose_name='từ lúc')),
                    ('made_at', models.DateTimeField()),
                    ('checked_at', models.DateTimeField(help_text='when it was last seen that its ground still holds')),
                    ('tries', models.PositiveSmallIntegerField(default=0, help_text='since it was queued last')),
                    ('next_try_at', models.DateTimeField(null=True)),
                    ('claimed_until', models.DateTimeField(help_text='a sender has it in hand until then', null=True)),
                    ('trouble', models.CharField(blank=True, help_text='what stands in the way, in words', max_length=300)),
                    ('answer', models.JSONField(default=dict, help_text='what the register said, or who entered it by hand')),
                    ('answered', models.ForeignKey(help_text='made of the answer', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='linkage.judgement')),
                    ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='cases.case')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='entries.entry')),
                    ('judgement', models.ForeignKey(help_text='on which it rests', on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='linkage.judgement')),
                    ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='npd.update')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'cập nhật dữ liệu dân cư',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['unit', 'state', 'since'], name='update_unit_state'), models.Index(fields=['name_key'], name='update_name'), models.Index(condition=models.Q(('state__in', ('queued', 'sent'))), fields=['next_try_at'], name='update_due')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('kind', 'entry', 'role'), name='one_update_of_a_subject', violation_error_message='Người này trong trường hợp đã có một cập nhật cùng loại.'), models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'sent', 'dead', 'unsettled', 'acknowledged'))), fields=('kind', 'person_key', 'apart'), name='nobody_is_created_twice', violation_error_message='Cùng người này đã có cập nhật ở trường hợp khác.'), models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('kind', 'adjustment')), models.Q(models.Q(('kind', 'adjustment'), _negated=True), ('case__isnull', True)), _connector='OR'), name='adjustment_is_of_a_case', violation_error_message='Điều chỉnh theo Sổ là của một hồ sơ đã có kết luận.'), models.CheckConstraint(condition=models.Q(('same_as__isnull', True), ('state__in', ('withdrawn', 'waiting')), _connector='OR'), name='a_copy_does_not_go_out', violation_error_message='Trường hợp cùng người với trường hợp khác thì không cập nhật riêng.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
        ]),
    ]
