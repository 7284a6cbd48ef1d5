"""Addresses of the HTTP API and of the probes."""

from django.urls import URLPattern, URLResolver, path

from hotich.api.health import healthz, metrics
from hotich.api.openapi import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("api/", api.urls),
]
