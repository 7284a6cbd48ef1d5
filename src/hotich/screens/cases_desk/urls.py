from django.urls import path

from hotich.screens.cases_desk import views

urlpatterns = [
    path("danh-sach-theo-doi-rieng/", views.listing, name="tracking_list"),
    path("danh-sach-theo-doi-rieng/<uuid:case_id>/", views.detail, name="case"),
    path("danh-sach-theo-doi-rieng/<uuid:case_id>/dong/", views.close_case, name="close_case"),
]
