"""The HTTP API: one object, described at `/api/openapi.json`."""

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI
from ninja.security import django_auth

from hotich.api import entries, errors, sync

api = NinjaAPI(
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
