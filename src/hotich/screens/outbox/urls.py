from django.urls import path

from hotich.screens.outbox import views

urlpatterns = [
    path("cap-nhat-dan-cu/", views.listing, name="outbox"),
    path("cap-nhat-dan-cu/bo-sung/", views.supplements, name="outbox_supplements"),
    path("cap-nhat-dan-cu/tai-ve.xlsx", views.workbook, name="outbox_workbook"),
    path("cap-nhat-dan-cu/<uuid:update_id>/", views.detail, name="update"),
    path("cap-nhat-dan-cu/<uuid:update_id>/quyet-dinh/", views.decide, name="update_decide"),
    path("cap-nhat-dan-cu/<uuid:update_id>/xac-nhan/", views.confirm, name="update_confirm"),
]
