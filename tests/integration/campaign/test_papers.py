"""A document's way: drawn, numbered once, kept as it was drawn, signed outside, withdrawn with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import campaign_of

from hotich.audit.models import AuditEvent
from hotich.campaign.models import Closing, Paper
from hotich.campaign.papers.files import content_of, folder
from hotich.campaign.papers.operations import (
    draw_paper,
    keep_signed,
    number_paper,
    open_signed,
    record_paper,
    withdraw_paper,
)
from hotich.campaign.papers.policies import PaperBroken, PaperRefused, issuing_agencies
from hotich.campaign.papers.queries import (
    document_of,
    paper_for,
    papers_for,
    pdf_of,
    signs_what_was_issued,
)
from hotich.support.documents import Document, Issuer, Paragraph, as_pdf
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.kept_files import path_of
from hotich.support.time import local

pytestmark = pytest.mark.django_db

SAID = Document(
    issuer=Issuer("Ủy ban nhân dân phường Thử"), title="Kế hoạch", about="Cao điểm", symbol="KH-UBND", place="Thử",
    body=(Paragraph("Nội dung."),),
)  # fmt: skip
SIGNED = b"%PDF-1.7 signed /ByteRange [0 1 2 3] %%EOF"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def campaign(world: Any) -> Any:
    return campaign_of(world)[0]


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


@pytest.fixture
def paper(world: Any, campaign: Any, registrar: Any) -> Paper:
    return drawn(world, campaign, registrar)


def drawn(world: Any, campaign: Any, actor: Any, **more: Any) -> Paper:
    return draw_paper(
        **{
            "actor": actor, "now": world.now, "campaign": campaign, "kind": "unit_plan", "agency": world.committee,
            "document": SAID, **more,
        },
    )  # fmt: skip


def numbered(world: Any, paper: Paper, actor: Any, number: str = "5", **more: Any) -> Paper:
    return number_paper(
        actor=actor, paper_id=paper.pk, number=number,
        **{"now": world.now, "dated": local(world.now).date(), **more},
    )  # fmt: skip


def signed(world: Any, paper: Paper, actor: Any, content: bytes = SIGNED) -> Paper:
    return keep_signed(actor=actor, now=world.now, paper_id=paper.pk, size=len(content), chunks=[content])


def refusal(act: Any) -> str:
    with pytest.raises(PaperRefused) as refused:
        act()
    return refused.value.code


def test_a_draft_has_no_number_and_is_drawn_as_it_was_said(paper: Paper) -> None:
    assert (paper.state, paper.symbol, paper.about) == ("draft", "KH-UBND", "Cao điểm")
    assert document_of(paper) == SAID
    assert pdf_of(paper) == as_pdf(SAID)
    assert len(paper.digest) == 64


def test_the_number_and_the_day_stand_on_what_is_issued_and_its_bytes_are_kept(
    world: Any, paper: Paper, registrar: Any
) -> None:
    done = numbered(world, paper, registrar)
    document = document_of(done)
    assert document.number_line == "Số: 05/KH-UBND"
    assert document.day == local(world.now).date()
    assert pdf_of(done) == as_pdf(document) == content_of(done.issued_digest)
    assert done.state == "numbered"


def test_a_number_is_given_once_and_to_one_document_of_the_year(
    world: Any, campaign: Any, paper: Paper, registrar: Any
) -> None:
    numbered(world, paper, registrar)
    assert refusal(lambda: numbered(world, paper, registrar, "6")) == "paper.numbered"
    other = drawn(world, campaign, registrar)
    assert refusal(lambda: numbered(world, other, registrar)) == "paper.number_taken"
    withdraw_paper(actor=registrar, now=world.now, paper_id=paper.pk, reason="sai nội dung")
    assert numbered(world, other, registrar).number == "5"


def test_a_number_with_a_zero_before_it_is_the_same_number(
    world: Any, campaign: Any, paper: Paper, registrar: Any
) -> None:
    assert document_of(numbered(world, paper, registrar, "05")).number_line == "Số: 05/KH-UBND"
    other = drawn(world, campaign, registrar)
    for number in ("5", "05", "005"):
        assert (
            refusal(lambda number=number: numbered(world, other, registrar, number)) == "paper.number_taken"
        )


@pytest.mark.parametrize(
    ("number", "days", "code"),
    [
        ("", 0, "paper.number"),
        ("00", 0, "paper.number"),
        ("abc", 0, "paper.number"),
        ("5/KH", 0, "paper.number"),
        ("5", 1, "paper.day"),
        ("5", -400, "paper.day"),
    ],
)
def test_a_number_wants_a_day_that_has_been(
    world: Any, paper: Paper, registrar: Any, number: str, days: int, code: str
) -> None:
    day = local(world.now).date() + timedelta(days=days)
    assert refusal(lambda: numbered(world, paper, registrar, number, dated=day)) == code
    assert refusal(lambda: numbered(world, paper, registrar, "5", dated=None)) == "paper.number"


def test_a_signed_copy_comes_after_the_number_and_stays_as_it_came(
    world: Any, paper: Paper, registrar: Any
) -> None:
    assert refusal(lambda: signed(world, paper, registrar)) == "paper.no_number"
    numbered(world, paper, registrar)
    assert refusal(lambda: signed(world, paper, registrar, b"PK\x03\x04 a Word file")) == "paper.file"
    done = signed(world, paper, registrar)
    assert open_signed(actor=registrar, now=world.now, paper=done) == SIGNED
    assert refusal(lambda: signed(world, paper, registrar)) == "paper.signed"
    kinds = (
        AuditEvent.objects.filter(subject=f"paper:{paper.pk}").order_by("id").values_list("kind", flat=True)
    )
    assert list(kinds) == ["paper.drawn", "paper.numbered", "paper.signed", "paper.opened"]


def test_what_is_cut_off_or_empty_is_not_kept_and_leaves_nothing_behind(
    world: Any, paper: Paper, registrar: Any
) -> None:
    numbered(world, paper, registrar)
    before = [file for file in folder().rglob("*") if file.is_file()]
    for content in (b"", b"%PDF-1.7 begun and never ended", b"PK\x03\x04 %%EOF"):
        assert refusal(lambda content=content: signed(world, paper, registrar, content)) == "paper.file"
    assert [file for file in folder().rglob("*") if file.is_file()] == before
    paper.refresh_from_db()
    assert paper.state == "numbered"


def test_that_a_file_carries_signatures_is_told(world: Any, paper: Paper, registrar: Any) -> None:
    numbered(world, paper, registrar)
    two = b"%PDF-1.7 " + b"/ByteRange[0 1] " * 2 + b"%%EOF"
    done = keep_signed(
        actor=registrar, now=world.now, paper_id=paper.pk, size=len(two), chunks=[two[at : at + 7] for at in range(0, len(two), 7)]
    )  # fmt: skip
    assert (done.signatures, done.signed_size) == (2, len(two))
    assert content_of(done.signed_digest) == two


def test_a_scan_of_a_signed_page_has_none(world: Any, paper: Paper, registrar: Any) -> None:
    done = signed(world, numbered(world, paper, registrar), registrar, as_pdf(SAID))
    assert done.signatures == 0


def test_a_number_that_is_refused_leaves_no_file_behind(
    world: Any, campaign: Any, paper: Paper, registrar: Any
) -> None:
    numbered(world, paper, registrar)
    before = [file for file in folder().rglob("*") if file.is_file()]
    other = drawn(world, campaign, registrar, document=replace(SAID, about="Khác"))
    assert refusal(lambda: numbered(world, other, registrar)) == "paper.number_taken"
    assert [file for file in folder().rglob("*") if file.is_file()] == before


def test_a_file_signed_digitally_is_told_from_one_that_is_not_what_was_issued(
    world: Any, campaign: Any, paper: Paper, registrar: Any
) -> None:
    assert signs_what_was_issued(paper) is None
    issued = pdf_of(numbered(world, paper, registrar))
    right = signed(world, paper, registrar, issued + b"/ByteRange [0 1 2 3] %%EOF")
    assert signs_what_was_issued(right) is True
    other = numbered(world, drawn(world, campaign, registrar), registrar, "6")
    assert signs_what_was_issued(signed(world, other, registrar)) is False


def test_what_takes_a_documents_place_is_of_its_agency_and_kind_and_the_old_one_goes_first(
    world: Any, campaign: Any, paper: Paper, registrar: Any
) -> None:
    numbered(world, paper, registrar)
    for more in ({"kind": "team_decision"}, {"agency": world.police, "actor": world.officer("police_head")}):
        assert (
            refusal(lambda more=more: instead_of(world, campaign, paper, registrar, **more))
            == "paper.replaces"
        )
    new = instead_of(world, campaign, paper, registrar)
    assert refusal(lambda: numbered(world, new, registrar, "6")) == "paper.replaced_in_force"
    withdraw_paper(actor=registrar, now=world.now, paper_id=paper.pk, reason="sai nội dung")
    new.refresh_from_db()
    assert numbered(world, new, registrar, "6").state == "numbered"
    assert instead_of(world, campaign, paper, registrar).state == "draft"


def instead_of(world: Any, campaign: Any, old: Paper, registrar: Any, **more: Any) -> Paper:
    return draw_paper(
        now=world.now, campaign=campaign, document=SAID, replaces=old,
        **{"actor": registrar, "agency": world.committee, "kind": "unit_plan", **more},
    )  # fmt: skip


def test_bytes_that_were_changed_on_the_disk_are_not_handed_out(
    world: Any, paper: Paper, registrar: Any
) -> None:
    numbered(world, paper, registrar)
    done = signed(world, paper, registrar)
    path_of(folder(), done.signed_digest).write_bytes(b"%PDF other")
    with pytest.raises(PaperBroken):
        open_signed(actor=registrar, now=world.now, paper=done)
    path_of(folder(), done.issued_digest).unlink()
    with pytest.raises(PaperBroken):
        pdf_of(done)


def test_a_withdrawn_document_stays_in_the_register_and_nothing_more_is_done_with_it(
    world: Any, paper: Paper, registrar: Any
) -> None:
    assert (
        refusal(lambda: withdraw_paper(actor=registrar, now=world.now, paper_id=paper.pk, reason=" "))
        == "paper.reason"
    )
    withdraw_paper(actor=registrar, now=world.now, paper_id=paper.pk, reason="lập nhầm")
    assert refusal(lambda: numbered(world, paper, registrar)) == "paper.withdrawn"
    assert [one.state for one in papers_for(registrar)] == ["withdrawn"]
    assert not papers_for(registrar, state="draft").exists()


def test_what_was_made_elsewhere_is_numbered_with_its_old_day_and_has_only_its_signed_copy(
    world: Any, campaign: Any, registrar: Any
) -> None:
    paper = record_paper(
        actor=registrar,
        now=world.now,
        campaign=campaign,
        agency=world.committee,
        about="Kế hoạch 47",
        symbol="KH-UBND",
    )
    done = numbered(world, paper, registrar, "47", dated=date(2022, 3, 14))
    with pytest.raises(NotFound):
        pdf_of(done)
    assert signed(world, done, registrar).state == "signed"


def test_officers_issue_for_their_own_agency_and_civil_ones_for_their_units_committee(
    world: Any, campaign: Any, registrar: Any, elsewhere: Any
) -> None:
    head = world.officer("police_head")
    assert [one.pk for one in issuing_agencies(head)] == [world.police.pk]
    assert [one.pk for one in issuing_agencies(registrar)] == [world.committee.pk]
    assert refusal(lambda: drawn(world, campaign, head)) == "paper.agency"
    assert refusal(lambda: drawn(world, campaign, registrar, agency=elsewhere.committee)) == "paper.agency"
    assert drawn(world, campaign, head, agency=world.police).agency == world.police


def test_the_register_is_seen_by_the_unit_and_numbered_by_who_may(
    world: Any, campaign: Any, paper: Paper, elsewhere: Any
) -> None:
    leader, head = world.officer("team_leader"), world.officer("unit_head")
    assert paper_for(leader, paper.pk) == paper_for(head, paper.pk) == paper
    with pytest.raises(NotAllowed):
        numbered(world, paper, head)
    with pytest.raises(NotAllowed):
        drawn(world, campaign, leader)
    stranger = elsewhere.officer("registrar")
    assert not papers_for(stranger).exists()
    with pytest.raises(NotFound):
        numbered(world, paper, stranger)
    with pytest.raises(NotFound):
        drawn(world, campaign, stranger, agency=elsewhere.committee)


def test_a_number_left_out_gets_a_letter(world: Any, paper: Paper, registrar: Any) -> None:
    assert numbered(world, paper, registrar, "021a").number == "21a"


def test_what_tells_the_figures_of_a_moment_was_not_signed_before_it(
    world: Any, campaign: Any, registrar: Any
) -> None:
    sheet = drawn(world, campaign, registrar, kind="volume_sheet")
    yesterday = local(world.now).date() - timedelta(days=1)
    assert refusal(lambda: numbered(world, sheet, registrar, dated=yesterday)) == "paper.day"
    assert numbered(world, sheet, registrar).state == "numbered"


def test_the_file_that_was_drawn_here_is_not_a_signed_copy(world: Any, paper: Paper, registrar: Any) -> None:
    done = numbered(world, paper, registrar)
    assert refusal(lambda: signed(world, done, registrar, pdf_of(done))) == "paper.unsigned"
    assert signed(world, done, registrar, pdf_of(done) + SIGNED).state == "signed"


@pytest.mark.parametrize("kind", ["closing_report", "acceptance"])
def test_what_says_how_a_campaign_ended_is_issued_when_it_has(
    world: Any, campaign: Any, registrar: Any, kind: str
) -> None:
    before = drawn(world, campaign, registrar, kind=kind)
    assert refusal(lambda: numbered(world, before, registrar)) == "paper.not_ended"
    Closing.objects.create(
        campaign=campaign, closed_by=registrar, closed_at=world.now + timedelta(minutes=1), figures={"cases": {}},
    )  # fmt: skip
    before.refresh_from_db()
    assert refusal(lambda: numbered(world, before, registrar)) == "paper.not_ended"
    after = drawn(world, campaign, registrar, kind=kind, now=world.now + timedelta(minutes=2))
    assert numbered(world, after, registrar, now=world.now + timedelta(minutes=2)).state == "numbered"


def test_money_on_paper_is_read_by_who_reads_it_on_the_screen(
    world: Any, campaign: Any, registrar: Any
) -> None:
    kinds = ("volume_sheet", "budget", "unit_plan")
    papers = {kind: drawn(world, campaign, registrar, kind=kind) for kind in kinds}
    seen = {
        code: {paper.kind for paper in papers_for(world.officer(code))}
        for code in ("registrar", "unit_head", "police_head", "area_officer")
    }
    assert seen == {
        "registrar": set(kinds), "unit_head": {"budget", "unit_plan"}, "police_head": {"volume_sheet", "unit_plan"},
        "area_officer": {"unit_plan"},
    }  # fmt: skip
    with pytest.raises(NotFound):
        paper_for(world.officer("area_officer"), papers["budget"].pk)
