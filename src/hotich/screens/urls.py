"""Addresses of the screens: each desk lists its own."""

from allauth.account.views import login, logout, password_change, reauthenticate
from django.urls import include, path

from hotich.screens import certificates
from hotich.screens.books_room.urls import urlpatterns as books_room
from hotich.screens.budget_room.urls import urlpatterns as budget_room
from hotich.screens.campaign_room.urls import urlpatterns as campaign_room
from hotich.screens.cases_desk.urls import urlpatterns as cases_desk
from hotich.screens.checking_desk.urls import urlpatterns as checking_desk
from hotich.screens.documents_room.urls import urlpatterns as documents_room
from hotich.screens.duplicates_desk.urls import urlpatterns as duplicates_desk
from hotich.screens.entry_desk.urls import urlpatterns as entry_desk
from hotich.screens.export_room.urls import urlpatterns as export_room
from hotich.screens.look_up.urls import urlpatterns as look_up
from hotich.screens.outbox.urls import urlpatterns as outbox
from hotich.screens.pace_room.urls import urlpatterns as pace_room
from hotich.screens.questions.urls import urlpatterns as questions
from hotich.screens.registers_room.urls import urlpatterns as registers_room
from hotich.screens.report_desk.urls import urlpatterns as report_desk
from hotich.screens.staff_admin.urls import urlpatterns as staff_admin
from hotich.screens.stations_room.urls import urlpatterns as stations_room
from hotich.screens.teams_room.urls import urlpatterns as teams_room
from hotich.screens.work.urls import urlpatterns as work

urlpatterns = [
    path("dang-nhap/", login, name="account_login"),
    path("dang-xuat/", logout, name="account_logout"),
    path("doi-mat-khau/", password_change, name="account_change_password"),
    path("xac-nhan-mat-khau/", reauthenticate, name="account_reauthenticate"),
    path("chung-chi/", certificates.enrol, name="enrol"),
    path("chung-chi/hotich-ca.cer", certificates.authority, name="tls_authority"),
    path("hai-lop/", include("allauth.mfa.urls")),
    *work,
    *entry_desk,
    *campaign_room,
    *questions,
    *checking_desk,
    *pace_room,
    *look_up,
    *cases_desk,
    *duplicates_desk,
    *outbox,
    *report_desk,
    *documents_room,
    *budget_room,
    *books_room,
    *registers_room,
    *export_room,
    *stations_room,
    *teams_room,
    *staff_admin,
]
