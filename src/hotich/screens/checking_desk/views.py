"""What waits for a checker, book by book, and the machine he sits at."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hotich.checking.queries import contests_for, queue_of, to_arbitrate
from hotich.screens.common import desk_asked, needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.stations.queries import stations_of
from hotich.stations.requests import remember
from hotich.support.time import now

CHECK_DESK = "/nhap/kiem-tra/"


@require_safe
@needs("check")
def queue(request: OfficerRequest) -> HttpResponse:
    """Books with entries to key again. Nothing of an entry is shown: the checker sees the book alone."""
    moment = now()
    return render(
        request,
        "checking_desk/queue.html",
        {
            "page": page_of(queue_of(request.user, moment), request),
            "differing": to_arbitrate(request.user, moment).count() if request.user.may("arbitrate") else 0,
            "contests": contests_for(request.user).count() if request.user.may("arbitrate") else 0,
        },
    )


@needs("check")
def choose_station(request: OfficerRequest) -> HttpResponse:
    """Which machine this browser is; afterwards the desk is opened."""
    stations = stations_of(request.user)
    chosen = next((one for one in stations if one.code == request.POST.get("may")), None)
    if chosen is not None:
        return remember(redirect(desk_asked(request, CHECK_DESK)), chosen)
    return render(request, "entry_desk/choose_station.html", {"stations": stations})
