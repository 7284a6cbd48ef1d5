"""Documents of a campaign, its money, its closing: what opens them, and what they answer."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.integration.screens.door import FOR_THE_COMMITTEE, Door, committed, day_today, paper

DOORS: tuple[Door, ...] = (
    Door("papers", "documents.view"),
    Door("paper_kinds", "documents.draw"),
    Door(
        "record_paper", "documents.draw", "post", ok=404, but=FOR_THE_COMMITTEE,
        data=lambda side: {"dot": side.campaign.code, "co-quan": side.world.committee.pk, "trich-yeu": "Kế hoạch"},
    ),
    Door("draw_paper", "documents.draw", parts=lambda side: {"kind": "confidentiality"}, foreign=None),
    Door(
        "draw_paper", "documents.draw", "post", parts=lambda side: {"kind": "confidentiality"}, foreign=None, ok=404,
        but=FOR_THE_COMMITTEE, data=committed,
    ),
    Door("paper", "documents.view", parts=paper("drafted")),
    Door("paper_file", "documents.view", parts=lambda side: {"paper_id": side.numbered.pk, "format": "pdf"}),
    Door("signed_paper", "documents.view", parts=paper("signed")),
    Door(
        "number_paper", "documents.number", "post", parts=paper("drafted"), ok=409, but=FOR_THE_COMMITTEE,
        data=lambda side: {"so": "9", "ngay": day_today()},
    ),
    Door(
        "keep_signed_paper", "documents.number", "post", parts=paper("numbered"), ok=409, but=FOR_THE_COMMITTEE,
        data=lambda side: {"tep": SimpleUploadedFile("a.pdf", b"%PDF-1.7 %%EOF")},
    ),
    Door(
        "withdraw_paper", "documents.number", "post", parts=paper("drafted"), ok=409, but=FOR_THE_COMMITTEE,
        data=lambda side: {"ly-do": "sai"},
    ),
    Door("budget", "budget.view"),
    Door(
        "budget_item", "budget.set", "post", ok=404, but=FOR_THE_COMMITTEE,
        data=lambda side: {
            "dot": side.campaign.code, "don-vi": side.world.unit.pk, "nhom": "printing", "nguon": "commune", "noi-dung": "Giấy",
        },
    ),
    Door(
        "budget_amount", "budget.set", "post", ok=404, but=FOR_THE_COMMITTEE,
        data=lambda side: {
            "dot": side.campaign.code, "khoan": side.item.pk, "la": "spent", "so-tien": "1.000", "ngay": day_today(),
        },
    ),
    Door(
        "budget_rate", "budget.set", "post", ok=302, but={"registrar": 404},
        data=lambda side: {
            "dot": side.campaign.code, "tu-ngay": day_today(), "truong-hop": "500", "ngan": "0", "vua": "0", "dai": "0",
            "can-cu": "QĐ",
        },
    ),
    Door(
        "withdraw_rate", "budget.set", "post", ok=409, but={"registrar": 404},
        data=lambda side: {"dot": side.campaign.code, "bo-tu-ngay": day_today()},
    ),
    Door("budget_amounts", "budget.view", parts=lambda side: {"item_id": side.item.pk}),
    Door("volumes", "volumes.view"),
    Door("closing", "closing.view"),
    Door(
        "close_campaign", "campaign.close", "post", ok=409, data=lambda side: {"dot": side.campaign.code},
    ),
)  # fmt: skip
