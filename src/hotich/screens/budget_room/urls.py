"""Addresses of the budget room and of the closing."""

from django.urls import path

from hotich.screens.budget_room import closing, views

urlpatterns = [
    path("kinh-phi/", views.budget, name="budget"),
    path("kinh-phi/khoan/", views.item, name="budget_item"),
    path("kinh-phi/khoan/<uuid:item_id>/", views.amounts, name="budget_amounts"),
    path("kinh-phi/so-tien/", views.amount, name="budget_amount"),
    path("kinh-phi/don-gia/", views.rate, name="budget_rate"),
    path("kinh-phi/don-gia/rut/", views.no_rate, name="withdraw_rate"),
    path("kinh-phi/khoi-luong/", views.volumes, name="volumes"),
    path("ket-thuc-dot/", closing.page, name="closing"),
    path("ket-thuc-dot/ket-thuc/", closing.close, name="close_campaign"),
]
