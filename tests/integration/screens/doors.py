"""Every address of the product: what opens it, and what it answers to an officer who may come in and to one who may not."""

from __future__ import annotations

from tests.integration.screens.door import (
    CASE_ACTORS,
    CASE_READERS,
    JUDGEMENT,
    NOBODY_KEYS_OR_CHECKS,
    NOT_HIS_QUESTION,
    NOT_IN_HIS_BOOKS,
    NOT_OWN_EXPORT,
    NOT_OWN_REPORT,
    RECORDED,
    SIGNED_IN,
    Door,
    assignment,
    batch_parts,
    check,
    entry,
    entry_searched,
    note,
    policy,
    question,
    recorded,
    subject,
    subject_searched,
    update,
    ward,
)
from tests.integration.screens.doors_at_work import AT_WORK
from tests.integration.screens.doors_of_books import BOOK_DOORS
from tests.integration.screens.doors_of_papers import DOORS as PAPER_DOORS
from tests.integration.screens.plans import PLAN_DOORS
from tests.integration.screens.steering import STEERING_DOORS

DOORS: tuple[Door, ...] = (
    *BOOK_DOORS,
    *PAPER_DOORS,
    *STEERING_DOORS,
    Door("home", SIGNED_IN, ok=302),
    Door("registers", SIGNED_IN),
    Door("register_kind", SIGNED_IN, parts=lambda side: {"kind": "KH"}, foreign=None),
    Door("register_edition", SIGNED_IN, parts=lambda side: {"kind": "KS", "first_year": "1976"}, foreign=None),
    Door("my_work", "key"),
    Door("choose_station", "key"),
    Door("api-1:shift", "key", "post", json=True, data=lambda side: {"entry": str(side.unfinished.pk)}, foreign=None),
    Door("api-1:key", None, "post", json=True, foreign=None, but=NOBODY_KEYS_OR_CHECKS),
    Door("entry", "entries.view", parts=entry("matched")),
    Door("note_form", "annotate", parts=entry("matched"), but=NOT_IN_HIS_BOOKS),
    Door("write_note", "annotate", "post", parts=entry("matched"), data=note, ok=302, but=NOT_IN_HIS_BOOKS),
    Door(
        "withdraw_note", "annotate", "post", parts=entry("noted"), ok=302, but=NOT_IN_HIS_BOOKS,
        data=lambda side: {"so": side.note, "ly-do": "nhầm"},
    ),
    Door("link_targets", "annotate", parts=entry("change")),
    Door("reconcile_notes", "correct"),
    # The page of this test has no image to draw; what a foreign page answers is the same on purpose.
    Door("page_image", "pages.view", parts=lambda side: {"page_id": side.page.pk}, ok=404),
    Door("board", "assign"),
    Door(
        "assign", "assign", "post", ok=302,
        data=lambda side: {"so": side.spare.pk, "to": side.world.team.pk, "may": side.world.station.code},
    ),
    Door("end_assignment", "assign", "post", parts=assignment, ok=302),
    Door(
        "take_over", "assign", "post", parts=entry("unfinished"), ok=302,
        data=lambda side: {"can-bo": side.officers["helper"].pk},
    ),
    *PLAN_DOORS,
    Door("practice_data", "key"),
    Door("ways_of_working", "campaign.set"),
    Door(
        "set_way_of_working", "campaign.set", "post", ok=302,
        data=lambda side: {"dot": side.campaign.code, "loai": "KS", "cach": "blind"},
    ),
    Door(
        "set_look_up_way", "campaign.set", "post", ok=302,
        data=lambda side: {"don-vi": side.reporting.pk, "cach": "extract"},
    ),
    Door("look_up_queue", "look_up"),
    Door("look_up_books", "look_up"),
    Door("look_up_book", "look_up", parts=lambda side: {"book_id": side.book.pk}),
    Door("look_up_next", "look_up", parts=lambda side: {"book_id": side.book.pk}, ok=302),
    Door("look_up_subject", "look_up", parts=subject),
    Door("look_up_search", "look_up", "post", parts=subject, ok=302),
    Door(
        "look_up_decide", "look_up", "post", parts=subject, ok=302,
        data=lambda side: {"xac-dinh": "undecided", "lan": side.look_up.pk},
    ),
    Door("look_up_record", "look_up", "post", parts=subject, ok=302, data=recorded),
    Door("look_up_second_keying", "look_up", "post", parts=subject_searched, ok=302),
    Door("tracking_list", "cases.view"),
    Door("waiting_cases", "cases.view"),
    Door("tracking_list_paper", "cases.view", parts=lambda side: {"format": "xlsx"}, foreign=None),
    Door("case_keeper", "cases.name_keeper"),
    Door(
        "case_keeper", "cases.name_keeper", "post", ok=302, but={"justice_officer": 404},
        data=lambda side: {
            "don-vi": side.world.unit.pk, "can-bo": side.officers["list_keeper"].pk, "tu-ngay": "2023-06-01",
        },
    ),
    Door("open_case", "cases.open", parts=entry("matched")),
    Door(
        "open_case", "cases.open", "post", parts=entry("matched"), ok=302, but={"justice_officer": 403},
        data=lambda side: {"muc": "child:full_name", "gia-tri": "Ai đó", "ly-do": "công dân báo"},
    ),
    Door("case_batches", "cases.view"),
    Door(
        "new_case_batch", "cases.keep", "post", ok=302, foreign=None,
        data=lambda side: {"ho-so": [str(side.case.pk)]},
    ),
    Door(
        "hand_over_cases", "cases.view", "post", ok=302, foreign=None,
        but=dict.fromkeys(CASE_READERS - {"verifier", "police_head"}, 403),
        data=lambda side: {"ho-so": [str(side.case.pk)], "so": "1", "ngay": "2023-06-01"},
    ),
    Door("case_batch", "cases.view", parts=batch_parts),
    Door(
        "case_batch_act", "cases.view", "post", parts=lambda side: batch_parts(side) | {"action": "gui"}, ok=403,
        but={"list_keeper": 302}, data=lambda side: {"so": "1", "ngay": "2023-06-01"},
    ),
    Door(
        "case_batch_paper", "cases.view", parts=lambda side: batch_parts(side) | {"paper": "cong-van", "format": "docx"},
        but=dict.fromkeys(CASE_READERS - CASE_ACTORS, 403),
    ),
    Door("case", "cases.view", parts=lambda side: {"case_id": side.case.pk}),
    Door(
        "close_case", "correct", "post", parts=lambda side: {"case_id": side.case.pk}, ok=302,
        but={"justice_officer": 403},
        data=lambda side: {
            "loai": "correction", "loi-ghi-chu": "Cải chính ngày sinh", "o-1": "child.birth_date", "moi-1": "05/03/2006",
            "so-dong": 1, "dong-loai": "extract", "con-khac": "chưa tra cứu lại",
            "vb-so": "5", "vb-ngay": "01/06/2023", "vb-noi": "UBND",
        },
    ),
    Door(
        "case_act", "cases.view", "post", parts=lambda side: {"case_id": side.case.pk, "action": "take_up"}, ok=403,
        but={"verifier": 302, "police_head": 302},
    ),
    # Evidence comes while the case is verified, and by who verifies.
    Door(
        "case_file_add", "cases.view", "post", parts=lambda side: {"case_id": side.case.pk}, ok=403,
        but={"verifier": 422}, data=lambda side: {"kem-theo": "conclusion", "la-gi": "Tàng thư"},
    ),
    Door(
        "case_file", "cases.view", parts=lambda side: {"case_id": side.case.pk, "file_id": side.case.pk}, ok=404
    ),
    # The page of this test has no image to cut from.
    Door(
        "case_crop", "cases.view", parts=lambda side: {"case_id": side.case.pk, "field": "birth_date"}, ok=404
    ),
    Door(
        "case_paper", "correct", parts=lambda side: {"case_id": side.case.pk, "format": "pdf"}, ok=404,
        but={"justice_officer": 403},  # nothing is concluded yet: there is no way to tell the citizen of
    ),
    Door("outbox", "register.update"),
    Door("outbox_supplements", "register.update"),
    Door("outbox_workbook", "register.update"),
    Door("update", "register.update", parts=update),
    Door(
        "update_decide", "register.update", "post", parts=update, ok=302,
        data=lambda side: {"quyet-dinh": "create"},
    ),
    # It waits for a decision: there is nothing to confirm yet.
    Door(
        "update_confirm", "register.update", "post", parts=update, ok=409,
        data=lambda side: {"ngay": "2023-06-15", "so": "070306001234", "nguoi": "Ai đó"},
    ),
    Door("daily_form", "report.view"),
    Door("daily_form_xlsx", "report.view"),
    Door("daily_form_json", "report.view"),
    Door(
        "send_report", "report.send", "post", parts=lambda side: {"report_id": side.report.pk}, ok=302,
        but=NOT_OWN_REPORT,
    ),
    Door(
        "send_town_report", "report.town", "post", parts=lambda side: {"report_id": side.town_report.pk}, ok=302,
        data=lambda side: {"noi-nhan": "province"},
    ),
    Door(
        "send_report_again", "report.send", "post", parts=lambda side: {"sending_id": side.sending.pk}, ok=302,
        data=lambda side: {"ly-do": "ghi thiếu"}, but=NOT_OWN_REPORT,
    ),
    Door(
        "send_town_report_again", "report.town", "post", parts=lambda side: {"sending_id": side.town_sending.pk}, ok=302,
        data=lambda side: {"ly-do": "ghi thiếu", "kho-khan": "Hai xã thiếu máy."},
    ),
    # No file comes with it here: `test_declared_form.py` brings one.
    Door("declared_form", "report.town", "post", ok=400, data=lambda side: {"don-vi": side.reporting.pk}),
    Door("declared_file", "report.view", parts=lambda side: {"declaration_id": side.declaration.pk}),
    Door("report_versions", "report.view", parts=lambda side: {"report_id": side.report.pk}),
    Door(
        "sent_report_file", "report.view", parts=lambda side: {"sending_id": side.sending.pk, "ending": "json"}
    ),
    Door(
        "behind_figure", "report.view",
        parts=lambda side: {"code": side.reporting.code, "path": "cumulative.total"},
    ),
    Door("exports", "export"),
    Door(
        "make_export", "export", "post", ok=302,
        data=lambda side: {"loai": "KS", "mau": "moj", "viec": "entries", "so": side.book.pk},
    ),
    Door("export", "export", parts=lambda side: {"run_id": side.export.pk}, but=NOT_OWN_EXPORT),
    Door(
        "export_file", "export", parts=lambda side: {"run_id": side.export.pk, "number": 1},
        but=NOT_OWN_EXPORT,
    ),
    Door("stations", "stations.view"),
    *AT_WORK,
    Door("accounts", "accounts"),
    # Accounts are the installation's: its administrator sees all of them, and no citizen.
    Door(
        "switch_account", "accounts", "post", parts=lambda side: {"pk": side.officers["checker"].pk}, ok=302,
        foreign=302,
    ),
    Door(
        "reset_account", "accounts", "post", parts=lambda side: {"pk": side.officers["checker"].pk}, ok=302,
        foreign=302,
    ),
    Door("own_pace", "key"),
    Door("team_pace", "pace.view"),
    Door("bias", "bias.view"),
    Door("bias_csv", "bias.view"),
    Door("bias_xlsx", "bias.view"),
    Door("questions", "questions.answer"),
    Door(
        "answer_question", "questions.answer", "post", parts=question, ok=302,
        data=lambda side: {"tra-loi": "Đúng, xem trang sau."},
    ),
    Door("close_question", "questions.answer", "post", parts=question, ok=302),
    Door("settle_question", "key", "post", parts=question, ok=302, but=NOT_HIS_QUESTION),
    # Evidence comes while the case is verified, and by who verifies.
    Door(
        "case_file_add", "cases.view", "post", parts=lambda side: {"case_id": side.case.pk}, ok=403,
        but={"verifier": 422}, data=lambda side: {"kem-theo": "conclusion", "la-gi": "Tàng thư"},
    ),
    Door(
        "case_file", "cases.view", parts=lambda side: {"case_id": side.case.pk, "file_id": side.case.pk}, ok=404
    ),
    # The page of this test has no image to cut from.
    Door("question_crop", "entries.view", parts=question, ok=404),
    Door("check_queue", "check"),
    Door("choose_check_station", "check"),
    Door("arbitrations", "arbitrate"),
    Door("arbitration", "arbitrate", parts=check),
    Door("decide_arbitration", "arbitrate", "post", parts=check, ok=302, data=lambda side: {"chon-1": "left"}),
    Door("return_entry", "arbitrate", "post", parts=check, ok=302, data=lambda side: {"ly-do": "nhầm dòng"}),
    # Evidence comes while the case is verified, and by who verifies.
    Door(
        "case_file_add", "cases.view", "post", parts=lambda side: {"case_id": side.case.pk}, ok=403,
        but={"verifier": 422}, data=lambda side: {"kem-theo": "conclusion", "la-gi": "Tàng thư"},
    ),
    Door(
        "case_file", "cases.view", parts=lambda side: {"case_id": side.case.pk, "file_id": side.case.pk}, ok=404
    ),
    # The page of this test has no image to cut from.
    Door("arbitration_crop", "arbitrate", parts=lambda side: check(side) | {"number": 1}, ok=404),
    Door("contests", "arbitrate"),
    Door(
        "answer_contest", "arbitrate", "post", parts=lambda side: {"contest_id": side.contest.pk}, ok=302,
        data=lambda side: {"tra-loi": "Xem lại sổ.", "ket-qua": "dismissed"},
    ),
    Door("lots", "checks.view"),
    Door(
        "draw_lot", "lots.draw", "post", ok=302,
        data=lambda side: {"so": side.to_sample.pk, "cach": "zero"},
    ),
    Door("lot", "checks.view", parts=lambda side: {"lot_id": side.lot.pk}),
    Door(
        "lot_paper", "checks.view", parts=lambda side: {"lot_id": side.lot.pk, "format": "pdf"},
        but=dict.fromkeys(("team_leader", "police_head", "inspector"), 403),  # its sample is still being checked
    ),  # fmt: skip
    Door("check_results", "checks.view"),
    Door("check_policies", "checks.view"),
    Door("check_policy", "campaign.set", parts=ward),
    Door("set_check_policy", "campaign.set", "post", parts=ward, ok=302, data=policy),
    Door("own_corrections", "key"),
    Door(
        "contest_correction", "key", "post", parts=lambda side: {"difference_id": side.correction.pk}, ok=302,
        data=lambda side: {"vi-sao": "Sổ ghi rõ."}, but=NOT_HIS_QUESTION,
    ),
    # The registrar checks where one officer keys alone; here there are three.
    Door("api-1:checks", "check", "post", json=True, foreign=None, but={"registrar": 404}),
    Door(
        "api-1:put_back", "check", "post", json=True, foreign=None, ok=409,
        data=lambda side: {"check": str(side.check.pk)},
    ),
    Door("api-1:entry", "entries.view", parts=entry("matched"), refused=404),
    Door(
        "api-1:look_up", "look_up", "post", parts=entry("pending"), json=True,
        data=lambda side: {"role": "child"},
    ),
    Door(
        "api-1:judge", "look_up", "post", parts=entry("pending"), json=True,
        data=lambda side: JUDGEMENT | {"look_up": str(side.look_up.pk)},
    ),
    Door(
        "api-1:second_keying", "look_up", "post", parts=entry_searched, json=True,
        data=lambda side: {"fields": {}},
    ),
    Door("api-1:waiting", "look_up", foreign=None),
    Door("api-1:record", "look_up", "post", parts=entry("pending"), json=True, data=lambda side: RECORDED),
)  # fmt: skip

# Addresses that show nothing of anybody's ward; each has a test of its own beside the crawler.
OF_ONES_OWN_ACCOUNT = frozenset(
    {
        "account_login", "account_logout", "account_reauthenticate", "account_change_password", "mfa_index",
        "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
        "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    }
)  # fmt: skip
OPEN = frozenset(
    {
        "healthz",
        "metrics",
        "api-1:openapi-json",
        "api-1:api-root",
        "api-1:sync",
        "desk_home",
        "desk",
        "practice",
        "check_desk",
        "offline",
        "desk_files",
        "service_worker",
        "enrol",
        "tls_authority",
    }
)
