from django.urls import path

from hotich.screens.stations_room import outages, setting, views

urlpatterns = [
    path("may/", views.listing, name="stations"),
    path("may/dang-ky/", setting.register, name="register_station"),
    path("may/<str:code>/", views.station, name="station"),
    path("may/<str:code>/kiem-tra/", views.check, name="check_station"),
    path("may/<str:code>/giao/", setting.give, name="give_station"),
    path("may/<str:code>/thoi-dung/", setting.retire, name="retire_station"),
    path("gian-doan/", outages.listing, name="outages"),
    path("gian-doan/bao/", outages.say, name="say_outage"),
    path("gian-doan/nha-mang/", outages.carrier, name="keep_carrier"),
    path("gian-doan/<int:pk>/", outages.outage, name="outage"),
    path("gian-doan/<int:pk>/ghi/", outages.note, name="note_outage"),
]
