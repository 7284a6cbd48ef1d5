"""Accounts: the administrator sees officers and positions, no personal data of citizens."""

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.screens.common import needs, page_of
from hotich.staff.models import Officer
from hotich.staff.operations import reset_password, set_active
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now


@require_safe
@needs("accounts")
def listing(request: OfficerRequest) -> HttpResponse:
    """Accounts with their positions."""
    officers = Officer.objects.prefetch_related("positions__agency__unit", "teams").order_by("username")
    return render(request, "staff_admin/listing.html", {"page": page_of(officers, request)})


def _officer(pk: int) -> Officer:
    officer = Officer.objects.filter(pk=pk).first()
    if officer is None:
        raise NotFound
    return officer


@require_POST
@needs("accounts")
def switch(request: OfficerRequest, pk: int) -> HttpResponse:
    """Disables or enables an account."""
    officer = _officer(pk)
    set_active(actor=request.user, now=now(), officer=officer, active=not officer.is_active)
    messages.success(request, f"{officer}: {'đã khóa' if not officer.is_active else 'đã mở'} tài khoản.")
    return redirect("accounts")


@require_POST
@needs("accounts")
def reset(request: OfficerRequest, pk: int) -> HttpResponse:
    """Gives a new password, shown once to the administrator and stored nowhere."""
    officer = _officer(pk)
    password = secrets.token_urlsafe(9)
    reset_password(actor=request.user, now=now(), officer=officer, password=password)
    messages.success(request, f"Mật khẩu mới của {officer.username}: {password} (chỉ hiện một lần).")
    return redirect("accounts")
