import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.manager
import hotich.core.registers.catalogue
import hotich.support.ids
from django.conf import settings
from django.db import migrations, models

from hotich.support.postgres.together import Together


# Django cannot declare a partitioned table, so the log is created by hand: partitioned by hash of the
# entry's id, which spreads a country's log over tables that vacuum and index builds can still handle.
PARTITIONS = 16
LOG = [
    """
    CREATE TABLE entries_entryaction (
        entry_id uuid NOT NULL,
        seq integer NOT NULL CHECK (seq >= 0),
        tx_id uuid NOT NULL,
        type varchar(20) NOT NULL,
        author_id bigint,
        sender_id bigint,
        station_id bigint,
        device_time timestamptz,
        received_at timestamptz NOT NULL,
        pass_number smallint NOT NULL CHECK (pass_number >= 0),
        edition varchar(80) NOT NULL,
        late boolean NOT NULL,
        bulk boolean NOT NULL,
        payload jsonb,
        payload_digest bytea NOT NULL,
        digest bytea NOT NULL,
        CONSTRAINT entries_entryaction_pkey PRIMARY KEY (entry_id, seq),
        CONSTRAINT action_once UNIQUE (entry_id, tx_id)
    ) PARTITION BY HASH (entry_id)
    """,
    *(
        f"CREATE TABLE entries_entryaction_{number:02} PARTITION OF entries_entryaction"
        f" FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
        for number in range(PARTITIONS)
    ),
    "CREATE INDEX action_received ON entries_entryaction (received_at)",
    "CREATE INDEX action_type_received ON entries_entryaction (type, received_at)",
]
DROP_LOG = "DROP TABLE entries_entryaction"


