"""What must be there before the population register is asked, and before what it says is seen."""

from collections.abc import Mapping

from hotich.core.dates import read_date
from hotich.core.text import comparison_key, compose, squeeze
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import Entry, Transcription
from hotich.linkage.models import LookUp, Showing, Way
from hotich.linkage.terms import IdentityMissing, current_values, terms_for
from hotich.staff.models import Officer
from hotich.support.errors import Refusal


class EntryVoid(Refusal):
    """A number the book left empty names nobody."""

    code = "look_up.void"
    status = 409
    message = "Số này bỏ trống trong sổ: không có ai để tra cứu. Nếu đánh dấu nhầm thì mở lại trường hợp."


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


def is_illegible(entry: Entry, role: str, transcription: Transcription) -> bool:
    """Whether an identity field of the subject cannot be read, wholly or in part."""
    values, _ = current_values(transcription)
    identity = (values.get(name) or {} for name in identity_of(entry, role))
    return any(value.get("m") == "illegible" or "?" in str(value.get("v") or "") for value in identity)


def was_shown(look_up: LookUp, officer: Officer) -> bool:
    """Whether the candidates of a look-up came before this officer's eyes. Of nobody there is nothing to show, and what
    the police machine said he read there himself.
    """
    return (
        look_up.way == Way.RECORDED or not look_up.found or look_up.showings.filter(officer=officer).exists()
    )


def identity_agreements(entry: Entry, look_up: LookUp) -> dict[str, bool]:
    """Per identity field of the book, by dotted id, whether the person whom the machine suggests agrees in it; empty where it
    suggests nobody. The least that may be known before the register's values are seen.
    """
    first = look_up.candidates.first()
    if first is None or not first.comparisons["likely"]:
        return {}
    words = {dotted: word for word, dotted in terms_for(entry.kind, look_up.role).items()}
    differs = {field["field"] for field in first.comparisons["fields"] if field["is_discrepancy"]}
    return {dotted: words[dotted] not in differs for dotted in identity_of(entry, look_up.role)}


def to_key_again(officer: Officer, entry: Entry, look_up: LookUp, transcription: Transcription) -> list[str]:
    """In blind work: the identity fields that are keyed from the book a second time before anything of the register is
    seen. Those that differ from whom the machine suggests; all of them where it suggests nobody, since then nothing has
    confirmed what was keyed. None once the officer has seen who answers to the same name, date and sex.
    """
    if was_shown(look_up, officer) or _has_seen(officer, look_up):
        return []
    agrees = identity_agreements(entry, look_up)
    keyed = (dotted for dotted in identity_of(entry, look_up.role) if transcription.fields[dotted].get("v"))
    return [dotted for dotted in keyed if not agrees.get(dotted, False)]


def _has_seen(officer: Officer, look_up: LookUp) -> bool:
    asked = Showing.objects.filter(
        officer=officer, look_up__entry_id=look_up.entry_id, look_up__role=look_up.role
    ).values_list("look_up__asked", flat=True)
    return any(identity_asked(each) == identity_asked(look_up.asked) for each in asked)


def identity_asked(asked: Mapping[str, str]) -> dict[str, str]:
    """What of a question says who is meant: changed, and the person must be searched again."""
    return {word: asked.get(word, "") for word in ("full_name", "birth_date", "sex")}


def require_keyed_again(
    officer: Officer, entry: Entry, look_up: LookUp, transcription: Transcription, said: Mapping[str, str]
) -> list[str]:
    """The fields keyed again, each as it was keyed first. Raises SecondKeyingDiffers."""
    form = edition_of_entry(entry)
    wanted = to_key_again(officer, entry, look_up, transcription)
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
