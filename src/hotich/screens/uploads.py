"""What may come in as a file: from whom, and how much at once. Asked before a byte of it is kept."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MAX_REQUEST: Final = 1536 * 1024 * 1024
"""Bytes of one request with files."""
MAX_OF_A_STRANGER: Final = 64 * 1024
"""Bytes of a form such as the sign-in page's, however it is encoded."""


class OfficeUpload(TemporaryFileUploadHandler):
    """Files go to disk as they come; from an officer who is signed in no more than a request may have, from a stranger next to nothing."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Raises RequestDataTooBig before anything is read."""
        user = getattr(self.request, "user", None)
        is_officer = user is not None and user.is_authenticated
        if content_length > (MAX_REQUEST if is_officer else MAX_OF_A_STRANGER):
            raise RequestDataTooBig("more than one request may bring")
