"""Addresses. Each door lists its own; this file only puts them together."""

from django.urls import include, path

from hotich.api.urls import urlpatterns as api
from hotich.screens.urls import urlpatterns as screens

urlpatterns = [path("", include(screens)), path("", include(api))]
