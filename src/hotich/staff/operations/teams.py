"""Teams: officers under one decision, formed and changed by the unit they work for."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from hotich.audit import operations as audit
from hotich.staff.models import Officer, Team
from hotich.staff.policies import require
from hotich.staff.queries import teams_to_set, who_can_serve
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local
from hotich.support.words import fitting
from hotich.units.models import Agency


class TeamRefused(Refusal):
    """The team cannot be so; the message says why and what to do."""

    code = "team.refused"
    status = 422


@transaction.atomic
def form_team(
    *,
    actor: Officer | None,
    now: datetime,
    name: str,
    agency: Agency,
    member_ids: Collection[int],
    kind: str = Team.Kind.DATA_ENTRY,
    decision_number: str = "",
    decision_date: date | None = None,
) -> Team:
    """A team of an agency of the actor's own unit. Its decision may follow: people are at work before the paper has its number.

    One with neither a decision nor members is none, unless there is nobody yet who could be one. `actor` is None only where an
    installation is set up. Raises NotAllowed, NotFound, TeamRefused.
    """
    if actor is not None:
        require(actor, "teams.set")
        if agency.unit_id not in actor.scope.own_unit_ids:
            raise NotFound
    if kind not in Team.Kind.values:
        raise TeamRefused("Chọn loại Tổ có trong danh sách.", code="team.kind")
    team = Team(name=_named(name), kind=kind, agency=agency)
    _decide(team, decision_number, decision_date, now)
    _check_name(team)
    members = _who(team, member_ids, now)
    if not members:
        _check_founded(team, now)
    team.save()
    team.members.set(members)
    _log("team.formed", actor, team, now, joined=sorted(set(member_ids)))
    return team


@transaction.atomic
def change_team(
    *,
    actor: Officer,
    now: datetime,
    team_id: int,
    name: str,
    joining: Collection[int] = (),
    leaving: Collection[int] = (),
    decision_number: str = "",
    decision_date: date | None = None,
) -> Team:
    """Another name or decision, members who come and who go. Who came meanwhile otherwise, as a helper, stays.

    What a member keyed stays; who goes sees the team's books no more. Raises NotAllowed, NotFound, TeamRefused.
    """
    require(actor, "teams.set")
    team: Team | None = teams_to_set(actor).select_for_update(of=("self",)).filter(pk=team_id).first()
    if team is None:
        raise NotFound
    team.name = _named(name)
    _decide(team, decision_number, decision_date, now)
    _check_name(team)
    team.save(update_fields=["name", "decision_number", "decision_date"])
    team.members.add(*_who(team, joining, now))
    team.members.remove(*team.members.filter(pk__in=leaving))
    if not team.members.exists():
        _check_founded(team, now)
    _log("team.changed", actor, team, now, joined=sorted(set(joining)), left=sorted(set(leaving)))
    return team


def _named(name: str) -> str:
    if not (words := " ".join(name.split())):
        raise TeamRefused("Ghi tên Tổ.", code="team.name")
    return fitting(words, field="Tên Tổ", most=120, refusal=TeamRefused)


def _check_founded(team: Team, now: datetime) -> None:
    """Raises TeamRefused for a team without members that no decision has set up either, where the unit has people to choose."""
    if team.decision_number:
        return
    if who_can_serve(team.kind, [team.agency.unit_id], on=local(now).date()).exists():
        raise TeamRefused(
            "Chọn thành viên, hoặc ghi số và ngày quyết định: Tổ chưa có cả hai thì chưa giao sổ, máy, ca trực được.",
            code="team.member",
        )


def _check_name(team: Team) -> None:
    """Raises TeamRefused where another team of the unit is called so: rosters and books are given by name."""
    others = Team.objects.filter(agency__unit_id=team.agency.unit_id, name=team.name).exclude(pk=team.pk)
    if others.exists():
        raise TeamRefused(f"Đơn vị đã có {team.name}: đặt tên khác.", code="team.name_taken")


def _decide(team: Team, number: str, day: date | None, now: datetime) -> None:
    """Number and day of the decision come together. Raises TeamRefused."""
    number = number.strip()
    if bool(number) != (day is not None):
        raise TeamRefused("Ghi cả số và ngày quyết định, hoặc để trống cả hai.", code="team.decision")
    if len(number) > 60:
        raise TeamRefused("Số quyết định dài quá 60 ký tự: ghi số và ký hiệu.", code="team.decision")
    if day is not None and day > local(now).date():
        raise TeamRefused("Ngày quyết định ở tương lai: sửa lại ngày.", code="team.decision")
    team.decision_number, team.decision_date = number, day


def _who(team: Team, officer_ids: Collection[int], now: datetime) -> list[Officer]:
    """The officers of these ids. Raises TeamRefused for one who has no position in the unit that does such a team's work."""
    wanted = set(officer_ids)
    found = list(who_can_serve(team.kind, [team.agency.unit_id], on=local(now).date()).filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise TeamRefused(
            "Có người không còn vị trí phù hợp ở đơn vị: tải lại danh sách rồi chọn lại, hoặc đề nghị quản trị hệ thống giao vị trí.",
            code="team.member",
        )
    return found


def _log(kind: str, actor: Officer | None, team: Team, now: datetime, **members: list[int]) -> None:
    audit.record(
        kind=kind, officer=actor, subject=f"team:{team.pk}", unit_id=team.agency.unit_id,
        detail={"name": team.name, "decision": team.decision_number, **members}, now=now,
    )  # fmt: skip
