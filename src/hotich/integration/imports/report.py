"""What an import did: counts that add up, and messages by row and column."""

from dataclasses import dataclass, field
from typing import Any

from hotich.integration.messages import Message, Messages
from hotich.support.errors import Refusal


@dataclass(slots=True)
class ImportReport:
    """`imported + unchanged + rejected = rows`. `details` are further counts of one kind of import."""

    rows: int = 0
    imported: int = 0
    unchanged: int = 0
    rejected: int = 0
    messages: Messages = field(default_factory=Messages)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """True when no row was refused."""
        return self.rejected == 0 and not self.messages.has_errors

    def as_json(self) -> dict[str, Any]:
        """The object that `import … --json` prints."""
        return {
            "rows": self.rows,
            "imported": self.imported,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "messages": [message.as_json() for message in self.messages],
            **self.details,
        }


def refused_report(refusal: Refusal) -> ImportReport:
    """The report of a file that was refused as a whole: nothing was read, nothing imported."""
    report = ImportReport()
    report.messages.add([Message(0, "", "error", refusal.code, refusal.message)])
    return report
