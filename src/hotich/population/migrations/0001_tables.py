import django.db.models.deletion
import hotich.support.ids
from django.db import migrations, models

from hotich.support.postgres.together import Together


# A partition for each extract, which Django cannot declare.
CITIZENS = """
    CREATE TABLE population_citizen (
        personal_id varchar(12) NOT NULL,
        extract_id bigint NOT NULL,
        full_name varchar(500) NOT NULL,
        sex varchar(10) NOT NULL,
        birth_date varchar(20) NOT NULL,
        birth_place varchar(1000) NOT NULL,
        birth_registration_place varchar(1000) NOT NULL,
        hometown varchar(1000) NOT NULL,
        ethnicity varchar(60) NOT NULL,
        nationality varchar(60) NOT NULL,
        mother_full_name varchar(500) NOT NULL,
        mother_birth_date varchar(20) NOT NULL,
        father_full_name varchar(500) NOT NULL,
        father_birth_date varchar(20) NOT NULL,
        spouse_full_name varchar(500) NOT NULL,
        marital_status varchar(60) NOT NULL,
        residence varchar(1000) NOT NULL,
        old_id_number varchar(12) NOT NULL,
        death_date varchar(20) NOT NULL,
        PRIMARY KEY (personal_id, extract_id)
    ) PARTITION BY LIST (extract_id)
"""
DROP_CITIZENS = "DROP TABLE population_citizen"


class Migration(migrations.Migration):

    replaces = [
        ('population', '0001_initial'),
        ('population', '0002_citizen_per_extract'),
        ('population', '0003_extract_complete'),
        ('population', '0004_extract_size'),
        ('population', '0006_model_versions'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Extract',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('basis', models.CharField(blank=True, max_length=300, verbose_name='văn bản cho phép')),
                    ('as_of', models.DateField(verbose_name='số liệu ngày')),
                    ('coverage', models.CharField(choices=[('nation', 'toàn quốc'), ('province', 'toàn tỉnh'), ('town', 'toàn thị xã'), ('list', 'danh sách')], default='list', max_length=10)),
                    ('expires_on', models.DateField(blank=True, null=True, verbose_name='ngày xóa')),
                    ('wiped_at', models.DateTimeField(null=True)),
                    ('size', models.PositiveIntegerField(default=0, help_text='rows when it was last loaded', verbose_name='số công dân')),
                    ('loaded_at', models.DateTimeField()),
                    ('complete_at', models.DateTimeField(help_text='when its last row was in; before that it answers nobody', null=True)),
                    ('loaded_by_id', models.BigIntegerField(null=True)),
                    ('prepared_with', models.CharField(blank=True, help_text="stamp of the key table; another one's is not searched", max_length=40)),
                    ('prepared_at', models.DateTimeField(help_text='when the key table was made or changed last', null=True)),
                    ('long_lists', models.BinaryField(default=bytes, help_text='(key, hash) of the lists too long to say anything, as pairs of 32 bits')),
                ],
                options={
                    'verbose_name': 'trích xuất',
                },
            ),
            migrations.CreateModel(
                name='ModelVersion',
                fields=[
                    ('digest', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='mã băm')),
                    ('name', models.CharField(blank=True, max_length=200, verbose_name='tên')),
                    ('body', models.JSONField(help_text='the model file')),
                    ('trained_on', models.JSONField(default=dict)),
                    ('loaded_at', models.DateTimeField()),
                    ('loaded_by_id', models.BigIntegerField(null=True)),
                ],
                options={
                    'verbose_name': 'phiên bản mô hình',
                },
            ),
            migrations.SeparateDatabaseAndState(
                state_operations=[
                    migrations.CreateModel(
                        name='Citizen',
                        fields=[
                            ('pk', models.CompositePrimaryKey('personal_id', 'extract_id', blank=True, editable=False, primary_key=True, serialize=False)),
                            ('personal_id', models.CharField(max_length=12, verbose_name='số định danh cá nhân')),
                            ('full_name', models.CharField(max_length=500)),
                            ('sex', models.CharField(blank=True, help_text='male, female or empty', max_length=10)),
                            ('birth_date', models.CharField(blank=True, help_text='dd/mm/yyyy, mm/yyyy or yyyy', max_length=20)),
                            ('birth_place', models.CharField(blank=True, max_length=1000)),
                            ('birth_registration_place', models.CharField(blank=True, max_length=1000)),
                            ('hometown', models.CharField(blank=True, max_length=1000)),
                            ('ethnicity', models.CharField(blank=True, max_length=60)),
                            ('nationality', models.CharField(blank=True, max_length=60)),
                            ('mother_full_name', models.CharField(blank=True, max_length=500)),
                            ('mother_birth_date', models.CharField(blank=True, max_length=20)),
                            ('father_full_name', models.CharField(blank=True, max_length=500)),
                            ('father_birth_date', models.CharField(blank=True, max_length=20)),
                            ('spouse_full_name', models.CharField(blank=True, max_length=500)),
                            ('marital_status', models.CharField(blank=True, max_length=60)),
                            ('residence', models.CharField(blank=True, max_length=1000)),
                            ('old_id_number', models.CharField(blank=True, max_length=12)),
                            ('death_date', models.CharField(blank=True, max_length=20)),
                            ('extract', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='citizens', to='population.extract')),
                        ],
                        options={
                            'verbose_name': 'công dân',
                        },
                    ),
                ],
                database_operations=[migrations.RunSQL(CITIZENS, DROP_CITIZENS)],
            ),
            migrations.CreateModel(
                name='ModelUse',
                fields=[
                    ('id', models.UUIDField(default=hotich.support.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('model_digest', models.CharField(help_text='also of the shipped one, as it was then', max_length=64)),
                    ('another_register', models.BooleanField(default=False, help_text='put to use although trained on another register')),
                    ('officer_id', models.BigIntegerField(null=True)),
                    ('since', models.DateTimeField()),
                    ('digest', models.BinaryField(max_length=32)),
                    ('version', models.ForeignKey(help_text='none: the shipped one', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='population.modelversion')),
                ],
                options={
                    'verbose_name': 'lần dùng mô hình',
                    'indexes': [models.Index(fields=['since'], name='model_use_since')],
                },
            ),
        ]),
    ]
