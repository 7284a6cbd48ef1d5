from django.urls import path

from hotich.screens.campaign_room import views, ways

urlpatterns = [
    path("phan-cong/", views.board, name="board"),
    path("phan-cong/giao/", views.give, name="assign"),
    path("phan-cong/<uuid:assignment_id>/thu-hoi/", views.end, name="end_assignment"),
    path("phan-cong/tiep-nhan/<uuid:entry_id>/", views.take, name="take_over"),
    path("cach-lam/", ways.ways, name="ways_of_working"),
    path("cach-lam/dat/", ways.set_way, name="set_way_of_working"),
    path("cach-lam/tra-cuu/", ways.set_looking_up, name="set_look_up_way"),
]
