from django.urls import path

from hotich.screens.look_up import answer, queue, views

urlpatterns = [
    path("cho-tra-cuu/", queue.listing, name="look_up_queue"),
    path("cho-tra-cuu/so/", queue.books, name="look_up_books"),
    path("cho-tra-cuu/so/<uuid:book_id>/", queue.book, name="look_up_book"),
    path("cho-tra-cuu/so/<uuid:book_id>/tiep/", queue.following, name="look_up_next"),
    path("cho-tra-cuu/<uuid:entry_id>/<str:role>/", views.subject, name="look_up_subject"),
    path("cho-tra-cuu/<uuid:entry_id>/<str:role>/tra-cuu/", views.search, name="look_up_search"),
    path("cho-tra-cuu/<uuid:entry_id>/<str:role>/xac-dinh/", views.decide, name="look_up_decide"),
    path("cho-tra-cuu/<uuid:entry_id>/<str:role>/ghi-nhan/", views.record, name="look_up_record"),
    path(
        "cho-tra-cuu/<uuid:entry_id>/<str:role>/<uuid:look_up_id>/nhap-lai/",
        answer.second_keying,
        name="look_up_second_keying",
    ),
]
