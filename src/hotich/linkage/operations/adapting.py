"""The model in force follows the extract: what belongs to a register and its books is counted there, without labels and without anybody's doing.

Only where nobody has chosen a model. Whoever puts one to use by hand (`hotich model use`, the shipped one included) is not overruled.
"""

from dataclasses import replace
from datetime import datetime

from hotich.core.matching.adapting import LEAST_CITIZENS, LEAST_ENTRIES, adapted
from hotich.core.matching.gathering import Households
from hotich.core.matching.model import default_model
from hotich.core.matching.normaliser import prepare
from hotich.core.matching.portraits import register_note
from hotich.linkage.examples import entries_to_learn_from
from hotich.population.blocks import columns_in_blocks
from hotich.population.model_versions import in_force
from hotich.population.models import Extract, ModelUse
from hotich.population.operations import add_version, use_version
from hotich.population.queries import extracts_in_force, is_prepared
from hotich.support.time import local
from hotich.support.worker import ask_worker

TASK = "hotich.adapt_model"
AUTOMATIC = "automatic"
"""The word in a version's `trained_on` that says that no person chose it."""
MOST = 150_000
"""Citizens, whole households, that are counted; more change nothing."""
GROWN = 2
"""A model is adapted again when there are so many times the entries that it was adapted to."""


def adapt_later() -> None:
    """Has the worker adapt the model after this transaction."""
    ask_worker(TASK, once=TASK)


def adapt_model(*, now: datetime) -> ModelUse | None:
    """Puts the shipped model, adapted to the widest extract in force, to use; None where there is nothing new to adapt to.

    Reads the whole key table in pages: about two seconds a million citizens.
    """
    on = local(now).date()
    extract = next((one for one in extracts_in_force(on=on) if is_prepared(one)), None)
    if extract is None or extract.size < LEAST_CITIZENS:
        return None
    chosen = in_force().use
    before = chosen.version.trained_on if chosen is not None and chosen.version is not None else {}
    if chosen is not None and not before.get(AUTOMATIC):
        return None
    said = entries_to_learn_from().texts
    count = len(said["full_name"])
    preparation = f"{extract.pk} {extract.prepared_at}"
    if count < LEAST_ENTRIES:
        return None
    if before.get("extract") == preparation and count < GROWN * before.get("entries", 0):
        return None
    sample = _households(extract)
    base = default_model()
    model = adapted(base, prepare(said), sample.joined())
    note = register_note(
        sample.joined(), population=extract.size, as_of=extract.as_of.isoformat(), coverage=extract.coverage
    )
    trained_on = model.trained_on | {
        AUTOMATIC: True,
        "extract": preparation,
        "register": note,
        "entries": count,
    }
    model = replace(
        model, name=f"{base.name}, theo trích xuất {extract.as_of:%d/%m/%Y}", trained_on=trained_on
    )
    version, _ = add_version(model=model, actor=None, now=now)
    return use_version(digest=version.digest, actor=None, now=now, on=on)


def _households(extract: Extract) -> Households:
    sample, first = Households(MOST), 0
    for columns in columns_in_blocks(extract):
        sample.add(columns, first)
        first += len(columns["g_p"])
    return sample
