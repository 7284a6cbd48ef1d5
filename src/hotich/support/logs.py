"""What goes into a log file: where something failed and what kind of failure, never the message of an exception.

A database's message quotes the row that failed, and a conversion's quotes the text: both may be somebody's name.
"""

import logging
import traceback
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """Formats an exception as its frames and the names of its types, cause by cause."""

    def formatException(self, ei: _Raised) -> str:
        """The frames, the outermost error last, as Python prints them."""
        parts: list[str] = []
        error = ei[1]
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{frames}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(reversed(parts))
