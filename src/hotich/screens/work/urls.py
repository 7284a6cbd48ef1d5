from django.urls import path

from hotich.screens.work import views

urlpatterns = [
    path("", views.home, name="home"),
    path("viec-hom-nay/", views.my_work, name="my_work"),
]
