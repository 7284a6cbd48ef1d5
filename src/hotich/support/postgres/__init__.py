"""The private PostgreSQL, its roles and rights, and the addresses everything connects to.

``database_urls(home)`` and ``connection_settings()`` start nothing; ``ensure_running(home)`` does.
"""

from hotich.support.postgres.connections import connection_settings, owner_role, report_role
from hotich.support.postgres.errors import PostgresError
from hotich.support.postgres.layout import Urls, database_urls, home_directory
from hotich.support.postgres.migrations import migrate, pending
from hotich.support.postgres.session import Session, ensure_running

__all__ = [
    "PostgresError",
    "Session",
    "Urls",
    "connection_settings",
    "database_urls",
    "ensure_running",
    "home_directory",
    "migrate",
    "owner_role",
    "pending",
    "report_role",
]
