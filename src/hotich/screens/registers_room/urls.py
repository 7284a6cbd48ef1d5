from django.urls import path

from hotich.screens.registers_room import views

urlpatterns = [
    path("mau-so/", views.listing, name="registers"),
    path("mau-so/<str:kind>/", views.kind_page, name="register_kind"),
    path("mau-so/<str:kind>/<str:first_year>/", views.edition_page, name="register_edition"),
]
