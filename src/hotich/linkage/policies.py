"""What must be there before the population register is asked."""

from hotich.core.registers.catalogue import edition
from hotich.entries.models import Entry, Transcription
from hotich.linkage.terms import IdentityMissing, terms_for


def require_identity_keyed(entry: Entry, role: str, transcription: Transcription) -> None:
    """Every identity field of the subject holds a value or the reason why there is none. Raises IdentityMissing."""
    terms_for(entry.kind, role)
    form = edition(entry.edition)
    subject = next((one for one in form.subjects if one.role == role), None)
    missing = []
    for dotted in subject.identity if subject else ():
        value = transcription.fields.get(dotted) or {}
        if not value.get("v") and not value.get("m"):
            missing.append(form.label(dotted).lower())
    if missing:
        raise IdentityMissing(f"Chưa nhập {', '.join(missing)}: nhập từ sổ trước khi tra cứu.")
