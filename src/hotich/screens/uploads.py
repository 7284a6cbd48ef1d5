"""What may come in as a file: from whom, and how much at once. Asked before a byte of it is kept."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MAX_REQUEST: Final = 1536 * 1024 * 1024
"""Bytes of one request with files."""


class OfficeUpload(TemporaryFileUploadHandler):
    """Files go to disk as they come; only from an officer who is signed in, and no more than a request may have."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Raises RequestDataTooBig before anything is read."""
        user = getattr(self.request, "user", None)
        if content_length > MAX_REQUEST or user is None or not user.is_authenticated:
            raise RequestDataTooBig("more than one request may bring")
