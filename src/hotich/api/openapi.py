"""The HTTP API: one object, described at `/api/openapi.json`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.security import SessionAuth
from ninja.types import DictStrAny
from pydantic import BaseModel

from hotich.api import books, checks, desk, entries, errors, sync

_REFUSALS: dict[str, tuple[str, type[BaseModel]]] = {
    "400": ("Refused; the body says why.", errors.Problem),
    "401": ("Not signed in.", errors.Problem),
    "403": ("Not allowed.", errors.Problem),
    "404": ("Not there, or not in the officer's scope.", errors.Problem),
    "409": ("Somebody else was first.", errors.Problem),
    "422": ("The request cannot be read.", errors.InvalidRequest),
}


_LARGEST = 8 * 1024 * 1024
"""Bytes of one request: 200 packets with long margin notes have less than half of it."""


class OwnPassword(SessionAuth):
    """A session whose officer works with a password of his own, not one that somebody else gave him."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The officer; None for a stranger, and until the password was changed."""
        officer = super().authenticate(request, key)
        return None if officer is None or officer.must_change_password else officer


class SmallJson(Parser):
    """Reads a body that says it is JSON, which no form of another site can, and that is no larger than a desk's."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """The body. Raises ValueError, which the caller answers as a request that cannot be read."""
        if request.content_type != "application/json":
            raise ValueError("not JSON")
        if int(request.META.get("CONTENT_LENGTH") or 0) > _LARGEST or len(request.body) > _LARGEST:
            raise ValueError("too large")
        return super().parse_body(request)


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
    auth=OwnPassword(),
    parser=SmallJson(),
)
errors.install(api)
# Packets authenticate by their own grant: they must arrive after the session ended, so no session's token guards them.
api.add_router("", sync.router, auth=None)
api.add_router("", entries.router)
api.add_router("", desk.router)
api.add_router("", checks.router)
api.add_router("", books.router)
if find_spec("hotich.api.look_ups") is not None:
    api.add_router("", import_module("hotich.api.look_ups").router)
    api.add_router("", import_module("hotich.api.waiting").router)
