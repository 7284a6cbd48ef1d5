"""What the page shell needs on every page."""

from typing import Any

from django.http import HttpRequest

from hotich.screens.certificates import is_kept_offline


def shell(request: HttpRequest) -> dict[str, Any]:
    """The officer, his positions in words, and the desks he may open; to who has not signed in, whether the desk works offline here."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"officer": None, "navigation": None, "kept_offline": is_kept_offline(request)}
    from hotich.screens.desks import navigation_for

    return {"officer": user, "navigation": navigation_for(user, path=request.path)}
