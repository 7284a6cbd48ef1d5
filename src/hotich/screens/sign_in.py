"""Sign-in: accounts are opened by the administrator, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficeAccountAdapter(DefaultAccountAdapter):
    """No sign-up; everything else as the library has it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
