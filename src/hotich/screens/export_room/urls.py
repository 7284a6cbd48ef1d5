from django.urls import path

from hotich.screens.export_room import views

urlpatterns = [
    path("ket-xuat/", views.listing, name="exports"),
    path("ket-xuat/lam/", views.make, name="make_export"),
    path("ket-xuat/<uuid:run_id>/", views.detail, name="export"),
    path("ket-xuat/<uuid:run_id>/tep-<int:number>/", views.download, name="export_file"),
]
