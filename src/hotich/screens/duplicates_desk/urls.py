"""Suspected duplicates."""

from django.urls import path

from hotich.screens.duplicates_desk import views

urlpatterns = [
    path("nghi-trung/", views.listing, name="duplicates"),
    path("nghi-trung/xac-dinh/", views.judge_many, name="judge_duplicates"),
    path("nghi-trung/<uuid:pair_id>/", views.detail, name="duplicate"),
    path("nghi-trung/<uuid:pair_id>/xac-dinh/", views.judge, name="judge_duplicate"),
]
