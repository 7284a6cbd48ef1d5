"""What an update says of a person, who it is said of, and whether two are of one person. Pure but for the rows it is given."""

from collections.abc import Mapping
from typing import Any

from hotich.core.codes import read_code
from hotich.core.dates import DateAgreement, compare_dates, read_date
from hotich.core.text import search_key
from hotich.entries.models import Entry, Transcription
from hotich.integration.npd.enums import Kind
from hotich.linkage.terms import REGISTER_WORDS, accepted, book_values
from hotich.support.canonical import digest

BORN = frozenset({("KS", "child")})
"""Kinds and roles whose entry registers that a person was born: only these may create a citizen. Spouses, guardians and parties of
other acts are collected by the police where they live, from papers of their own; a death entry creates nobody."""
DIED = frozenset({("KT", "deceased")})
"""Kinds and roles whose entry says that a person died."""
CREATING = ("not_collected", "other")
"""Reasons of *not found* after which a citizen may be created: who died, emigrated or goes by another name is not new."""
_SAME = (DateAgreement.EQUAL, DateAgreement.LESS_PRECISE, DateAgreement.MISSING)


def of_the_book(entry: Entry, role: str, kept: Transcription | None = None) -> dict[str, str]:
    """What the entry says of a person now, as amended by its own notes, by the register's words; empty ones left out. `kept` is its
    accepted transcription, where it was read already."""
    values, _ = book_values(entry.kind, role, kept or accepted(entry))
    said = {word: str((values.get(word) or {}).get("v") or "") for word in REGISTER_WORDS}
    if said["sex"]:
        said["sex"] = read_code("sex", said["sex"]) or said["sex"]
    return {word: text for word, text in said.items() if text}


def new_citizen(entry: Entry, role: str, kept: Transcription | None = None) -> dict[str, Any]:
    """A person to be created: all that the book says of him. A number that the book prints is no personal number of his yet."""
    facts = of_the_book(entry, role, kept)
    facts.pop("personal_id", None)
    return facts


def date_of_death(
    entry: Entry, role: str, personal_id: str, kept: Transcription | None = None
) -> dict[str, Any] | None:
    """The day a citizen died; None where the book does not say it."""
    said = of_the_book(entry, role, kept)
    if not said.get("death_date"):
        return None
    return {
        "personal_id": personal_id,
        "full_name": said.get("full_name", ""),
        "death_date": said["death_date"],
    }


def adjustment(personal_id: str, points: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Fields of a citizen to be put right; `points` by the register's word: what it says, what the book says."""
    changes = {word: {"from": old, "to": new} for word, (old, new) in sorted(points.items())}
    return {"personal_id": personal_id, "changes": changes}


def person_key(kind: str, facts: Mapping[str, Any], *, case: str = "") -> str:
    """Who it is, the same for every entry that tells of him: of a new citizen name, date, sex and mother; of a known one his number."""
    if kind == Kind.NEW_CITIZEN:
        read = read_date(str(facts.get("birth_date", ""))).value
        who = [
            search_key(str(facts.get("full_name", ""))),
            read.edtf() if read else search_key(str(facts.get("birth_date", ""))),
            facts.get("sex", ""),
            search_key(str(facts.get("mother_full_name", ""))),
        ]
    elif kind == Kind.ADJUSTMENT:
        who = [facts["personal_id"], case]
    else:
        who = [facts["personal_id"]]
    return digest([kind, *who]).hex()


def name_key(kind: str, facts: Mapping[str, Any]) -> str:
    """By which possible copies of a new citizen are found; empty for citizens who have their number."""
    return search_key(str(facts.get("full_name", "")))[:500] if kind == Kind.NEW_CITIZEN else ""


def message_key(kind: str, person: str, apart: int, facts: Mapping[str, Any]) -> str:
    """Of person and fact: told twice, the register knows that it was told before."""
    return digest([kind, person, apart, facts]).hex()


def may_be_one(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two descriptions of one name can be of one person: nothing that both of them say tells them apart.

    Dates that say less, a sex or a mother that one of them leaves out, and spellings without marks do not.
    """
    dates = (read_date(str(each.get("birth_date", ""))).value for each in (one, other))
    if compare_dates(*dates) not in _SAME:
        return False
    for word, plain in (("full_name", search_key), ("sex", str), ("mother_full_name", search_key)):
        mine, theirs = plain(str(one.get(word, ""))), plain(str(other.get(word, "")))
        if mine and theirs and mine != theirs:
            return False
    return True
