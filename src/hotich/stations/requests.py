"""Which machine a browser is: a signed cookie that the officer sets once a machine."""

from django.conf import settings
from django.http import HttpResponse

from hotich.staff.requests import OfficerRequest
from hotich.stations.models import Station
from hotich.stations.queries import stations_of

COOKIE = "may"
_YEAR = 365 * 24 * 3600


def station_of(request: OfficerRequest) -> Station | None:
    """The machine the cookie names, if it may still key for this officer; the only one where there is but one."""
    allowed = stations_of(request.user)
    code = request.get_signed_cookie(COOKIE, default="", salt=COOKIE)
    found = next((station for station in allowed if station.code == code), None)
    return found or (allowed[0] if len(allowed) == 1 else None)


def remember(response: HttpResponse, station: Station) -> HttpResponse:
    """Keeps the machine's code in this browser."""
    response.set_signed_cookie(
        COOKIE,
        station.code,
        salt=COOKIE,
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
