"""The addresses of books: the inventory, custody, forms, numbers, scans, completion."""

from __future__ import annotations

from tests.integration.screens.door import (
    NOBODYS,
    NOT_IN_CUSTODY,
    NOT_RECEIVER,
    Door,
    as_printed,
    book,
    minutes,
    pair,
    saved_variant,
    scan,
    uploaded,
)

BOOK_DOORS: tuple[Door, ...] = (
    Door("books", "books.view"),
    Door("book", "books.view", parts=lambda side: {"book_id": side.book.pk}),
    Door("minutes_list", "books.view"),
    Door("prepare_minutes", "handover", data=lambda side: {"so": side.spare.pk}),
    Door(
        "draw_minutes", "handover", "post", ok=302, but=NOT_IN_CUSTODY,
        data=lambda side: {
            "so": side.spare.pk, "ben-nhan": side.world.committee.code, "cach": "lend_back", "de-lam": "extract",
            "han-tra": "2099-01-01",
        },
    ),
    Door("minutes", "books.view", parts=minutes),
    Door("minutes_paper", "books.view", parts=lambda side: minutes(side) | {"format": "pdf"}),
    Door("receive_minutes", "handover", "post", parts=minutes, ok=302, but=NOT_RECEIVER),
    Door(
        "cancel_minutes", "handover", "post", parts=minutes, ok=302, but=NOT_IN_CUSTODY,
        data=lambda side: {"ly-do": "ghi nhầm"},
    ),
    Door(
        "number_minutes", "handover", "post", parts=minutes, ok=302, data=lambda side: {"so-bien-ban": "07/BB"},
        but=dict.fromkeys(("justice_officer", "justice_head"), 404),
    ),
    Door("overdue_books", "books.view"),
    Door("overdue_paper", "books.view", parts=lambda side: {"format": "xlsx"}, foreign=None),
    Door("book_labels", "books.view", data=lambda side: {"so": side.book.pk}),
    Door(
        "book_lost", "handover", "post", parts=book("spare"), ok=302, but=NOT_IN_CUSTODY,
        data=lambda side: {"hoan-canh": "không có trong tủ"},
    ),
    Door("book_found", "handover", "post", parts=book("spare"), ok=409, data=lambda side: {"tim-thay": "sau tủ"}),
    Door("book_completion", "books.view", parts=book("book")),
    # An entry of the book lies unfinished, and it was not completed.
    Door("complete_book", "assign", "post", parts=book("book"), ok=409),
    Door("reopen_book", "assign", "post", parts=book("book"), ok=409, data=lambda side: {"ly-do": "sót trang"}),
    Door(
        "completion_paper", "books.view",
        parts=lambda side: {"completion_id": side.completion.pk, "paper": "bien-ban", "format": "xlsx"},
    ),
    Door("duplicates", "duplicates"),
    Door("duplicate", "duplicates", parts=pair),
    Door("judge_duplicate", "duplicates", "post", parts=pair, ok=302, data=lambda side: {"xac-dinh": "same_act"}),
    Door("judge_duplicates", "duplicates", "post", ok=302, data=lambda side: {"cap": side.pair.pk}),
    Door("book_form", "inventory", parts=book("book")),
    Door("confirm_form", "inventory", "post", parts=book("book"), ok=302, data=as_printed),
    Door("drop_form_change", "inventory", "post", parts=book("spare"), ok=302, data=lambda side: {"phan": "1"}),
    Door("saved_variants", "inventory"),
    Door("saved_variant", "inventory", parts=saved_variant),
    Door(
        "apply_saved_variant", "inventory", "post", parts=saved_variant, ok=302,
        data=lambda side: {"so": [side.book.pk]},
    ),
    Door("drop_saved_variant", "inventory", "post", parts=saved_variant, ok=302),
    Door("book_numbers", "books.view", parts=book("book")),
    Door(
        "mark_numbers", "numbers", "post", parts=book("book"), ok=302,
        data=lambda side: {"nam": "2006", "tu": "700", "den": "701", "la": "missing", "ly-do": "trang rách"},
    ),
    Door(
        "withdraw_mark", "numbers", "post", ok=302,
        parts=lambda side: {"book_id": side.book.pk, "mark_id": side.mark.pk},
    ),
    # Nobody has linked the two copies yet; what a foreign book answers is the same on purpose.
    Door("compare_copies", "entries.view", parts=book("spare"), ok=404),
    Door(
        "pair_copies", "inventory", "post", parts=book("spare"), ok=302,
        data=lambda side: {"ban-kia": side.copy.pk, "nhap-tu": side.spare.pk},
    ),
    Door("part_copies", "inventory", "post", parts=book("spare"), ok=409),
    Door("enter_from", "inventory", "post", parts=book("spare"), ok=409),
    Door("leave_book_out", "inventory", "post", parts=book("spare"), ok=409, data=lambda side: {"ly-do": "bản trùng"}),
    Door("take_book_in", "inventory", "post", parts=book("spare"), ok=302),
    Door("book_scans", "scan", parts=book("spare")),
    Door("scan_progress", "scan", parts=book("spare")),
    Door("upload_scans", "scan", "post", parts=book("spare"), ok=302, data=uploaded),
    Door(
        "shift_scans", "scan", "post", parts=book("spare"), ok=302,
        data=lambda side: {"tu-trang": "2", "may-trang": "1", "huong": "xuong"},
    ),
    Door(
        "scan_original", "scan",
        parts=lambda side: {"book_id": side.spare.pk, "file_id": getattr(side.scan, "file_id", NOBODYS)},
    ),
    Door("scan_image", "scan", parts=scan),
    Door("move_scan", "scan", "post", parts=scan, ok=302, data=lambda side: {"trang": "4"}),
    Door("turn_scan", "scan", "post", parts=scan, ok=302, data=lambda side: {"goc": "90"}),
    Door("use_scan", "scan", "post", parts=scan, ok=302),
    Door("book_calibration", "scan", parts=book("spare")),
    # A drawn or missing page has no tiles; what a foreign page answers is the same on purpose.
    Door(
        "page_tile", "pages.view", ok=404,
        parts=lambda side: {"page_id": side.page.pk, "level": 8, "column": 0, "row": 0},
    ),
    Door("api-1:calibration", "align", parts=book("book")),
    Door(
        "api-1:calibrate", "scan", "post", parts=book("book"), json=True,
        data=lambda side: {"page": 1, "from_page": 1, "corners": [[0, 0], [1, 0], [1, 1], [0, 1]]},
    ),
    Door(
        "api-1:nudge", "align", "post", json=True, data=lambda side: {"dx": 0.01, "dy": 0},
        parts=lambda side: {"book_id": side.book.pk, "number": 1},
    ),
)  # fmt: skip
