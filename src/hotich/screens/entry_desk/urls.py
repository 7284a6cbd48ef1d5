from django.urls import path

from hotich.screens.entry_desk import views

urlpatterns = [
    path("nhap/", views.next_entry, name="next_entry"),
    path("nhap/<uuid:entry_id>/", views.desk, name="desk"),
    path("truong-hop/<uuid:entry_id>/", views.entry, name="entry"),
    path("anh/<uuid:page_id>.webp", views.page_image, name="page_image"),
]
