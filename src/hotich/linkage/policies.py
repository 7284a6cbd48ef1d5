"""What must be there before the population register is asked."""

from hotich.entries.derivation import edition_of
from hotich.entries.models import Entry, Transcription
from hotich.linkage.terms import IdentityMissing, current_values, terms_for
from hotich.support.errors import Refusal


class EntryVoid(Refusal):
    """A number the book left empty names nobody."""

    code = "look_up.void"
    status = 409
    message = "Số này bỏ trống trong sổ: không có ai để tra cứu. Nếu đánh dấu nhầm thì mở lại trường hợp."


def identity_of(entry: Entry, role: str) -> tuple[str, ...]:
    """The identity fields of a subject that the book's own form has: a column switched off asks for nothing."""
    form = edition_of(entry.book)
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
    form = edition_of(entry.book)
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
