"""The web door."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
application = get_wsgi_application()
# What is loaded to begin with, every screen included, stays to the end: a full collection that walks it holds a page up by 150 ms.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
