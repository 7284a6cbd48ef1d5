from django.urls import path

from hotich.screens.stations_room import views

urlpatterns = [
    path("may/", views.listing, name="stations"),
    path("may/<str:code>/kiem-tra/", views.check, name="check_station"),
]
