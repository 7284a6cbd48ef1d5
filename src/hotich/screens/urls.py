"""Addresses of the screens."""

from allauth.account.views import login, logout, reauthenticate
from django.urls import include, path

urlpatterns = [
    path("dang-nhap/", login, name="account_login"),
    path("dang-xuat/", logout, name="account_logout"),
    path("xac-nhan-mat-khau/", reauthenticate, name="account_reauthenticate"),
    path("hai-lop/", include("allauth.mfa.urls")),
]
