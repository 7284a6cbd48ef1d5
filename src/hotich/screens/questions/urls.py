from django.urls import path

from hotich.screens.questions import views

urlpatterns = [
    path("cau-hoi/", views.listing, name="questions"),
    path("cau-hoi/<uuid:entry_id>/<int:seq>/tra-loi/", views.answer, name="answer_question"),
    path("cau-hoi/<uuid:entry_id>/<int:seq>/khep/", views.close, name="close_question"),
    path("cau-hoi/<uuid:entry_id>/<int:seq>/da-ro/", views.settle, name="settle_question"),
    path("cau-hoi/<uuid:entry_id>/<int:seq>/anh.webp", views.crop, name="question_crop"),
]
