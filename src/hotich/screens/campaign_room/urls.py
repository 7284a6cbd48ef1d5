from django.urls import path

from hotich.screens.campaign_room import (
    plan,
    plan_contacts,
    plan_readiness,
    plan_targets,
    plan_tasks,
    plan_what_if,
    views,
    ways,
)

urlpatterns = [
    path("phan-cong/", views.board, name="board"),
    path("phan-cong/giao/", views.give, name="assign"),
    path("phan-cong/<uuid:assignment_id>/thu-hoi/", views.end, name="end_assignment"),
    path("phan-cong/tiep-nhan/<uuid:entry_id>/", views.take, name="take_over"),
    path("cach-lam/", ways.ways, name="ways_of_working"),
    path("cach-lam/dat/", ways.set_way, name="set_way_of_working"),
    path("cach-lam/tra-cuu/", ways.set_looking_up, name="set_look_up_way"),
    path("ke-hoach/", plan.plan, name="plan"),
    path("ke-hoach/van-ban/", plan.add, name="add_basis"),
    path("ke-hoach/van-ban/<int:basis_id>/thoi/", plan.withdraw, name="withdraw_basis"),
    path("ke-hoach/nguoi-chiu-trach-nhiem/", plan.answer_for, name="name_responsible"),
    path("ke-hoach/van-ban-don-vi/", plan.record, name="record_paper"),
    path("ke-hoach/tai-lieu/", plan.prove, name="attach_evidence"),
    path("ke-hoach/tai-lieu/<uuid:file_id>/", plan.download, name="evidence"),
    path("ke-hoach/nhiem-vu/", plan_tasks.tasks, name="plan_tasks"),
    path("ke-hoach/nhiem-vu/giao/", plan_tasks.give, name="give_task"),
    path("ke-hoach/nhiem-vu/<int:part_id>/bao-cao/", plan_tasks.report, name="report_task"),
    path("ke-hoach/nhiem-vu/<uuid:task_id>/rut/", plan_tasks.withdraw, name="withdraw_task"),
    path("ke-hoach/san-sang/", plan_readiness.readiness, name="plan_readiness"),
    path("ke-hoach/san-sang/bao-cao/", plan_readiness.report, name="report_readiness"),
    path("ke-hoach/dau-moi/", plan_contacts.contacts, name="plan_contacts"),
    path("ke-hoach/dau-moi/dat/", plan_contacts.name, name="name_contact"),
    path("ke-hoach/dau-moi/<int:contact_id>/thoi/", plan_contacts.end, name="end_contact"),
    path("ke-hoach/chi-tieu/", plan_targets.targets, name="targets"),
    path("ke-hoach/chi-tieu/lap/", plan_targets.make, name="draw_up_targets"),
    path("ke-hoach/chi-tieu/thu/", plan_what_if.tried, name="what_if"),
    path("ke-hoach/chi-tieu/dong/<int:line_id>/", plan_targets.decide, name="decide_target"),
    path("ke-hoach/chi-tieu/<uuid:version_id>/", plan_targets.version, name="target_version"),
    path("ke-hoach/chi-tieu/<uuid:version_id>/tinh-lai/", plan_targets.recount, name="recount_targets"),
    path("ke-hoach/chi-tieu/<uuid:version_id>/duyet/", plan_targets.approve_version, name="approve_targets"),
    path(
        "ke-hoach/chi-tieu/<uuid:version_id>/phu-luc-01.<str:format>", plan_targets.paper, name="target_paper"
    ),
]
