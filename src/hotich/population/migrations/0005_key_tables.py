"""Citizens by extract, each a partition; the tables and columns of the search before the linkage model leave.

The application's role may make no tables. What a loading and a wiping need of it they do by functions of the owner's, each for the
tables of one extract and nothing else. What was loaded before is kept, and searched again after `hotich population reindex`.
"""

import django.db.models.deletion
from django.db import migrations, models

TEXTS = (
    ("full_name", 500), ("sex", 10), ("birth_date", 20), ("birth_place", 1000), ("birth_registration_place", 1000),
    ("hometown", 1000), ("ethnicity", 60), ("nationality", 60), ("mother_full_name", 500), ("mother_birth_date", 20),
    ("father_full_name", 500), ("father_birth_date", 20), ("spouse_full_name", 500), ("marital_status", 60),
    ("residence", 1000), ("old_id_number", 12), ("death_date", 20),
)
HELP = {"sex": "male, female or empty", "birth_date": "dd/mm/yyyy, mm/yyyy or yyyy"}
COLUMNS = ", ".join(name for name, _ in TEXTS)

PARTITIONED = f"""
ALTER TABLE population_citizen RENAME TO population_citizen_before;
ALTER TABLE population_citizen_before DROP CONSTRAINT population_citizen_pkey;
CREATE TABLE population_citizen (
    personal_id varchar(12) NOT NULL,
    extract_id bigint NOT NULL,
    {", ".join(f"{name} varchar({length}) NOT NULL" for name, length in TEXTS)},
    PRIMARY KEY (personal_id, extract_id)
) PARTITION BY LIST (extract_id);
DO $$
DECLARE n bigint;
BEGIN
    FOR n IN SELECT id FROM population_extract WHERE complete_at IS NOT NULL AND wiped_at IS NULL LOOP
        EXECUTE format('CREATE TABLE population_citizen_%s PARTITION OF population_citizen FOR VALUES IN (%s)', n, n);
        EXECUTE format(
            'INSERT INTO population_citizen (personal_id, extract_id, {COLUMNS})
             SELECT personal_id, extract_id, {COLUMNS} FROM population_citizen_before WHERE extract_id = %s', n);
    END LOOP;
END $$;
DROP TABLE population_citizen_before;
"""

