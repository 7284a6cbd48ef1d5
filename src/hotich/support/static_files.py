"""Addresses of static files that name their contents: what a browser keeps under one can never be out of date."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class NamedByContents(StaticFilesStorage):
    """`/static/name?v=…`: the files stay as they are, so that nothing has to be collected before the server runs."""

    def url(self, name: str | None, *args: object, **kwargs: object) -> str:
        plain = str(super().url(name))
        contents = contents_of(name) if name else ""
        return f"{plain}?v={contents}" if contents else plain


@lru_cache(maxsize=2048)
def contents_of(name: str) -> str:
    """A short digest of a static file; empty where there is none. Files do not change while a process runs."""
    found = finders.find(name) or Path(settings.STATIC_ROOT) / name
    file = Path(str(found))
    return sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""
