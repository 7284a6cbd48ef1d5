from django.urls import path

from hotich.screens.entry_desk import linking, notes, offline, page_images, practice, views

urlpatterns = [
    path("nhap/", views.shell, name="desk_home"),
    path("nhap/<uuid:entry_id>/", views.shell, name="desk"),
    path("nhap/luyen-tap/", views.shell, name="practice"),
    path("nhap/kiem-tra/", views.shell, name="check_desk"),
    path("nhap/luyen-tap/so.json", practice.practice_data, name="practice_data"),
    path("nhap/may/", views.choose_station, name="choose_station"),
    path("nhap/tep.json", offline.listing, name="desk_files"),
    path("nhap/ngoai-tuyen/", offline.offline, name="offline"),
    path("sw.js", offline.worker, name="service_worker"),
    path("truong-hop/<uuid:entry_id>/", views.entry, name="entry"),
    path("truong-hop/<uuid:entry_id>/ghi-chu/", notes.note_form, name="note_form"),
    path("truong-hop/<uuid:entry_id>/ghi-chu/ghi/", notes.write_note, name="write_note"),
    path("truong-hop/<uuid:entry_id>/ghi-chu/rut/", notes.withdraw_note, name="withdraw_note"),
    path("truong-hop/<uuid:entry_id>/noi/", linking.targets, name="link_targets"),
    path("ghi-chu-can-doi-chieu/", linking.reconcile, name="reconcile_notes"),
    path("anh/<uuid:page_id>.webp", page_images.page_image, name="page_image"),
    path(
        "anh/<uuid:page_id>/<int:level>/<int:column>_<int:row>.webp", page_images.page_tile, name="page_tile"
    ),
]