FUNCTIONS = """
CREATE FUNCTION population_writer() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT has_table_privilege(session_user, 'population_extract', 'UPDATE') THEN
        RAISE insufficient_privilege USING MESSAGE = 'this role may not change extracts';
    END IF;
END $$;

-- Whoever may work with extracts may work with the table in the same way.
CREATE FUNCTION population_share(name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT a.grantee::regrole AS role, a.privilege_type AS kind FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = 'population_extract'::regclass AND a.grantee NOT IN (0, c.relowner)
          AND a.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    LOOP
        EXECUTE format('GRANT %s ON %I TO %s', one.kind, name, one.role);
    END LOOP;
END $$;

CREATE FUNCTION population_begin(n bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM population_writer();
    PERFORM FROM population_extract WHERE id = n AND complete_at IS NULL AND wiped_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'extract % is not one to be loaded for the first time', n;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS population_citizen_%s', n);
    EXECUTE format('CREATE TABLE population_citizen_%s (LIKE population_citizen, CONSTRAINT one_extract CHECK (extract_id = %s))', n, n);
    PERFORM population_share('population_citizen_' || n);
END $$;

CREATE FUNCTION population_finish(n bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM population_writer();
    EXECUTE format('ALTER TABLE population_citizen_%s ADD PRIMARY KEY (personal_id, extract_id)', n);
    EXECUTE format('ALTER TABLE population_citizen ATTACH PARTITION population_citizen_%s FOR VALUES IN (%s)', n, n);
    EXECUTE format('ALTER TABLE population_citizen_%s DROP CONSTRAINT one_extract', n);
    EXECUTE format('ANALYZE population_citizen_%s', n);
END $$;

-- Rows arrive here in the file's order, without a log: a loading that is killed begins anew.
CREATE FUNCTION population_key_begin(n bigint, keys int[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM population_writer();
    EXECUTE format('DROP TABLE IF EXISTS population_key_%s_in, population_key_%s_next', n, n);
    EXECUTE format(
        'CREATE UNLOGGED TABLE population_key_%s_in (person bigint NOT NULL, digest bigint, old bigint, known bytea NOT NULL,
         codes bytea NOT NULL, by_given int, by_year int, by_surname int, %s)', n,
        (SELECT string_agg(format('k%s int', one), ', ') FROM unnest(keys) AS one));
    PERFORM population_share(format('population_key_%s_in', n));
END $$;

CREATE FUNCTION population_key_sort(n bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM population_writer();
    EXECUTE format(
        'CREATE TABLE population_key_%s_next AS SELECT %s FROM population_key_%s_in ORDER BY by_given, by_year, by_surname', n,
        (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
         WHERE attrelid = format('population_key_%s_in', n)::regclass AND attnum > 0 AND attname NOT LIKE 'by\\_%'), n);
    EXECUTE format('DROP TABLE population_key_%s_in', n);
    PERFORM population_share(format('population_key_%s_next', n));
END $$;

CREATE FUNCTION population_key_index(n bigint, name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM population_writer();
    EXECUTE format('CREATE INDEX ON population_key_%s_next (%I) WHERE %I IS NOT NULL', n, name, name);
END $$;

CREATE FUNCTION population_key_finish(n bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM population_writer();
    EXECUTE format('DROP TABLE IF EXISTS population_key_%s', n);
    EXECUTE format('ALTER TABLE population_key_%s_next RENAME TO population_key_%s', n, n);
    EXECUTE format('ANALYZE population_key_%s', n);
END $$;

CREATE FUNCTION population_analyze(n bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM population_writer();
    EXECUTE format('ANALYZE population_citizen_%s, population_key_%s', n, n);
END $$;

-- Indexes are the owner's to read; where the server has no pg_prewarm, the rows at least are read once.
CREATE FUNCTION population_warm(n bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM population_writer();
    IF to_regproc('pg_prewarm') IS NOT NULL THEN
        PERFORM pg_prewarm(c.oid::regclass) FROM pg_class c
        WHERE c.oid = format('population_key_%s', n)::regclass
           OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN (
                  format('population_key_%s', n)::regclass, format('population_citizen_%s', n)::regclass));
    ELSE
        EXECUTE format('SELECT sum(length(codes)) FROM population_key_%s', n);
    END IF;
END $$;

CREATE FUNCTION population_drop(n bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET client_min_messages = warning SET lock_timeout = '500ms' AS $$
BEGIN
    PERFORM population_writer();
    PERFORM FROM population_extract WHERE id = n AND complete_at IS NOT NULL AND wiped_at IS NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'extract % is in force', n;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS population_citizen_%s, population_key_%s, population_key_%s_in, population_key_%s_next', n, n, n, n);
END $$;
"""


def text(name: str, length: int) -> tuple[str, models.Field]:
    return name, models.CharField(blank=name != "full_name", max_length=length, help_text=HELP.get(name, ""))


class Migration(migrations.Migration):

    dependencies = [("population", "0004_extract_size")]

    operations = [
        migrations.AddField(
            model_name="extract",
            name="prepared_with",
            field=models.CharField(blank=True, default="", help_text="stamp of the key table; another one's is not searched", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="extract",
            name="prepared_at",
            field=models.DateTimeField(help_text="when the key table was made or changed last", null=True),
        ),
        migrations.AddField(
            model_name="extract",
            name="long_lists",
            field=models.BinaryField(default=bytes, help_text="(key, hash) of the lists too long to say anything, as pairs of 32 bits"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(PARTITIONED, migrations.RunSQL.noop)],
            state_operations=[
                migrations.DeleteModel("Citizen"),
                migrations.CreateModel(
                    name="Citizen",
                    fields=[
                        ("pk", models.CompositePrimaryKey("personal_id", "extract_id", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("personal_id", models.CharField(max_length=12, verbose_name="số định danh cá nhân")),
                        ("extract", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="citizens", to="population.extract")),
                        *(text(*one) for one in TEXTS),
                    ],
                    options={"verbose_name": "công dân"},
                ),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
