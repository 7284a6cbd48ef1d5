"""A csv has no cells of text: what a spreadsheet would run as a formula goes out with an apostrophe before it."""

import re
from typing import Final

_RUN_BY_SPREADSHEETS: Final = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe before one that looks like a formula."""
    return f"'{text}" if _RUN_BY_SPREADSHEETS.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _RUN_BY_SPREADSHEETS.match(text) else text
