from django.urls import path

from hotich.screens.cases_desk import batches, files, opening, papers, pictures, views

_HERE = "danh-sach-theo-doi-rieng/"

urlpatterns = [
    path(_HERE, views.listing, name="tracking_list"),
    path(f"{_HERE}danh-sach.<slug:format>", papers.list_paper, name="tracking_list_paper"),
    path(f"{_HERE}cho-bao-lau/", views.waiting, name="waiting_cases"),
    path(f"{_HERE}nguoi-theo-doi/", opening.keeper, name="case_keeper"),
    path(f"{_HERE}mo/<uuid:entry_id>/", opening.open_case, name="open_case"),
    path(f"{_HERE}dot/", batches.batch_list, name="case_batches"),
    path(f"{_HERE}dot/lap/", batches.new_batch, name="new_case_batch"),
    path(f"{_HERE}dot/chuyen/", batches.hand_over, name="hand_over_cases"),
    path(f"{_HERE}dot/<uuid:batch_id>/", batches.batch_detail, name="case_batch"),
    path(f"{_HERE}dot/<uuid:batch_id>/<slug:action>/", batches.batch_act, name="case_batch_act"),
    path(
        f"{_HERE}dot/<uuid:batch_id>/<slug:paper>.<slug:format>", papers.batch_paper, name="case_batch_paper"
    ),
    path(f"{_HERE}<uuid:case_id>/", views.detail, name="case"),
    path(f"{_HERE}<uuid:case_id>/dong/", views.close_case, name="close_case"),
    path(f"{_HERE}<uuid:case_id>/viec/<slug:action>/", views.act, name="case_act"),
    path(f"{_HERE}<uuid:case_id>/tai-lieu/", files.add, name="case_file_add"),
    path(f"{_HERE}<uuid:case_id>/tai-lieu/<uuid:file_id>/", files.download, name="case_file"),
    path(f"{_HERE}<uuid:case_id>/anh/<slug:field>.webp", pictures.crop, name="case_crop"),
    path(f"{_HERE}<uuid:case_id>/huong-dan.<slug:format>", papers.case_paper, name="case_paper"),
]
