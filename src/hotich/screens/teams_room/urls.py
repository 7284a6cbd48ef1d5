from django.urls import path

from hotich.screens.teams_room import helpers, own, roster, teams

urlpatterns = [
    path("lich-truc/", roster.listing, name="roster"),
    path("lich-truc/sap/", roster.put, name="set_duty"),
    path("lich-truc/bo/<int:pk>/", roster.withdraw, name="withdraw_duty"),
    path("lich-truc/nhu-ngay-truoc/", roster.copy, name="copy_roster"),
    path("lich-truc/chia-ca/", roster.pattern, name="shift_pattern"),
    path("ca-truc/", own.listing, name="own_duties"),
    path("ca-truc/<int:pk>/nhan/", own.take, name="take_duty"),
    path("ca-truc/<int:pk>/giao/", own.leave, name="leave_duty"),
    path("to/", teams.listing, name="teams"),
    path("to/lap/", teams.form, name="form_team"),
    path("to/<int:pk>/", teams.team, name="team"),
    path("to/<int:pk>/luu/", teams.change, name="change_team"),
    path("luc-luong-ho-tro/", helpers.listing, name="helpers"),
    path("luc-luong-ho-tro/nhan/", helpers.take_in, name="take_in_helper"),
    path("luc-luong-ho-tro/<int:pk>/gia-han/", helpers.extend, name="extend_helper"),
    path("luc-luong-ho-tro/<int:pk>/ket-thuc/", helpers.end, name="end_helper"),
    path("luc-luong-ho-tro/<int:pk>/cam-ket.pdf", helpers.paper, name="helper_paper"),
]
