"""The plan of one side's campaign with a row of each kind, and the doors that lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.integration.screens.door import Door

from hotich.campaign.contacts.operations import name_contact
from hotich.campaign.evidence.operations import attach
from hotich.campaign.models import (
    Basis,
    ContactPoint,
    Evidence,
    ReadinessItem,
    TargetLine,
    TargetVersion,
    Task,
    TaskPart,
)
from hotich.campaign.papers.operations import record_paper
from hotich.campaign.plan.operations import Step, add_basis, name_responsible, set_chain
from hotich.campaign.readiness.operations import report_readiness, set_checklist
from hotich.campaign.targets.operations import draw_up
from hotich.campaign.tasks.operations import Share, give_task, report_part
from hotich.staff.permissions import POSITIONS
from hotich.support.ids import uuid7
from hotich.support.time import now, today

PDF = b"%PDF-1.7 "


@dataclass
class Plan:
    """Of each thing one, with words of the ward in it."""

    basis: Basis
    file: Evidence
    task: Task
    part: TaskPart
    item: ReadinessItem
    contact: ContactPoint
    version: TargetVersion
    line: TargetLine


def plan_of(
    campaign: Any, reporting: Any, world: Any, officers: dict[str, Any], surname: str, at: Any
) -> Plan:
    """Written by the justice officer of the town; the targets are a draft."""
    writer, registrar = officers["justice_officer"], officers["registrar"]
    basis = add_basis(
        actor=writer, campaign_id=campaign.pk, sort="law", title=f"Quyết định về {surname}", number="1"
    )
    steps = [Step(f"Phường {surname}", "Tổ kiểm tra", "", "unit")]
    set_chain(actor=writer, campaign_id=campaign.pk, steps=steps)
    content = PDF + surname.encode()
    file = attach(
        actor=writer, to="basis", owner_id=basis.pk, words=f"Bản của {surname}", size=len(content), chunks=[content], now=at
    )  # fmt: skip
    name_responsible(
        actor=writer, reporting_unit_id=reporting.pk, role="head", name=f"Ông {surname}", title="Chủ tịch", now=at
    )  # fmt: skip
    task = give_task(
        actor=writer, campaign_id=campaign.pk, title=f"Việc của {surname}", now=at,
        shares=[Share("perform", world.committee, f"UBND {surname}"), Share("perform", world.police)],
    )  # fmt: skip
    items = set_checklist(actor=writer, campaign_id=campaign.pk, due_on=today() + timedelta(days=5))
    report_readiness(
        actor=registrar, item_id=items[0].pk, reporting_unit_id=reporting.pk, state="done", said=f"của {surname}", now=at
    )  # fmt: skip
    contact = name_contact(
        actor=writer, campaign_id=campaign.pk, topic="justice", agency=world.committee, name=f"Bà {surname}",
        title="công chức", phone="", order=1, now=at,
    )  # fmt: skip
    version = draw_up(actor=writer, campaign_id=campaign.pk, reason=f"Lập cho {surname}", now=at)
    return Plan(
        basis,
        file,
        task,
        task.parts.get(agency=world.committee),
        items[0],
        contact,
        version,
        version.lines.get(),
    )


def lengthen(side: Any, number: int) -> None:
    """So many more documents, tasks and contact points of the plan, each task and document with a file; and plans of the unit."""
    writer, registrar, at = side.officers["justice_officer"], side.officers["registrar"], now()
    campaign = side.campaign
    for _ in range(number):
        mark = uuid7()
        basis = add_basis(actor=writer, campaign_id=campaign.pk, sort="law", title=f"Luật {mark}")
        task = give_task(
            actor=writer, campaign_id=campaign.pk, title=f"Việc {mark}", now=at,
            shares=[Share("perform", side.world.committee), Share("cooperate", side.world.police)],
        )  # fmt: skip
        part = report_part(
            actor=registrar, part_id=task.parts.get(role="perform").pk, state="doing", said="đang làm", now=at
        )
        for to, owner, actor in (("basis", basis, writer), ("part", part, registrar)):
            content = PDF + f"{to} {mark}".encode()
            attach(
                actor=actor,
                to=to,
                owner_id=owner.pk,
                words="tệp",
                size=len(content),
                chunks=[content],
                now=at,
            )
        name_contact(
            actor=writer, campaign_id=campaign.pk, topic="line", agency=side.world.committee, name=f"Người {mark}",
            title="công chức", phone="", order=1, now=at,
        )  # fmt: skip
        record_paper(
            actor=registrar, now=at, campaign=campaign, agency=side.world.committee, about=f"Kế hoạch {mark}", symbol="KH",
            kind="unit_plan",
        )  # fmt: skip


VIEWERS = {code for code, may in POSITIONS.items() if "campaign.view" in may}
REPORTERS = {code for code, may in POSITIONS.items() if "tasks.report" in may}
PLANNERS = {code for code, may in POSITIONS.items() if "campaign.plan" in may}
# A ward's committee and a ward speak for themselves: whoever reports elsewhere does not find their rows.
NOT_HIS_AGENCY = dict.fromkeys(REPORTERS - {"registrar", "unit_head"}, 404)
NOT_HIS_UNIT = dict.fromkeys(REPORTERS - {"registrar", "unit_head", "team_leader", "police_head"}, 404)


def _version(side: Any) -> dict[str, Any]:
    return {"version_id": side.plan.version.pk}


def _decided(side: Any) -> dict[str, Any]:
    line = side.plan.line
    return {
        "may": line.stations, "tu-ngay": line.starts_on.isoformat(), "truoc-ngay": line.due_on.isoformat(),
        "ghi-chu": line.note, "thay": line.mark,
    }  # fmt: skip


def _terms(campaign: Any = None) -> dict[str, Any]:
    """The fields that say a campaign's terms; of one to be opened, after the one that runs."""
    day = today() if campaign else today() + timedelta(days=400)
    return {
        "ten": "Đợt", "ke-hoach": "Kế hoạch số 1", "pham-vi": campaign.scope_until.isoformat() if campaign else "2019-04-01", "ban-hanh": (campaign.starts_on if campaign else day).isoformat(),
        "bat-dau": (campaign.keying_starts_on if campaign else day).isoformat(),
        "truoc-ngay": (day + timedelta(days=90)).isoformat(), "chi-tieu": "300", "chot": "13:30", "han-don-vi": "14:00",
        "han-thi-xa": "14:30", "han-tinh": "15:00",
    }  # fmt: skip


