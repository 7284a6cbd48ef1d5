"""A request whose officer has signed in: what the middleware lets through to a desk."""

from django.http import HttpRequest

from hotich.staff.models import Officer


class OfficerRequest(HttpRequest):
    """`user` is an officer; a stranger never gets this far."""

    user: Officer
