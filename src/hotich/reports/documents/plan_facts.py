"""What the papers of a campaign say of it, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from hotich.campaign.models import Basis, Campaign
from hotich.campaign.plan.citing import cited
from hotich.campaign.plan.queries import bases_at, receivers_of
from hotich.core.text import grouped
from hotich.reports.documents.letterheads import Sender
from hotich.support.documents import Document, short_day

SIGNED: Final = "(Ký, ghi rõ họ tên)"
AS_ABOVE: Final = "Như trên"
ARCHIVED: Final = "Lưu: VT"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A campaign: its name, what it rests on, its days and its quota."""

    name: str
    basis: str
    laws: tuple[str, ...]
    parents: tuple[str, ...]
    scope_until: date
    keying_starts_on: date
    due_on: date
    quota: int

    @property
    def grounds(self) -> tuple[str, ...]:
        """The lines a decision or a plan begins with."""
        return tuple(f"Căn cứ {said};" for said in (*self.laws, *self.parents, self.basis))

    @property
    def under(self) -> str:
        """`Thực hiện Kế hoạch số 99/KH-UBND …`, as letters begin."""
        return f"Thực hiện {self.basis}"

    @property
    def scope(self) -> str:
        return f"các trường hợp đã đăng ký từ ngày {short_day(self.scope_until)} trở về trước"


def facts_of(campaign: Campaign, *, at: datetime | None = None) -> PlanFacts:
    """What the plan says of itself: the laws it rests on, then the plans of the levels above, then its own, with number, day and subject
    where it is recorded as a document; else in the short words of the campaign's terms. Just before a moment, where one is named; the
    campaign is given as it stood then (`support.history`).
    """
    bases = bases_at(campaign, at)

    def of_sort(sort: str) -> tuple[str, ...]:
        return tuple(cited(basis) for basis in bases if basis.sort == sort)

    own = next(iter(of_sort(Basis.Sort.OWN)), campaign.basis)
    return PlanFacts(
        campaign.name, own, of_sort(Basis.Sort.LAW), of_sort(Basis.Sort.PARENT), campaign.scope_until,
        campaign.keying_starts_on, campaign.due_on, campaign.quota_per_station,
    )  # fmt: skip


def issued(sender: Sender, *, kind: str, day: date | None, **said: Any) -> Document:
    """A document of a sender: letterhead, symbol and place are his."""
    return Document(issuer=sender.issuer, symbol=sender.symbol(kind), place=sender.place, day=day, **said)


def with_the_plans_receivers(
    document: Document, campaign: Campaign, paper: str, *, at: datetime | None = None
) -> Document:
    """With *Nơi nhận* as the plan names it for this kind of paper, or for every kind; unchanged where it names nobody. Whom the document
    addresses already stands first and once; a copy always stays with the clerk.
    """
    addressed = {to.casefold() for to in document.to}
    names = [name for name in receivers_of(campaign, paper, at=at) if name.casefold() not in addressed]
    if not names:
        return document
    kept = () if any(name.startswith("Lưu") for name in names) else (ARCHIVED,)
    return replace(document, recipients=(*((AS_ABOVE,) if document.to else ()), *names, *kept))


def said_lines(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Lines of a field as the points of a list."""
    return points(said.get(name) or ())


def points(lines: Iterable[str]) -> tuple[str, ...]:
    """Each ends with a semicolon, the last with a full stop."""
    bare = [line.rstrip(" .;") for line in lines]
    return tuple(f"{line}{';' if at < len(bare) else '.'}" for at, line in enumerate(bare, start=1))


def counted(value: int) -> str:
    """`12.345`, as a sentence has it."""
    return grouped(value)
