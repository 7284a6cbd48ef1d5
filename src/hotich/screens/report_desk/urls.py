from django.urls import path

from hotich.screens.report_desk import views

urlpatterns = [
    path("bao-cao/", views.form, name="daily_form"),
    path("bao-cao/tai-ve.xlsx", views.download, {"ending": "xlsx"}, name="daily_form_xlsx"),
    path("bao-cao/tai-ve.json", views.download, {"ending": "json"}, name="daily_form_json"),
    path("bao-cao/gui/<uuid:report_id>/", views.send, name="send_report"),
    path("bao-cao/<str:code>/<str:path>/", views.behind, name="behind_figure"),
]
