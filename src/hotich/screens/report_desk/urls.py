from django.urls import path

from hotich.screens.report_desk import behind, sending, views

urlpatterns = [
    path("bao-cao/", views.form, name="daily_form"),
    path("bao-cao/tai-ve.xlsx", views.download, {"ending": "xlsx"}, name="daily_form_xlsx"),
    path("bao-cao/tai-ve.json", views.download, {"ending": "json"}, name="daily_form_json"),
    path("bao-cao/gui/<uuid:report_id>/", sending.send, name="send_report"),
    path("bao-cao/gui-toan-dia-ban/<uuid:report_id>/", sending.send_town, name="send_town_report"),
    path("bao-cao/gui-lai/<int:sending_id>/", sending.again, name="send_report_again"),
    path("bao-cao/gui-lai-toan-dia-ban/<int:sending_id>/", sending.town_again, name="send_town_report_again"),
    path("bao-cao/bieu-bang-tep/", sending.declared, name="declared_form"),
    path("bao-cao/bieu-bang-tep/<int:declaration_id>/tep.xlsx", sending.declared_file, name="declared_file"),
    path("bao-cao/cac-ban/<uuid:report_id>/", sending.versions, name="report_versions"),
    path("bao-cao/ban-gui/<int:sending_id>/tep.<slug:ending>", sending.sent_file, name="sent_report_file"),
    path("bao-cao/<str:code>/<str:path>/", behind.behind, name="behind_figure"),
]
