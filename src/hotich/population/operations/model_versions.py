"""Versions of the linkage model: a new one beside the old ones, put to use by somebody, going back as easily."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from hotich.audit import operations as audit
from hotich.audit.clock import log_time
from hotich.audit.digests import digest_of
from hotich.core.matching.model import Model, default_model
from hotich.core.matching.portraits import FAR
from hotich.population.model_versions import SHIPPED, foreignness, forget, model_kept_in, version_of
from hotich.population.models import ModelUse, ModelVersion
from hotich.population.queries import extracts_in_force
from hotich.support.errors import Refusal
from hotich.support.ids import uuid7


class ModelOfAnotherRegister(Refusal):
    """The model learned how rare names are among other people than those of the extract in force."""

    code = "model.another_register"


@transaction.atomic
def add_version(*, model: Model, actor: Any, now: datetime) -> tuple[ModelVersion, bool]:
    """Keeps a model beside the others, under the digest of its content; says whether it is new. It answers nothing until it is put to use."""
    version, fresh = ModelVersion.objects.get_or_create(
        digest=model.digest,
        defaults={
            "name": model.name[:200],
            "body": model.as_json(),
            "trained_on": model.trained_on,
            "loaded_at": now,
            "loaded_by_id": actor.pk if actor else None,
        },
    )
    if fresh:
        audit.record(
            kind="model.added",
            officer=actor,
            subject=f"model:{version.digest[:16]}",
            detail={"name": version.name, "digest": version.digest},
            now=now,
        )
    return version, fresh


@transaction.atomic
def use_version(*, digest: str, actor: Any, now: datetime, on: date, anyway: bool = False) -> ModelUse:
    """From now on the searches are answered by the model of this digest (or its beginning), or by the one shipped with the product.

    ``anyway`` puts to use one that was trained on another register, and is kept as such. Raises ModelUnknown, ModelRefused where this
    version of the product cannot read it, ModelOfAnotherRegister.
    """
    version = None if digest == SHIPPED else version_of(digest)
    model = default_model() if version is None else model_kept_in(version)
    far = foreignness(model, next(iter(extracts_in_force(on=on)), None))
    foreign = far is not None and far > FAR
    if foreign and not anyway:
        raise ModelOfAnotherRegister(
            f"Mô hình “{model.name}” học từ dân cư khác hẳn trích xuất đang dùng (khoảng cách {far:.2f}, cho phép đến {FAR:.2f}). "
            "Huấn luyện lại trên trích xuất này bằng “hotich model train”, hoặc thêm --anyway nếu chắc chắn."
        )
    use = ModelUse(
        id=uuid7(),
        version=version,
        model_digest=model.digest,
        another_register=foreign,
        officer_id=actor.pk if actor else None,
        since=log_time(),
    )
    use.digest = digest_of(use)
    use.save(force_insert=True)
    audit.record(
        kind="model.used",
        officer=actor,
        subject=f"model:{model.digest[:16]}",
        detail={"name": model.name, "digest": model.digest, "anyway": foreign, "shipped": version is None},
        now=now,
    )
    transaction.on_commit(forget)
    return use
