from django.urls import path

from hotich.screens.pace_room import bias, own, team

urlpatterns = [
    path("nhip-cua-toi/", own.own, name="own_pace"),
    path("doi-chieu-ho-tro/", bias.page, name="bias"),
    path("doi-chieu-ho-tro.csv", bias.download, {"ending": "csv"}, name="bias_csv"),
    path("doi-chieu-ho-tro.xlsx", bias.download, {"ending": "xlsx"}, name="bias_xlsx"),
    path("nhip-cua-to/", team.team, name="team_pace"),
]