class Migration(migrations.Migration):

    replaces = [
        ('entries', '0001_initial'),
        ('entries', '0003_margin_notes'),
        ('entries', '0004_entries_to_derive_again'),
        ('entries', '0005_assisted_entries'),
        ('entries', '0006_work_and_questions'),
        ('entries', '0010_working_list_indexes'),
    ]

    initial = True

    dependencies = [
        ('books', '0001_tables'),
        ('staff', '0001_tables'),
        ('stations', '0001_tables'),
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=hotich.core.registers.catalogue.titles, max_length=4)),
                    ('edition', models.CharField(max_length=20)),
                    ('page', models.PositiveIntegerField(null=True)),
                    ('line', models.PositiveIntegerField(null=True)),
                    ('position', models.BigIntegerField(default=0, help_text='page × 1000 + line: the order in the book')),
                    ('status', models.CharField(choices=[('keying', 'đang nhập'), ('completed', 'đã nhập xong'), ('in_check', 'đang kiểm tra'), ('returned', 'trả lại'), ('accepted', 'đã chấp nhận')], default='keying', max_length=10)),
                    ('seq', models.PositiveIntegerField(default=0, help_text='of the last action folded in')),
                    ('outcome', models.CharField(choices=[('matched', 'trùng khớp'), ('mismatched', 'không trùng khớp'), ('not_found', 'không tìm thấy'), ('unavailable', 'không tra cứu được'), ('pending', 'chờ tra cứu'), ('unreadable', 'không đọc được')], default='pending', max_length=12)),
                    ('void', models.BooleanField(default=False)),
                    ('unreadable', models.BooleanField(default=False)),
                    ('out_of_scope', models.BooleanField(default=False)),
                    ('sensitive', models.BooleanField(default=False)),
                    ('from_file', models.BooleanField(default=False)),
                    ('reopened', models.BooleanField(default=False)),
                    ('duplicate_suspected', models.BooleanField(default=False)),
                    ('assisted', models.BooleanField(help_text='whether it was keyed with assistance; unknown for entries of files and of before it was drawn', null=True)),
                    ('opened_at', models.DateTimeField()),
                    ('first_completed_at', models.DateTimeField(null=True)),
                    ('last_action_at', models.DateTimeField()),
                    ('number', models.CharField(blank=True, max_length=60)),
                    ('number_value', models.BigIntegerField(null=True)),
                    ('number_suffix', models.CharField(blank=True, max_length=20)),
                    ('number_year', models.PositiveIntegerField(null=True)),
                    ('registered_on', models.CharField(blank=True, help_text='EDTF', max_length=30)),
                    ('findings', models.JSONField(default=list)),
                    ('core_version', models.CharField(blank=True, max_length=20)),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='books.book')),
                    ('completed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('completed_station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station')),
                    ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'trường hợp',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['book', 'position'], name='entry_book_position'), models.Index(fields=['unit', 'kind', 'first_completed_at'], name='entry_unit_kind_completed'), models.Index(fields=['book', 'number_value'], name='entry_book_number'), models.Index(condition=models.Q(('core_version', '')), fields=['book'], name='entry_to_derive_again'), models.Index(condition=models.Q(('first_completed_at__isnull', False)), fields=['unit', 'outcome'], name='entry_unit_outcome'), models.Index(condition=models.Q(('outcome__in', ['pending', 'unavailable', 'mismatched']), ('void', False)), fields=['unit', 'first_completed_at'], name='entry_to_look_up'), models.Index(condition=models.Q(('status__in', ['keying', 'returned']), ('void', False)), fields=['unit', 'last_action_at'], name='entry_unfinished'), models.Index(condition=models.Q(('first_completed_at__isnull', False), ('void', False)), fields=['book', 'from_file'], name='entry_keyed_in_book')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.SeparateDatabaseAndState(
                state_operations=[
                    migrations.CreateModel(
                        name='EntryAction',
                        fields=[
                            ('pk', models.CompositePrimaryKey('entry_id', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                            ('entry_id', models.UUIDField()),
                            ('seq', models.PositiveIntegerField()),
                            ('tx_id', models.UUIDField()),
                            ('type', models.CharField(choices=[('entry_opened', 'mở trường hợp'), ('fields_keyed', 'nhập trường'), ('completed', 'hoàn thành'), ('reopened', 'mở lại'), ('voided', 'số bỏ trống'), ('marked_unreadable', 'không đọc được'), ('flagged', 'đánh dấu'), ('imported', 'nhập từ tệp'), ('corrected', 'đính chính từ tệp'), ('annotated', 'ghi chú'), ('annotation_withdrawn', 'rút ghi chú'), ('register_seen', 'đã xem dữ liệu dân cư'), ('outcome_recorded', 'ghi kết quả tra cứu'), ('asked', 'hỏi Tổ trưởng'), ('answered', 'trả lời người nhập'), ('question_closed', 'khép câu hỏi'), ('check_started', 'bắt đầu nhập lại độc lập'), ('check_left', 'thôi lượt kiểm tra'), ('checked', 'đối chiếu hai lượt nhập'), ('arbitrated', 'phân xử'), ('returned', 'trả lại người nhập')], max_length=20)),
                            ('author_id', models.BigIntegerField(null=True)),
                            ('sender_id', models.BigIntegerField(null=True)),
                            ('station_id', models.BigIntegerField(null=True)),
                            ('device_time', models.DateTimeField(null=True)),
                            ('received_at', models.DateTimeField()),
                            ('pass_number', models.PositiveSmallIntegerField(default=0)),
                            ('edition', models.CharField(help_text='edition, revision and variant digest', max_length=80)),
                            ('late', models.BooleanField(default=False)),
                            ('bulk', models.BooleanField(default=False)),
                            ('payload', models.JSONField(null=True)),
                            ('payload_digest', models.BinaryField(max_length=32)),
                            ('digest', models.BinaryField(max_length=32)),
                        ],
                        options={
                            'verbose_name': 'thao tác',
                            'indexes': [models.Index(fields=['received_at'], name='action_received'), models.Index(fields=['type', 'received_at'], name='action_type_received')],
                            'constraints': [models.UniqueConstraint(fields=('entry_id', 'tx_id'), name='action_once')],
                        },
                    ),
                ],
                database_operations=[migrations.RunSQL(LOG, DROP_LOG)],
            ),
            migrations.CreateModel(
                name='Lease',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('span', django.contrib.postgres.fields.ranges.BigIntegerRangeField(help_text='page × 1000 + line, or the number where the book has no pages')),
                    ('granted_at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='books.book')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leases', to=settings.AUTH_USER_MODEL)),
                    ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='stations.station')),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='staff.team')),
                ],
                options={
                    'verbose_name': 'phần sổ đang giữ',
                    'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at__isnull', True)), expressions=[('book', '='), ('span', '&&')], name='leases_never_overlap', violation_error_message='Phần sổ này đang có người nhập.'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('granted_at'))), name='lease_ends_after_it_began')],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveIntegerField(help_text='of the action that asked')),
                    ('field', models.CharField(blank=True, help_text='dotted id; empty for the whole entry', max_length=80)),
                    ('text', models.CharField(max_length=1000)),
                    ('crop', models.JSONField(help_text='page and box, in ten-thousandths of its width and height', null=True)),
                    ('state', models.CharField(choices=[('open', 'chờ trả lời'), ('answered', 'đã trả lời'), ('closed', 'đã khép')], default='open', max_length=8)),
                    ('asked_at', models.DateTimeField()),
                    ('answer', models.CharField(blank=True, max_length=1000)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='entries.entry')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'câu hỏi của người nhập',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['unit', 'state', 'asked_at'], name='question_unit_state'), models.Index(fields=['asker', 'state', 'asked_at'], name='question_asker_state')],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'seq'), name='question_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Sight',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seen_at', models.DateTimeField()),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sights', to='entries.entry')),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'lần đầu xem trường hợp',
                    'constraints': [models.UniqueConstraint(fields=('entry', 'officer'), name='sight_once_an_officer')],
                },
            ),
            migrations.CreateModel(
                name='Subject',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(max_length=30)),
                    ('principal', models.BooleanField(default=False)),
                    ('outcome', models.CharField(choices=[('matched', 'trùng khớp'), ('mismatched', 'không trùng khớp'), ('not_found', 'không tìm thấy'), ('unavailable', 'không tra cứu được'), ('pending', 'chờ tra cứu'), ('unreadable', 'không đọc được')], default='pending', max_length=12)),
                    ('personal_id', models.CharField(blank=True, help_text='of the judgement, never of the book', max_length=12)),
                    ('full_name', models.CharField(blank=True, max_length=500)),
                    ('name_search', models.CharField(blank=True, max_length=500)),
                    ('birth_date', models.CharField(blank=True, help_text='EDTF', max_length=30)),
                    ('birth_year', models.PositiveIntegerField(null=True)),
                    ('sex', models.CharField(blank=True, max_length=10)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='entries.entry')),
                ],
                options={
                    'verbose_name': 'người trong trường hợp',
                    'indexes': [models.Index(fields=['name_search'], name='subject_name_search'), models.Index(condition=models.Q(('personal_id', ''), _negated=True), fields=['personal_id'], name='subject_personal_id'), models.Index(condition=models.Q(('outcome__in', ['pending', 'unavailable']), ('principal', True)), fields=['entry', 'role'], name='subject_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'role'), name='subject_role_once')],
                },
            ),
            migrations.CreateModel(
                name='Transcription',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('pass_number', models.PositiveSmallIntegerField(default=0)),
                    ('accepted', models.BooleanField(default=True)),
                    ('fields', models.JSONField(default=dict)),
                    ('annotations', models.JSONField(default=list, help_text='every margin note, those that no longer count too')),
                    ('normalised', models.JSONField(default=dict, help_text='derived')),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transcriptions', to='entries.entry')),
                ],
                options={
                    'verbose_name': 'bản nhập',
                    'indexes': [django.contrib.postgres.indexes.GinIndex(condition=models.Q(('annotations', []), _negated=True), fields=['annotations'], name='transcription_notes', opclasses=['jsonb_path_ops'])],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'pass_number'), name='transcription_per_pass'), models.UniqueConstraint(condition=models.Q(('accepted', True)), fields=('entry',), name='one_accepted_transcription')],
                },
            ),
            migrations.CreateModel(
                name='DeferredPacket',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('tx_id', models.UUIDField(unique=True)),
                    ('entry_id', models.UUIDField()),
                    ('reason', models.CharField(choices=[('withdrawn', 'cán bộ không còn quyền nhập'), ('expired', 'giấy giao việc đã hết hạn'), ('place_taken', 'người khác đã nhập vị trí này'), ('not_opened', 'trường hợp chưa mở được'), ('book_closed', 'quyển sổ đã hoàn thành hoặc đã trả')], max_length=12)),
                    ('packet', models.JSONField(help_text='as it came, without the grant')),
                    ('received_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('recorded', models.BooleanField(default=False, help_text='settled by recording it, else set aside')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deferred_packets', to='books.book')),
                    ('sender', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'gói chờ xử lý',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='deferred_packet_settled_by_somebody', violation_error_message='Gói đã xử lý phải có người và thời điểm xử lý.')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='EntryWork',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='work', serialize=False, to='entries.entry')),
                    ('kind', models.CharField(choices=hotich.core.registers.catalogue.titles, max_length=4)),
                    ('completed_at', models.DateTimeField()),
                    ('keys', models.PositiveIntegerField()),
                    ('mouse', models.PositiveIntegerField()),
                    ('active_ms', models.PositiveIntegerField()),
                    ('offline_ms', models.PositiveIntegerField()),
                    ('overrides', models.PositiveIntegerField()),
                    ('carried_field', models.PositiveIntegerField()),
                    ('carried_group', models.PositiveIntegerField()),
                    ('carried_entry', models.PositiveIntegerField()),
                    ('picks', models.PositiveIntegerField()),
                    ('illegible_marks', models.PositiveIntegerField()),
                    ('blank_marks', models.PositiveIntegerField()),
                    ('lists_shown', models.PositiveIntegerField()),
                    ('paint_p50', models.PositiveIntegerField(help_text='milliseconds')),
                    ('paint_p95', models.PositiveIntegerField(help_text='milliseconds')),
                    ('paint_samples', models.PositiveIntegerField()),
                    ('fields', models.PositiveIntegerField(help_text='that said something when it was completed')),
                    ('carried', models.PositiveIntegerField()),
                    ('picked', models.PositiveIntegerField()),
                    ('illegible', models.PositiveIntegerField()),
                    ('blank', models.PositiveIntegerField()),
                    ('clipped', models.JSONField(default=list, help_text='numbers of the desk that were not believed')),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.station')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'nhịp nhập của trường hợp',
                    'abstract': False,
                    'base_manager_name': 'plain',
                    'indexes': [models.Index(fields=['officer', 'completed_at'], name='work_officer_completed'), models.Index(fields=['unit', 'completed_at'], name='work_unit_completed')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('plain', django.db.models.manager.Manager()),
                ],
            ),
        ]),
    ]
