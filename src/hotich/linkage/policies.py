"""What must be there before the population register is asked, and before what it says is seen."""

from collections.abc import Mapping
from typing import Any

from hotich.core.dates import read_date
from hotich.core.text import comparison_key, compose, squeeze
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import Entry, Transcription
from hotich.linkage.models import Candidate, LookUp, Showing, Way
from hotich.linkage.terms import IdentityMissing, current_values, terms_for
from hotich.linkage.working import Working
from hotich.staff.models import Officer
from hotich.support.errors import Refusal


class EntryVoid(Refusal):
    """A number the book left empty names nobody."""

    code = "look_up.void"
    status = 409
    message = "Số này bỏ trống trong sổ: không có ai để tra cứu. Nếu đánh dấu nhầm thì mở lại trường hợp."


class NotYetFinished(Refusal):
    """Drawn to run without assistance: nothing of the register before the keying is finished."""

    code = "look_up.unassisted"
    status = 409
    message = "Trường hợp này nhập không có trợ giúp: hoàn thành trước, sau đó tra cứu và xác định."


class SecondKeyingDiffers(Refusal):
    """Keyed a second time from the book, a field is not what it was the first time."""

    code = "look_up.second_keying"
    status = 409


def identity_of(entry: Entry, role: str) -> tuple[str, ...]:
    """The identity fields of a subject that the book's own form has: a column switched off asks for nothing."""
    form = edition_of_entry(entry)
    if form is None:
        return ()
    subject = next((one for one in form.subjects if one.role == role), None)
    printed = {field.id for field in form.printed_fields()}
    return tuple(name for name in (subject.identity if subject else ()) if name in printed)


def require_identity_keyed(entry: Entry, role: str, transcription: Transcription) -> None:
    """Every identity field of the subject holds a value or the reason why there is none.

    Raises EntryVoid, NotComparable, IdentityMissing.
    """
    if entry.void:
        raise EntryVoid
    terms_for(entry.kind, role)
    form = edition_of_entry(entry)
    missing = []
    for dotted in identity_of(entry, role):
        value = transcription.fields.get(dotted) or {}
        if form is not None and not value.get("v") and not value.get("m"):
            missing.append(form.label(dotted).lower())
    if missing:
        raise IdentityMissing(f"Chưa nhập {', '.join(missing)}: nhập từ sổ trước khi tra cứu.")


def require_finished_first(entry: Entry, working: Working) -> None:
    """An entry drawn to run without assistance is looked up once its first keying is finished. Raises NotYetFinished."""
    if not working.assisted and entry.first_completed_at is None:
        raise NotYetFinished


def is_illegible(entry: Entry, role: str, transcription: Transcription) -> bool:
    """Whether an identity field of the subject cannot be read, wholly or in part."""
    values, _ = current_values(transcription)
    identity = (values.get(name) or {} for name in identity_of(entry, role))
    return any(value.get("m") == "illegible" or "?" in str(value.get("v") or "") for value in identity)


def was_shown(look_up: LookUp, officer: Officer) -> bool:
    """Whether the candidates of a look-up came before this officer's eyes. Of nobody there is nothing to show, what the police
    machine said he read there himself, and what the register was told stands in the book.
    """
    return (
        look_up.way in (Way.RECORDED, Way.TOLD)
        or not look_up.found
        or look_up.showings.filter(officer=officer).exists()
    )


def identity_agreements(entry: Entry, look_up: LookUp) -> dict[str, bool]:
    """Per identity field of the book, by dotted id, whether the person whom the machine suggests agrees in it; empty where it
    suggests nobody. The least that may be known before the register's values are seen.
    """
    first = look_up.candidates.first()
    return agreements_with(entry, look_up, first) if first and first.comparisons["likely"] else {}


def agreements_with(entry: Entry, look_up: LookUp, candidate: Candidate) -> dict[str, bool]:
    """Per identity field of the book whether one candidate agrees in it."""
    words = {dotted: word for word, dotted in terms_for(entry.kind, look_up.role).items()}
    differs = {field["field"] for field in candidate.comparisons["fields"] if field["is_discrepancy"]}
    return {dotted: words[dotted] not in differs for dotted in identity_of(entry, look_up.role)}


