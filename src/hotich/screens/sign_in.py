"""Sign-in: accounts are opened by the administrator, never by a visitor; every sign-in is on record."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hotich.audit import operations as audit
from hotich.staff.models import Officer
from hotich.staff.operations import keep_own_password
from hotich.support.errors import NotAllowed
from hotich.support.time import now


class AccountClosed(NotAllowed):
    """The account was disabled."""

    code = "account.disabled"
    message = "Tài khoản này đã khóa. Liên hệ quản trị hệ thống."


class OfficeAccountAdapter(DefaultAccountAdapter):
    """No sign-up, Vietnamese answers, and the audit's lines; everything else as the library has it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        audit.record(kind="sign_in", officer=user, subject=f"officer:{user.pk}", now=now())
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        # Only a name that exists: what is typed into this box by mistake may be a password.
        officer = Officer.objects.filter(username=credentials.get("username") or "").first()
        audit.record(kind="sign_in_failed", subject=f"officer:{officer.pk}" if officer else "", now=now())

    def logout(self, request: HttpRequest) -> None:
        officer = request.user
        if isinstance(officer, Officer):
            audit.record(kind="sign_out", officer=officer, subject=f"officer:{officer.pk}", now=now())
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return render(request, "refusal.html", {"refusal": AccountClosed()}, status=AccountClosed.status)

    def set_password(self, user: Any, password: str) -> None:
        keep_own_password(officer=user, now=now(), password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"
