"""Addresses of the HTTP API and of the probes."""

urlpatterns: list = []
