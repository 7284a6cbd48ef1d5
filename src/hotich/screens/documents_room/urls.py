"""Addresses of the documents room."""

from django.urls import path

from hotich.screens.documents_room import drawing, views

urlpatterns = [
    path("van-ban/", views.listing, name="papers"),
    path("van-ban/soan/", drawing.kinds, name="paper_kinds"),
    path("van-ban/ghi-nhan/", drawing.record, name="record_paper"),
    path("van-ban/soan/<slug:kind>/", drawing.form, name="draw_paper"),
    path("van-ban/<uuid:paper_id>/", views.detail, name="paper"),
    path("van-ban/<uuid:paper_id>/tep.<slug:format>", views.drawn_file, name="paper_file"),
    path("van-ban/<uuid:paper_id>/ban-da-ky.pdf", views.signed_file, name="signed_paper"),
    path("van-ban/<uuid:paper_id>/cap-so/", views.number, name="number_paper"),
    path("van-ban/<uuid:paper_id>/luu-ban-ky/", views.keep, name="keep_signed_paper"),
    path("van-ban/<uuid:paper_id>/huy/", views.withdraw, name="withdraw_paper"),
]
