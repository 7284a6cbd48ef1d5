"""The demo town: whole, verifiable, and no figure in it without rows behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from hotich.audit.operations import seal
from hotich.audit.verifying import verify
from hotich.books.models import Book
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.plan.queries import bases_at, receivers_of, step_before
from hotich.campaign.queries import campaigns_on
from hotich.cases.models import Batch, Case, CaseState
from hotich.cases.projection import columns_of
from hotich.cases.queries import standings_of
from hotich.demo import town
from hotich.demo.officers import PASSWORD
from hotich.demo.town import HomeInUse, fill, is_filled
from hotich.entries.models import Entry, Subject, Transcription
from hotich.entries.operations import work_of
from hotich.entries.refolding import refold
from hotich.linkage.models import Judgement
from hotich.reports.models import DailyReport
from hotich.reports.operations import snapshot
from hotich.staff.models import Officer, PositionCode
from hotich.staff.queries import is_held
from hotich.stations.models import Station
from hotich.support.postgres import owner_role
from hotich.support.time import local, today
from hotich.support.time import now as clock

PEOPLE = 4000


@pytest.fixture
def filled(transactional_db: None) -> Iterator[datetime]:
    """A small town of the same making."""
    moment = clock()
    with owner_role():
        fill(now=moment, say=lambda message: None, people=PEOPLE)
    yield moment


def test_everything_in_it_can_be_verified_and_counted_again(filled: datetime) -> None:
    assert Entry.plain.count() > 1000
    assert refold(derived=True).clean
    seal()
    result = verify()
    assert result.clean, result.broken[:3]
    assert result.unsealed == 0

    every_kind_was_keyed_and_looked_up()
    some_corrections_stand_in_the_margin_of_what_they_amend()
    cases_stand_in_many_states_as_their_logs_say()

    today = local(filled).date()
    main = campaigns_on(today).first()
    assert main is not None and main.code == "KH99"
    frozen = {
        (report.level, report.reporting_unit_id): report.figures
        for report in DailyReport.plain.filter(campaign=main, date=today - timedelta(days=7))
    }
    again = snapshot(main, today - timedelta(days=7), now=filled)
    assert len(again) == 11
    for report in again:
        assert report.figures == frozen[report.level, report.reporting_unit_id]

    mismatched = Judgement.plain.filter(outcome="mismatched").count()
    assert Case.plain.count() == mismatched > 0
    assert not Case.plain.filter(discrepancies__isnull=True).exists()
    assert not Entry.plain.filter(outcome="mismatched", cases__isnull=True).exists()


def every_kind_was_keyed_and_looked_up() -> None:
    """Rarer kinds came in small numbers; whoever an entry is about was looked up for himself."""
    counts = Counter(Entry.plain.values_list("kind", flat=True))
    assert {"KS", "KH", "KT", "HN", "TD", "CMC", "CN", "GH"} <= set(counts)
    assert counts["KS"] > counts.total() / 2
    people = Subject.objects.filter(principal=True)
    roles = {
        kind: set(people.filter(entry__kind=kind).values_list("role", flat=True)) for kind in ("KH", "CN")
    }
    assert roles["KH"] == {"husband", "wife"}
    assert roles["CN"] == {"adoptee", "adoptive_father", "adoptive_mother"}
    judged = Judgement.plain.filter(entry__kind="KH", entry__outcome="matched")
    assert judged.count() == 2 * Entry.plain.filter(kind="KH", outcome="matched").count() > 0


def cases_stand_in_many_states_as_their_logs_say() -> None:
    cases = list(Case.plain.all())
    standings = standings_of(cases)
    wrong = {
        name
        for case in cases
        for name, value in columns_of(standings[case.pk]).items()
        if getattr(case, name) != value
    }
    assert wrong == set()
    # A town of this size has too few cases for each of the ten; `house/test_demo.py` asks the whole one.
    assert len({case.state for case in cases} & set(CaseState.values)) >= 5
    assert set(Batch.plain.values_list("kind", flat=True)) == {"verification", "handover"}
    assert any(case.level for case in cases)


def some_corrections_stand_in_the_margin_of_what_they_amend() -> None:
    noted = Transcription.objects.exclude(annotations=[]).select_related("entry")
    sources = {note["source"] for one in noted for note in one.annotations}
    assert sources <= {str(pk) for pk in Entry.plain.filter(kind="TD").values_list("pk", flat=True)}
    assert {one.entry.kind for one in noted} == {"KS"}


def test_every_position_signs_in_and_a_keyer_has_an_entry_before_him(filled: datetime) -> None:
    accounts = town.accounts()
    assert {account["position"] for account in accounts} == set(PositionCode.values)
    assert all(account["unit"] and account["password"] == PASSWORD for account in accounts)
    keyer = Officer.objects.get(username="nhap1.minhhung")
    assert keyer.check_password(PASSWORD)
    for login in ("nhap1.minhhung", "hotro.minhhung", "nhap1.minhlong", "nhap1.tuphap"):
        officer = Officer.objects.get(username=login)
        station = Station.plain.filter(team__members=officer, checked_on__isnull=False).first()
        assert station is not None
        (place,) = work_of(actor=officer, station=station, now=clock())
        assert place.is_new, login


def test_the_campaign_is_the_plans_with_its_days_moved(filled: datetime) -> None:
    main = Campaign.objects.get(code="KH99")
    assert (local(filled).date() - main.keying_starts_on).days == 21  # the 22nd day
    names = list(
        ReportingUnit.objects.unscoped("a test reads the whole list").filter(campaign=main).values_list("code", flat=True)
    )  # fmt: skip
    assert len(names) == 10
    assert names[-1] == "697-TP"
    assert Book.plain.filter(status="keying", has_images=True).exists()
    assert Book.plain.filter(status="keying", has_images=False).exists()
    second = Campaign.objects.get(code="KH12")
    assert set(second.reporting_units(manager="plain").values_list("unit__code", flat=True)) == {
        "25432", "25441", "25450", "25351",
    }  # fmt: skip
    for campaign in (main, second):
        unit = campaign.lead_agency.unit_id
        assert all(
            is_held(each, unit, on=today()) for each in ("targets.set", "campaign.approve", "campaign.close")
        )
        past_day = filled - timedelta(days=7)
        assert bases_at(campaign, past_day), "papers of past days cite it"
        assert step_before(campaign, "province", at=past_day) is not None
    assert receivers_of(main, at=past_day) == receivers_of(main)


def test_it_is_filled_once_begun_anew_where_it_broke_off_and_never_beside_real_work(
    transactional_db: None,
) -> None:
    assert not is_filled()

    class Stop(Exception):
        pass

    def stop(message: str) -> None:
        if message.startswith("đơn vị"):
            raise Stop

    with owner_role():
        with pytest.raises(Stop):
            fill(now=clock(), say=stop, people=500)
        assert not is_filled()
        fill(now=clock(), say=lambda message: None, people=500)
    assert is_filled()


def test_a_home_with_real_officers_is_refused(db: None) -> None:
    Officer.objects.create(username="canbo.that", full_name="Trần Thị Thật")
    with pytest.raises(HomeInUse):
        is_filled()