PLAN_DOORS: tuple[Door, ...] = (
    Door("plan", "campaign.view"),
    Door("begin_campaign", "campaign.plan"),
    Door(
        "begin_campaign", "campaign.plan", "post", ok=302,
        data=lambda side: _terms() | {"ma": "DOT-MOI", "co-quan": f"{side.town.code}-TP", "don-vi": side.world.unit.pk},
    ),
    Door("set_terms", "campaign.plan", "post", ok=302, data=lambda side: _terms(side.campaign) | {"dot": side.campaign.code, "ly-do": "gia hạn"}),
    Door(
        "set_campaign_unit", "campaign.plan", "post", ok=302, data=lambda side: {"don-vi": side.reporting.pk, "may": "2"},
    ),
    Door(
        "add_basis", "campaign.plan", "post", ok=302,
        data=lambda side: {"dot": side.campaign.code, "loai": "law", "trich-yeu": "Luật"},
    ),
    Door("withdraw_basis", "campaign.plan", "post", parts=lambda side: {"basis_id": side.plan.basis.pk}, ok=302),
    Door(
        "name_responsible", "campaign.plan", "post", ok=302,
        data=lambda side: {
            "don-vi": side.reporting.pk, "vai-tro": "helper", "ho-ten": "Người mới", "chuc-vu": "Công an",
        },
    ),
    Door(
        "attach_evidence", "campaign.view", "post", ok=302, but=dict.fromkeys(VIEWERS - PLANNERS, 403),
        data=lambda side: {
            "kem-theo": "can-cu", "muc": side.plan.basis.pk, "la-gi": "bản quét",
            "tep": SimpleUploadedFile("1.pdf", PDF),
        },
    ),
    Door("evidence", "campaign.view", parts=lambda side: {"file_id": side.plan.file.pk}),
    Door(
        "set_chain", "campaign.plan", "post", ok=302,
        data=lambda side: {
            "dot": side.campaign.code, "gui": ["Phường", ""], "nhan": ["Tổ kiểm tra", ""], "qua": ["", ""],
            "han": ["unit", "unit"],
        },
    ),
    Door(
        "set_receivers", "campaign.plan", "post", ok=302,
        data=lambda side: {"dot": side.campaign.code, "noi-nhan": "Sở\nLưu: VT"},
    ),
    Door(
        "set_programmes", "campaign.plan", "post", ok=302,
        data=lambda side: {"dot": side.campaign.code, "chuong-trinh": "Đề án 06"},
    ),
    Door(
        "set_checklist", "campaign.plan", "post", ok=302,
        data=lambda side: {"dot": side.campaign.code, "truoc-ngay": "2023-05-19"},
    ),
    Door("plan_tasks", "campaign.view"),
    Door(
        "give_task", "campaign.plan", "post", ok=302,
        data=lambda side: {
            "dot": side.campaign.code, "noi-dung": "Việc", "thuc-hien": ["moi-UB", side.world.police.code],
        },
    ),
    Door(
        "report_task", "tasks.report", "post", parts=lambda side: {"part_id": side.plan.part.pk}, ok=302,
        but=NOT_HIS_AGENCY, data=lambda side: {"tinh-trang": "done", "ket-qua": "xong"},
    ),
    Door("change_task", "campaign.plan", parts=lambda side: {"task_id": side.plan.task.pk}),
    Door(
        "change_task", "campaign.plan", "post", parts=lambda side: {"task_id": side.plan.task.pk}, ok=302,
        data=lambda side: {
            "noi-dung": "Việc khác", "thuc-hien": [side.world.committee.code, side.world.police.code], "ly-do": "thêm việc",
        },
    ),
    Door(
        "withdraw_task", "campaign.plan", "post", parts=lambda side: {"task_id": side.plan.task.pk}, ok=302,
        data=lambda side: {"ly-do": "gộp"},
    ),
    Door("plan_readiness", "campaign.view"),
    Door(
        "report_readiness", "tasks.report", "post", ok=302, but=NOT_HIS_UNIT,
        data=lambda side: {
            "muc": side.plan.item.pk, "don-vi": side.reporting.pk, "tinh-trang": "done", "minh-chung": "số 5",
        },
    ),
    Door("plan_contacts", "campaign.view"),
    Door(
        "name_contact", "campaign.plan", "post", ok=302,
        data=lambda side: {
            "dot": side.campaign.code, "linh-vuc": "line", "co-quan": side.world.committee.code, "ho-ten": "Ai đó",
            "chuc-vu": "công chức",
        },
    ),
    Door("end_contact", "campaign.plan", "post", parts=lambda side: {"contact_id": side.plan.contact.pk}, ok=302),
    Door("targets", "campaign.view"),
    # There is a draft already.
    Door(
        "draw_up_targets", "targets.set", "post", ok=422,
        data=lambda side: {"dot": side.campaign.code, "ly-do": "lập lại"},
    ),
    Door("what_if", "campaign.view"),
    Door(
        "decide_target", "targets.set", "post", parts=lambda side: {"line_id": side.plan.line.pk}, ok=302,
        data=_decided,
    ),
    Door("target_split", "campaign.view", parts=lambda side: {"line_id": side.plan.line.pk}),
    # It is a draft still; and the ward's own officers share out, not the town's.
    Door(
        "split_target", "targets.split", "post", parts=lambda side: {"line_id": side.plan.line.pk}, ok=422,
        but={"justice_officer": 404}, data=lambda side: {"theo": "week"},
    ),
    Door("target_version", "campaign.view", parts=_version),
    Door("recount_targets", "targets.set", "post", parts=_version, ok=302),
    Door(
        "approve_targets", "campaign.approve", "post", parts=_version, ok=302,
        data=lambda side: {"thay": side.plan.version.changed_at.isoformat()},
    ),
    Door(
        "discard_targets", "targets.set", "post", parts=_version, ok=302,
        data=lambda side: {"thay": side.plan.version.changed_at.isoformat(), "ly-do-bo": "lập nhầm"},
    ),
    Door("target_paper", "campaign.view", parts=lambda side: _version(side) | {"format": "xlsx"}),
)  # fmt: skip
