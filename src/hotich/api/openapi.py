"""The HTTP API: one object, described at `/api/openapi.json`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security import django_auth
from pydantic import BaseModel

from hotich.api import entries, errors, sync

_REFUSALS: dict[str, tuple[str, type[BaseModel]]] = {
    "400": ("Refused; the body says why.", errors.Problem),
    "401": ("Not signed in.", errors.Problem),
    "403": ("Not allowed.", errors.Problem),
    "404": ("Not there, or not in the officer's scope.", errors.Problem),
    "409": ("Somebody else was first.", errors.Problem),
    "422": ("The request cannot be read.", errors.InvalidRequest),
}


class OfficeAPI(NinjaAPI):
    """Every address can answer with the same refusals, so they are described once and for all of them."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with what a program must expect beside the answer it hopes for."""
        described = super().get_openapi_schema(**options)
        for _, model in _REFUSALS.values():
            described["components"]["schemas"].setdefault(model.__name__, model.model_json_schema())
        for path in described["paths"].values():
            for operation in path.values():
                for status, (words, model) in _REFUSALS.items():
                    content = {
                        "application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}
                    }
                    operation["responses"] = {
                        str(known): answer for known, answer in operation["responses"].items()
                    }
                    operation["responses"].setdefault(status, {"description": words, "content": content})
        return described


api = OfficeAPI(
    title="hotich",
    version="1",
    description="API của hệ thống số hóa sổ hộ tịch.",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=django_auth,
)
errors.install(api)
# Packets authenticate by their own grant: they must arrive after the session ended, so no session's token guards them.
api.add_router("", sync.router, auth=None)
api.add_router("", entries.router)
if find_spec("hotich.api.look_ups") is not None:
    api.add_router("", import_module("hotich.api.look_ups").router)
