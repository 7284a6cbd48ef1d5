from django.urls import path

from hotich.screens.pace_room import own, team

urlpatterns = [
    path("nhip-cua-toi/", own.own, name="own_pace"),
    path("nhip-cua-to/", team.team, name="team_pace"),
]
