from django.urls import path

from hotich.screens.staff_admin import views

urlpatterns = [
    path("tai-khoan/", views.listing, name="accounts"),
    path("tai-khoan/<int:pk>/khoa/", views.switch, name="switch_account"),
    path("tai-khoan/<int:pk>/mat-khau/", views.reset, name="reset_account"),
]
