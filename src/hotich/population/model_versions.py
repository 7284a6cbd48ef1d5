"""Which linkage model answers searches: the one last put to use, the shipped one where none was, or where this version of the product cannot read it.

Every process keeps the model and asks the database again after `ASK_AGAIN` seconds: web and worker follow a change without a restart.
"""

import json
import logging
import threading
import time
from dataclasses import dataclass

from hotich.core.matching import portraits
from hotich.core.matching.model import Model, ModelRefused, default_model, model_of
from hotich.core.matching.normaliser import prepare
from hotich.population.blocks import some_citizens
from hotich.population.models import Extract, ModelUse, ModelVersion
from hotich.support.errors import Refusal

SHIPPED = "shipped"
ASK_AGAIN = 20.0
"""Seconds a process believes what it last read."""
_SHORTEST = 6
_SAMPLED = 20_000
_log = logging.getLogger(__name__)


class ModelUnknown(Refusal):
    """No version bears this digest, or several do."""

    code = "model.unknown"
    status = 404


@dataclass(frozen=True, slots=True)
class InForce:
    """The model that answers, since when, and why it is the shipped one where another was chosen."""

    model: Model
    use: ModelUse | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    found: InForce


_known: _Known | None = None
_reading = threading.Lock()


def model_in_force() -> Model:
    """The linkage model that answers searches."""
    return in_force().model


def in_force() -> InForce:
    """The same with its history; read again at most every `ASK_AGAIN` seconds."""
    global _known
    known = _known
    if known is not None and time.monotonic() < known.until:
        return known.found
    with _reading:
        before = known.found if known is not None else None
        found = _read(before)
        _known = _Known(time.monotonic() + ASK_AGAIN, found)
    return found


def forget() -> None:
    """The next search asks the database."""
    global _known
    _known = None


def _read(before: InForce | None) -> InForce:
    use = ModelUse.objects.order_by("-since", "-id").first()
    if before is not None and (use.pk if use else None) == (before.use.pk if before.use else None):
        return before
    if use is None or use.version_id is None:
        return InForce(default_model(), use)
    try:
        return InForce(model_kept_in(ModelVersion.objects.get(pk=use.version_id)), use)
    except ModelRefused as refused:
        _log.warning(
            "the chosen model %s cannot be read; the shipped one answers: %s", use.version_id, refused
        )
        return InForce(default_model(), use, refused=str(refused))


def model_kept_in(version: ModelVersion) -> Model:
    """The model of a version. Raises ModelRefused where this version of the product cannot read it."""
    return model_of(json.dumps(version.body, ensure_ascii=False), source=f"Mô hình {version.digest[:16]}")


def version_of(digest: str) -> ModelVersion:
    """The version of a digest or of its beginning. Raises ModelUnknown."""
    wanted = digest.strip().lower()
    if len(wanted) < _SHORTEST:
        raise ModelUnknown(f"“{digest}” quá ngắn: ghi ít nhất {_SHORTEST} ký tự đầu của mã băm.")
    found = list(ModelVersion.objects.filter(pk__startswith=wanted)[:2])
    if len(found) != 1:
        raise ModelUnknown(
            f"{'Có nhiều phiên bản' if found else 'Không có phiên bản nào'} mang mã “{digest}”: xem “hotich model list”, "
            "thêm bằng “hotich model add TỆP”."
        )
    return found[0]


def versions() -> list[ModelVersion]:
    """Every version kept, the newest first."""
    return list(ModelVersion.objects.order_by("-loaded_at", "digest"))


def uses() -> list[ModelUse]:
    """The history, the newest first."""
    return list(ModelUse.objects.select_related("version").order_by("-since", "-id"))


def foreignness(model: Model, extract: Extract | None) -> float | None:
    """How far the register a model was trained on is from an extract, 0 to 1; None where there is nothing to compare."""
    if extract is None or "register" not in model.trained_on:
        return None
    return portraits.foreignness(model.trained_on, prepare(some_citizens(extract, about=_SAMPLED)))
