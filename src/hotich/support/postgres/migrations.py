"""Bringing the tables up to date: as their owner, and with the rights given again afterwards."""

from __future__ import annotations

from hotich.support.postgres.connections import owner_role
from hotich.support.postgres.grants import apply_grants


def pending() -> list[str]:
    """Migrations the database has not had yet, as ``app.name``."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(*, verbosity: int = 1) -> None:
    """Run the migrations as the owner of the tables, then give the roles their rights."""
    from django.core.management import call_command
    from django.db import connection

    with owner_role():
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=0)
        connection.ensure_connection()
        apply_grants(connection.connection)
