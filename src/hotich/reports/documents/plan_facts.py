"""What the papers of a campaign say of it, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hotich.campaign.models import Campaign
from hotich.reports.documents.letterheads import Sender
from hotich.support.documents import Document, short_day

SIGNED: Final = "(Ký, ghi rõ họ tên)"
ARCHIVED: Final = "Lưu: VT"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A campaign: its name, what it rests on, its days and its quota."""

    name: str
    basis: str
    parent_basis: str
    scope_until: date
    keying_starts_on: date
    due_on: date
    quota: int

    @property
    def grounds(self) -> tuple[str, ...]:
        """The lines a decision or a plan begins with."""
        parent = (f"Căn cứ {self.parent_basis};",) if self.parent_basis else ()
        return (*parent, f"Căn cứ {self.basis};")

    @property
    def under(self) -> str:
        """`Thực hiện Kế hoạch số 99/KH-UBND …`, as letters begin."""
        return f"Thực hiện {self.basis}"

    @property
    def scope(self) -> str:
        return f"các trường hợp đã đăng ký từ ngày {short_day(self.scope_until)} trở về trước"


def facts_of(campaign: Campaign) -> PlanFacts:
    return PlanFacts(
        campaign.name, campaign.basis, campaign.parent_basis, campaign.scope_until, campaign.keying_starts_on,
        campaign.due_on, campaign.quota_per_station,
    )  # fmt: skip


def issued(sender: Sender, *, kind: str, day: date | None, **said: Any) -> Document:
    """A document of a sender: letterhead, symbol and place are his."""
    return Document(issuer=sender.issuer, symbol=sender.symbol(kind), place=sender.place, day=day, **said)


def said_lines(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Lines of a field as the points of a list."""
    return points(said.get(name) or ())


def points(lines: Iterable[str]) -> tuple[str, ...]:
    """Each ends with a semicolon, the last with a full stop."""
    bare = [line.rstrip(" .;") for line in lines]
    return tuple(f"{line}{';' if at < len(bare) else '.'}" for at, line in enumerate(bare, start=1))


def counted(value: int) -> str:
    """`12.345`, as a sentence has it."""
    return f"{value:,}".replace(",", ".")
