"""An official interface to the population register, where there is one: a protocol, implemented above and wired by the settings.

Telling is at least once: whoever does not know whether a message arrived sends it again with its key, and the register answers as it
did the first time. Asking changes nothing there: a question may be put again, and an answer counts for the question whose key it bears.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Message:
    """One fact of one person. `key` is the same however often it is told; `kind` is `new_citizen`, `date_of_death` or `adjustment`."""

    key: str
    kind: str
    facts: Mapping[str, Any]


class Said(StrEnum):
    """What the register made of a message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Reply:
    """The register's answer: the number a new citizen was given, its own reference, or why it refuses. `received` is no answer yet."""

    said: Said
    personal_id: str = ""
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of the person sought, by the register's words, or his personal number alone. `key` is drawn at random: it says nothing
    of him. `second` asks for a wider search, `limit` for at most so many persons, the nearest first.
    """

    key: str
    question: Mapping[str, str]
    second: bool = False
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Records:
    """Whom the register found: each by the columns of `Citizen`, out of how many, over what coverage and as of when."""

    people: tuple[Mapping[str, str], ...]
    coverage: str
    as_of: date
    searched: int


class NotReached(Exception):
    """The message did not leave: nobody listens at the address, or the door is shut to us."""


class NoAnswer(Exception):
    """The message may have arrived and nothing that can be read came back: too late, cut off, an error, garbage."""


class Gateway(Protocol):
    """One door to the register."""

    def tell(self, message: Message) -> Reply:
        """Tells the register one fact. Raises NotReached, NoAnswer."""
        ...

    def ask(self, query: Query) -> Records:
        """Asks the register for whoever may be meant. Raises NotReached, NoAnswer."""
        ...


def has_gateway() -> bool:
    """Whether this installation has been told where the register's door is."""
    return bool(settings.REGISTER_GATEWAY["address"])


def gateway() -> Gateway | None:
    """The gateway of this installation; None where officers update the register by hand."""
    given = settings.REGISTER_GATEWAY
    if not has_gateway():
        return None
    door: Gateway = import_string(str(given["door"]))(
        address=given["address"], token_file=given["token_file"], timeout=given["timeout"]
    )
    return door
