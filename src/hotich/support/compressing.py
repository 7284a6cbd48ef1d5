"""What is text goes compressed: on a weak line the desk's first bytes decide when the first key can be typed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest+json",
    "image/svg+xml",
)


class TextCompressed(GZipMiddleware):
    """Compresses text, static files too, and leaves alone what is compressed already: page images, workbooks, fonts.

    Django's own pads each answer by a random length, so that its size tells nothing of a secret in it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where the browser takes it and it is worth while."""
        if not str(response.headers.get("Content-Type", "")).startswith(_TEXT):
            return response
        return super().process_response(request, response)
