"""The inventory and the custody of books, their printed columns, their copies and their numbers."""

from django.urls import path

from hotich.screens.books_room import completing, copies, custody, forms, numbers, scans, views

urlpatterns = [
    path("so/", views.listing, name="books"),
    path("so/nhan.pdf", custody.labels, name="book_labels"),
    path("so/qua-han/", custody.overdue, name="overdue_books"),
    path("so/qua-han/danh-sach.<str:format>", custody.overdue_paper, name="overdue_paper"),
    path("so/mau-rieng/", forms.saved_list, name="saved_variants"),
    path("so/mau-rieng/<uuid:saved_id>/", forms.saved_one, name="saved_variant"),
    path("so/mau-rieng/<uuid:saved_id>/ap-dung/", forms.apply_saved, name="apply_saved_variant"),
    path("so/mau-rieng/<uuid:saved_id>/bo/", forms.drop_saved, name="drop_saved_variant"),
    path("so/<uuid:book_id>/", views.detail, name="book"),
    path("so/<uuid:book_id>/that-lac/", custody.lose, name="book_lost"),
    path("so/<uuid:book_id>/tim-thay/", custody.find, name="book_found"),
    path("so/<uuid:book_id>/mau-so/", forms.form, name="book_form"),
    path("so/<uuid:book_id>/mau-so/xac-nhan/", forms.confirm, name="confirm_form"),
    path("so/<uuid:book_id>/mau-so/bo-doi-mau/", forms.drop_part, name="drop_form_change"),
    path("so/<uuid:book_id>/day-so/", numbers.sequence, name="book_numbers"),
    path("so/<uuid:book_id>/day-so/danh-dau/", numbers.mark, name="mark_numbers"),
    path("so/<uuid:book_id>/day-so/<uuid:mark_id>/bo/", numbers.withdraw, name="withdraw_mark"),
    path("so/<uuid:book_id>/hai-ban/", copies.compare, name="compare_copies"),
    path("so/<uuid:book_id>/hai-ban/ghep/", copies.pair, name="pair_copies"),
    path("so/<uuid:book_id>/hai-ban/tach/", copies.part, name="part_copies"),
    path("so/<uuid:book_id>/hai-ban/nhap-tu-ban-nay/", copies.enter, name="enter_from"),
    path("so/<uuid:book_id>/anh/", scans.listing, name="book_scans"),
    path("so/<uuid:book_id>/anh/tai-len/", scans.upload, name="upload_scans"),
    path("so/<uuid:book_id>/anh/tien-do/", scans.progress, name="scan_progress"),
    path("so/<uuid:book_id>/anh/doi-so/", scans.shift, name="shift_scans"),
    path("so/<uuid:book_id>/anh/goc/<uuid:file_id>/", scans.original, name="scan_original"),
    path("so/<uuid:book_id>/anh/<uuid:scan_id>.webp", scans.image, name="scan_image"),
    path("so/<uuid:book_id>/anh/<uuid:scan_id>/chuyen/", scans.move, name="move_scan"),
    path("so/<uuid:book_id>/anh/<uuid:scan_id>/xoay/", scans.turn, name="turn_scan"),
    path("so/<uuid:book_id>/anh/<uuid:scan_id>/dung/", scans.use, name="use_scan"),
    path("so/<uuid:book_id>/can-chinh/", scans.calibration, name="book_calibration"),
    path("so/<uuid:book_id>/hoan-thanh/", completing.page, name="book_completion"),
    path("so/<uuid:book_id>/hoan-thanh/ghi/", completing.complete, name="complete_book"),
    path("so/<uuid:book_id>/mo-lai/", completing.reopen, name="reopen_book"),
    path(
        "hoan-thanh/<uuid:completion_id>/<str:paper>.<str:format>", completing.paper, name="completion_paper"
    ),
    path("ban-giao/", custody.listing, name="minutes_list"),
    path("ban-giao/lap/", custody.prepare, name="prepare_minutes"),
    path("ban-giao/lap/luu/", custody.draw, name="draw_minutes"),
    path("ban-giao/<uuid:minutes_id>/", custody.detail, name="minutes"),
    path("ban-giao/<uuid:minutes_id>/bien-ban.<str:format>", custody.paper, name="minutes_paper"),
    path("ban-giao/<uuid:minutes_id>/nhan/", custody.take, name="receive_minutes"),
    path("ban-giao/<uuid:minutes_id>/huy/", custody.cancel, name="cancel_minutes"),
    path("ban-giao/<uuid:minutes_id>/so-bien-ban/", custody.give_number, name="number_minutes"),
]