def to_key_again(
    officer: Officer, entry: Entry, look_up: LookUp, transcription: Transcription, working: Working
) -> list[str]:
    """The identity fields that are keyed from the book a second time before anything of the register is seen: those that
    differ from whom the machine suggests, or from who comes nearest. Where it suggests nobody, blind work keys all of them
    again, since nothing has confirmed what was keyed. None once the officer has seen who answers to the same name, date and
    sex; none either in confirm work over what a file brought, which was not keyed here.
    """
    if was_shown(look_up, officer) or _has_seen(officer, look_up) or (entry.from_file and not working.blind):
        return []
    first = look_up.candidates.first()
    nearest = agreements_with(entry, look_up, first) if first and not working.blind else {}
    agrees = identity_agreements(entry, look_up) or nearest
    keyed = (dotted for dotted in identity_of(entry, look_up.role) if transcription.fields[dotted].get("v"))
    return [dotted for dotted in keyed if not agrees.get(dotted, False)]


def _has_seen(officer: Officer, look_up: LookUp) -> bool:
    shown = Showing.objects.filter(
        officer=officer, look_up__entry_id=look_up.entry_id, look_up__role=look_up.role
    ).select_related("look_up")
    return any(
        identity_asked(each.look_up.of_the_book) == identity_asked(look_up.of_the_book) for each in shown
    )


def identity_asked(asked: Mapping[str, str]) -> dict[str, str]:
    """What of a question says who is meant: changed, and the person must be searched again."""
    return {word: asked.get(word, "") for word in ("full_name", "birth_date", "sex")}


def require_keyed_again(
    officer: Officer,
    entry: Entry,
    look_up: LookUp,
    transcription: Transcription,
    said: Mapping[str, str],
    working: Working,
) -> list[str]:
    """The fields keyed again, each as it was keyed first. Raises SecondKeyingDiffers."""
    form = edition_of_entry(entry)
    wanted = to_key_again(officer, entry, look_up, transcription, working)
    differing = [
        form.label(dotted).lower() if form is not None else dotted
        for dotted in wanted
        if not _same_keyed(said.get(dotted, ""), str(transcription.fields[dotted]["v"]))
    ]
    if differing:
        raise SecondKeyingDiffers(
            f"Nhập lần hai khác lần đầu: {', '.join(differing)}. Đọc lại sổ: lần đầu sai thì sửa trong bản nhập rồi tra cứu "
            "lại, lần hai sai thì nhập lại lần hai."
        )
    return wanted


def _same_keyed(again: str, first: str) -> bool:
    """Whether two keyings say the same: letter case is display, and a date may be keyed short."""
    if comparison_key(again) == comparison_key(first):
        return True
    one, other = read_date(squeeze(compose(again))).value, read_date(first).value
    return one is not None and one == other


_THE_PERSON_HIMSELF = frozenset({"full_name", "birth_date"})


def is_withheld(entry: Entry, compared: Mapping[str, Any]) -> bool:
    """Whether a value of the register would name somebody, or date something, that the officer has still to read in the book:
    the parents' and the spouse's names and dates while the entry is keyed and they are not.
    """
    word = compared["field"]
    names_or_dates = word.endswith(("full_name", "_date")) and word not in _THE_PERSON_HIMSELF
    return (
        names_or_dates and not compared["book"] and entry.first_completed_at is None and not entry.from_file
    )


def keyed_of(entry: Entry, role: str, transcription: Transcription) -> list[str]:
    """What of a person stands in the transcription now, and his identity fields in any case: a change of these after the
    register was seen is a change after seeing.
    """
    compared = terms_for(entry.kind, role).values()
    given = (
        name
        for name in compared
        if (value := transcription.fields.get(name)) and (value.get("v") or value.get("m"))
    )
    return list(dict.fromkeys((*identity_of(entry, role), *given)))
