import django.db.models.deletion
import django.db.models.manager
import hotich.support.ids
from django.conf import settings
from django.db import migrations, models

from hotich.support.postgres.together import Together


class Migration(migrations.Migration):

    replaces = [
        ('linkage', '0001_initial'),
        ('linkage', '0003_weighing'),
        ('linkage', '0004_first_comparison'),
        ('linkage', '0005_other_terms'),
        ('linkage', '0006_why_nobody_answered'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        ('population', '0001_tables'),
        ('stations', '0001_tables'),
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='LookUp',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('role', models.CharField(max_length=30)),
                    ('entry_seq', models.PositiveIntegerField(help_text='the log line whose values were asked with')),
                    ('way', models.CharField(choices=[('recorded', 'tra cứu trên máy Công an'), ('extract', 'tra cứu trong trích xuất'), ('gateway', 'tra cứu qua kết nối chính thức'), ('told', 'cập nhật vào dữ liệu dân cư')], max_length=10)),
                    ('second', models.BooleanField(default=False, help_text='a second search with looser terms')),
                    ('asked', models.JSONField()),
                    ('departs', models.JSONField(default=None, help_text="where the officer changed what was asked: what the book says there, by the register's word", null=True)),
                    ('state', models.CharField(choices=[('answered', 'có trả lời'), ('unavailable', 'không tra cứu được')], default='answered', max_length=12)),
                    ('trouble', models.CharField(blank=True, choices=[('no_extract', 'chưa có trích xuất dân cư nào đang dùng'), ('not_prepared', 'trích xuất dân cư được chuẩn bị bằng phiên bản khác của phần mềm, người quản trị chạy “hotich population reindex”'), ('interrupted', 'lần tra cứu bị ngắt vì quá lâu hoặc trích xuất đang được thay'), ('no_gateway', 'máy chủ chưa được khai báo kết nối chính thức tới dữ liệu dân cư'), ('not_reached', 'không kết nối được tới dữ liệu dân cư'), ('no_answer', 'dữ liệu dân cư không trả lời đúng hạn, hoặc trả lời không đọc được')], default='', help_text='why nobody answered', max_length=12)),
                    ('coverage', models.CharField(blank=True, choices=[('nation', 'toàn quốc'), ('province', 'toàn tỉnh'), ('town', 'toàn thị xã'), ('list', 'danh sách')], max_length=10)),
                    ('as_of', models.DateField(null=True)),
                    ('seen', models.JSONField(default=dict, help_text='recorded: the basic values the officer saw')),
                    ('found', models.PositiveIntegerField(default=0)),
                    ('model', models.CharField(blank=True, default='', help_text='digest of the model that weighed', max_length=64)),
                    ('verdict', models.CharField(blank=True, choices=[('link', 'gợi ý một người'), ('nobody', 'gợi ý không có ai'), ('review', 'cần người xem')], default='', max_length=6)),
                    ('nobody', models.FloatField(help_text='probability that nobody searched is the person', null=True)),
                    ('prior', models.FloatField(help_text="share of this book's persons taken to be in the extracts", null=True)),
                    ('evidence', models.FloatField(help_text='sum of LR / N over all candidates', null=True)),
                    ('searched', models.PositiveIntegerField(help_text='citizens in the extracts searched', null=True)),
                    ('looked_up_at', models.DateTimeField(help_text='when the officer searched; for an extract the same as received_at')),
                    ('received_at', models.DateTimeField()),
                    ('digest', models.BinaryField(max_length=32)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='look_ups', to='entries.entry')),
                    ('extract', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='population.extract')),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='look_ups', to=settings.AUTH_USER_MODEL)),
                    ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'tra cứu',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['entry', 'role', 'received_at'], name='look_up_entry_role'), models.Index(fields=['received_at'], name='look_up_received')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Judgement',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('role', models.CharField(max_length=30)),
                    ('decision', models.CharField(choices=[('same_person', 'đúng người này'), ('not_found', 'không tìm thấy'), ('undecided', 'để người khác chọn'), ('unavailable', 'không tra cứu được'), ('unreadable', 'không đọc được')], max_length=12)),
                    ('outcome', models.CharField(choices=[('matched', 'trùng khớp'), ('mismatched', 'không trùng khớp'), ('not_found', 'không tìm thấy'), ('unavailable', 'không tra cứu được'), ('pending', 'chờ tra cứu'), ('unreadable', 'không đọc được')], max_length=12)),
                    ('personal_id', models.CharField(blank=True, max_length=12)),
                    ('reason', models.CharField(blank=True, max_length=60)),
                    ('reason_words', models.CharField(blank=True, default='', help_text='where the reason is another one: which', max_length=300)),
                    ('comparisons', models.JSONField(default=list)),
                    ('source', models.CharField(default='officer', help_text='officer, or phần mềm Công an', max_length=60)),
                    ('received_at', models.DateTimeField()),
                    ('digest', models.BinaryField(max_length=32)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='entries.entry')),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to=settings.AUTH_USER_MODEL)),
                    ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='linkage.judgement')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                    ('look_up', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='linkage.lookup')),
                ],
                options={
                    'verbose_name': 'xác định',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['received_at'], name='judgement_received')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('supersedes__isnull', True)), fields=('entry', 'role'), name='one_first_judgement')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Candidate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField()),
                    ('personal_id', models.CharField(max_length=12)),
                    ('comparisons', models.JSONField(help_text='what differs by meaning: {label, likely, fields}')),
                    ('probability', models.FloatField(help_text='calibrated; nothing where no model was asked', null=True)),
                    ('bits', models.FloatField(help_text='log2 of same person : stranger', null=True)),
                    ('relation', models.CharField(blank=True, choices=[('twin', 'có thể là anh chị em sinh đôi'), ('sibling', 'có thể là anh chị em ruột'), ('namesake', 'người cùng họ tên')], default='', max_length=8)),
                    ('by_number', models.BooleanField(default=False, help_text='the number in the book is his')),
                    ('evidence', models.JSONField(default=list, help_text='per field, weightiest first: what it said and its bits')),
                    ('suggested', models.CharField(choices=[('matched', 'trùng khớp'), ('mismatched', 'không trùng khớp'), ('not_found', 'không tìm thấy'), ('unavailable', 'không tra cứu được'), ('pending', 'chờ tra cứu'), ('unreadable', 'không đọc được')], max_length=12)),
                    ('look_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='linkage.lookup')),
                ],
                options={
                    'verbose_name': 'ứng viên',
                    'ordering': ['rank'],
                    'constraints': [models.UniqueConstraint(fields=('look_up', 'rank'), name='candidate_rank_once')],
                },
            ),
            migrations.CreateModel(
                name='Showing',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('candidates', models.PositiveSmallIntegerField(help_text='how many were shown')),
                    ('keyed_again', models.JSONField(default=list, help_text='blind work: the fields that were keyed a second time before')),
                    ('received_at', models.DateTimeField()),
                    ('digest', models.BinaryField(max_length=32)),
                    ('look_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='showings', to='linkage.lookup')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'lần hiện ứng viên',
                    'indexes': [models.Index(fields=['received_at'], name='showing_received')],
                    'constraints': [models.UniqueConstraint(fields=('look_up', 'officer'), name='shown_once_to_an_officer')],
                },
            ),
            migrations.CreateModel(
                name='FirstComparison',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(max_length=30)),
                    ('kind', models.CharField(max_length=6)),
                    ('assisted', models.BooleanField(help_text='as the entry says', null=True)),
                    ('way', models.CharField(choices=[('recorded', 'tra cứu trên máy Công an'), ('extract', 'tra cứu trong trích xuất'), ('gateway', 'tra cứu qua kết nối chính thức'), ('told', 'cập nhật vào dữ liệu dân cư')], max_length=10)),
                    ('fields', models.JSONField(help_text='dotted id: agrees or differs; columns that both sides fill')),
                    ('identity', models.JSONField(help_text='the dotted ids that are name, date or sex of the person')),
                    ('received_at', models.DateTimeField()),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='first_comparisons', to='entries.entry')),
                    ('officer', models.ForeignKey(help_text='who finished the first keying', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'so sánh lần nhập đầu',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['unit', 'received_at'], name='first_comparison_unit_time')],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'role'), name='first_comparison_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
        ]),
    ]
