"""What a loading and a wiping do as the owner of the tables: the application's role may make none.

Each function works on the tables of one extract and on nothing else."""

from django.db import migrations

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
        -- The texts only as far as the system's own cache: the server's memory is for the keys.
        PERFORM pg_prewarm(format('population_citizen_%s', n)::regclass, 'read');
        PERFORM pg_prewarm(c.oid::regclass) FROM pg_class c
        WHERE c.oid = format('population_key_%s', n)::regclass
           OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN (
                  format('population_key_%s', n)::regclass, format('population_citizen_%s', n)::regclass));
    ELSE
        EXECUTE format('SELECT sum(length(full_name)) FROM population_citizen_%s', n);
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
UNDO = [
    "DROP FUNCTION population_drop(n bigint)",
    "DROP FUNCTION population_warm(n bigint)",
    "DROP FUNCTION population_analyze(n bigint)",
    "DROP FUNCTION population_key_finish(n bigint)",
    "DROP FUNCTION population_key_index(n bigint, name text)",
    "DROP FUNCTION population_key_sort(n bigint)",
    "DROP FUNCTION population_key_begin(n bigint, keys int[])",
    "DROP FUNCTION population_finish(n bigint)",
    "DROP FUNCTION population_begin(n bigint)",
    "DROP FUNCTION population_share(name text)",
    "DROP FUNCTION population_writer()",
]


class Migration(migrations.Migration):

    replaces = [
        ('population', '0005_key_tables'),
        ('population', '0007_warm_citizens'),
    ]

    dependencies = [
        ('population', '0001_tables'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
