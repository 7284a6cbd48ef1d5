from django.urls import path

from hotich.screens.checking_desk import arbitration, corrections, lots, results, setting, views

urlpatterns = [
    path("kiem-tra/", views.queue, name="check_queue"),
    path("kiem-tra/may/", views.choose_station, name="choose_check_station"),
    path("kiem-tra/phan-xu/", arbitration.listing, name="arbitrations"),
    path("kiem-tra/phan-xu/<uuid:check_id>/", arbitration.detail, name="arbitration"),
    path("kiem-tra/phan-xu/<uuid:check_id>/quyet-dinh/", arbitration.decide, name="decide_arbitration"),
    path("kiem-tra/phan-xu/<uuid:check_id>/tra-lai/", arbitration.give_back, name="return_entry"),
    path("kiem-tra/phan-xu/<uuid:check_id>/anh/<int:number>.webp", arbitration.crop, name="arbitration_crop"),
    path("kiem-tra/phan-hoi/", corrections.contests, name="contests"),
    path("kiem-tra/phan-hoi/<int:contest_id>/tra-loi/", corrections.answer, name="answer_contest"),
    path("kiem-tra/lo/", lots.listing, name="lots"),
    path("kiem-tra/lo/rut-mau/", lots.draw, name="draw_lot"),
    path("kiem-tra/lo/<uuid:lot_id>/", lots.detail, name="lot"),
    path("kiem-tra/lo/<uuid:lot_id>/bien-ban.<str:format>", lots.paper, name="lot_paper"),
    path("kiem-tra/lo/ket-qua/", results.results, name="check_results"),
    path("kiem-tra/cach-kiem-tra/", setting.listing, name="check_policies"),
    path("kiem-tra/cach-kiem-tra/<int:unit_id>/", setting.form, name="check_policy"),
    path("kiem-tra/cach-kiem-tra/<int:unit_id>/dat/", setting.save, name="set_check_policy"),
    path("o-da-sua/", corrections.own, name="own_corrections"),
    path("o-da-sua/<int:difference_id>/phan-hoi/", corrections.object_to, name="contest_correction"),
]
