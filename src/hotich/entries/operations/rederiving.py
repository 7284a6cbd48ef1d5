"""After an upgrade: derived columns of entries that an earlier `core` derived, made again from their logs.

Nothing of the log changes, and nothing that the log alone decides. Until it has run an entry is shown as it was derived before: not
restricted where only the newer `core` restricts it.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from hotich.entries.derivation import CORE_VERSION
from hotich.entries.fold import fold
from hotich.entries.models import Entry
from hotich.entries.operations._append import log_rows, project

_BATCH = 500


def rederive(*, progress: Callable[[int], None] | None = None) -> int:
    """How many entries were derived again; each in a transaction of its own, so that a stopped run goes on where it was.

    Raises LogBroken for an entry whose log is none.
    """
    done = 0
    while True:
        stale = Entry.objects.unscoped("derived again, whoever may see it").exclude(core_version=CORE_VERSION)
        batch: list[UUID] = list(stale.order_by("pk").values_list("pk", flat=True)[:_BATCH])
        if not batch:
            return done
        for entry_id in batch:
            _derive_again(entry_id)
            done += 1
        if progress is not None:
            progress(done)


@transaction.atomic
def _derive_again(entry_id: UUID) -> None:
    entry = (
        Entry.objects.unscoped("derived again, whoever may see it")
        .select_for_update(of=("self",))
        .select_related("book__unit")
        .get(pk=entry_id)
    )
    project(entry, fold(log_rows(entry_id)))
