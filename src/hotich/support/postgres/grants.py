"""What each role may do with each table, made anew after every migration.

The application reads and writes everything except the models that say ``append_only = True``: there it may
add and read, so that no defect of ours can change or take away what was logged. The report role reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from hotich.support.postgres.layout import Urls, database_urls


def append_only_tables() -> list[str]:
    """Tables of the models that declare ``append_only = True``, sorted."""
    from django.apps import apps

    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if getattr(model, "append_only", False)})


def apply_grants(connection: psycopg.Connection[Any], addresses: Urls | None = None) -> None:
    """Give the application's and the report's role their rights on the database of ``connection``, its owner's.

    Where an installation uses one role for everything there is nothing to divide.
    """
    addresses = addresses or database_urls()
    grant(
        connection,
        app=_role(addresses.app),
        report=_role(addresses.report),
        append_only=append_only_tables(),
    )


def _role(url: str | None) -> str | None:
    return conninfo_to_dict(url).get("user") if url else None  # type: ignore[return-value]


def grant(
    connection: psycopg.Connection[Any], *, app: str | None, report: str | None, append_only: Iterable[str]
) -> None:
    """As ``apply_grants``, with the names given."""
    owner = connection.info.user
    with connection.transaction():
        for role in {app, report} - {None, owner}:
            name = sql.Identifier(role or "")
            for statement in (
                "GRANT USAGE ON SCHEMA public TO {}",
                "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
                "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}",
            ):
                connection.execute(sql.SQL(statement).format(name))
        if app and app != owner:
            name = sql.Identifier(app)
            for statement in (
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
                "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
            ):
                connection.execute(sql.SQL(statement).format(name))
            present = {row[0] for row in connection.execute(_TABLES)}
            # Migrations are the owner's record; partitions of a log would be a way around its rights.
            closed = {"django_migrations": "INSERT, UPDATE, DELETE"}
            for table in append_only:
                closed[table] = "UPDATE, DELETE"
                for (partition,) in connection.execute(_PARTITIONS, [table]):
                    closed[partition] = "INSERT, UPDATE, DELETE"
            for table in sorted(closed.keys() & present):
                connection.execute(
                    sql.SQL("REVOKE {} ON {} FROM {}").format(
                        sql.SQL(closed[table]),
                        sql.Identifier(table),
                        name,
                    )
                )
        if report and report not in {app, owner}:
            connection.execute(
                sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(report))
            )


_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
_PARTITIONS = """
    SELECT c.relname FROM pg_partition_tree(to_regclass(quote_ident(%s))) t JOIN pg_class c ON c.oid = t.relid
    WHERE t.level > 0
"""
