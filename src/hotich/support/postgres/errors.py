"""What can go wrong with the private server, each with a stable code and what to do about it."""

from __future__ import annotations


class PostgresError(Exception):
    """A private server cannot be made, started or reached. ``code`` never changes; the text is Vietnamese."""

    code = "postgres.failed"


class BinariesMissing(PostgresError):
    """No PostgreSQL ≥ 15 is installed, or none that can read the existing cluster."""

    code = "postgres.binaries_missing"


class NoUnprivilegedIdentity(PostgresError):
    """Root was asked to run PostgreSQL, and neither another user nor a user namespace can be used."""

    code = "postgres.no_identity"


class NotStarted(PostgresError):
    """The server was started and did not come up."""

    code = "postgres.not_started"


class HomeNotUsable(PostgresError):
    """HOTICH_HOME belongs to somebody else or cannot be written."""

    code = "postgres.home_not_usable"
