from django.urls import path

from hotich.screens.books_room import views

urlpatterns = [
    path("so/", views.listing, name="books"),
    path("so/<uuid:book_id>/", views.detail, name="book"),
    path("so/<uuid:book_id>/ban-giao/", views.give, name="hand_over"),
    path("ban-giao/<uuid:handover_id>/nhan/", views.take, name="receive"),
]
