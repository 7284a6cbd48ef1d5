"""Django's view of the database: which role this process speaks as, and where."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hotich.support.postgres.layout import database_urls


def database_settings(home: Path) -> dict[str, dict[str, Any]]:
    """`DATABASES`: the application's role, or the owner's where `HOTICH_DATABASE_ROLE=owner` (migrate, load)."""
    urls = database_urls(home)
    url = urls.owner if os.environ.get("HOTICH_DATABASE_ROLE") == "owner" else urls.app
    return {"default": _from_url(url)}


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {key: value for key, value in query.items() if key not in {"host", "port"}}
    options["options"] = "-c statement_timeout=10000 -c idle_in_transaction_session_timeout=10000"
    if os.environ.get("HOTICH_DATABASE_ROLE") == "owner":
        options["options"] = ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": query.get("port") or (str(parts.port) if parts.port else ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
