"""What an import tells the officer about one row, one column, or the file as a whole."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Message:
    """`row` as the spreadsheet shows it (0: the file), `column` the sheet's own name of the column.

    error: the row was not taken; warning: taken, needs a look; note: for information.
    """

    row: int
    column: str
    severity: Severity
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """The shape of `import … --json`."""
        return {
            "row": self.row,
            "column": self.column,
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
        }


@dataclass(slots=True)
class Messages:
    """Collects messages in bounded memory: every error, and of the rest the first of each code and column.

    What is left out is counted, and said at the end. `errors_of_a_kind` bounds the errors too, where a file has millions of rows.
    """

    of_a_kind: int = 200
    errors_of_a_kind: int | None = None
    _kept: list[Message] = field(default_factory=list)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, messages: Iterable[Message]) -> None:
        """Adds in reading order."""
        for message in messages:
            kind = (message.code, message.column)
            self._seen[kind] += 1
            most = self.errors_of_a_kind if message.severity == "error" else self.of_a_kind
            if most is None or self._seen[kind] <= most:
                self._kept.append(message)

    @property
    def has_errors(self) -> bool:
        """True when at least one row was not taken."""
        return any(message.severity == "error" for message in self._kept)

    def __iter__(self) -> Iterator[Message]:
        yield from sorted(self._kept, key=lambda message: message.row)
        kept = Counter((message.code, message.column) for message in self._kept)
        for (code, column), count in self._seen.items():
            if left := count - kept[(code, column)]:
                yield Message(
                    0,
                    column,
                    "note",
                    "messages.left_out",
                    f"Còn {left} lời nhắn “{code}” như trên ở cột này.",
                )
