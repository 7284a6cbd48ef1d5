"""Accounts of every position, teams under their decisions, machines with their security checks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from hotich.demo.plan import Plan, at
from hotich.demo.territory import Holder, Territory
from hotich.staff.models import Officer, Position, Team
from hotich.staff.operations import form_team
from hotich.stations.models import Station
from hotich.synthetic.books import JUSTICE_OFFICE
from hotich.synthetic.people.names import full_name, surname_for
from hotich.units.models import Agency

PASSWORD = "sohotich-demo"
"""Of every demo account; such accounts exist in a demo and nowhere else."""

# login, position, whose agency, in the unit's data-entry team
_UNIT = (
    ("nhap1", "keyer", "police", True),
    ("nhap2", "keyer", "police", True),
    ("hotro", "helper", "keeper", True),
    ("totruong", "team_leader", "police", True),
    ("hotich", "registrar", "keeper", False),
    ("theodoi", "list_keeper", "keeper", False),
    ("doichieu", "checker", "keeper", False),
    ("xacminh", "verifier", "police", False),
    ("lanhdaoca", "police_head", "police", False),
    ("lanhdao", "unit_head", "keeper", False),
)
_SECOND_MACHINE = (("nhap3", "keyer", "police", True), ("nhap4", "keyer", "police", True))
_TOWN = (
    ("chuyenvien.tuphap", "justice_officer", "697-TP"),
    ("truongphong.tuphap", "justice_head", "697-TP"),
    ("diaban.thixa", "area_officer", "697-CA"),
    ("thietbi.thixa", "device_officer", "697-CA"),
    ("duongtruyen.thixa", "line_officer", "697-VH"),
    ("kiemtra1.thixa", "inspector", "697-TP"),
    ("kiemtra2.thixa", "inspector", "697-UB"),
    ("lanhdao.thixa", "town_leader", "697-UB"),
    ("sotuphap.binhphuoc", "province_viewer", "70-TP"),
    ("chuyenvien.dongnai", "justice_officer", "75-TP"),
    ("sotuphap.dongnai", "province_viewer", "75-TP"),
    ("quantri", "admin", "HT"),
    ("lanhdao.tuphap.dongnai", "justice_head", "75-TP"),
)


@dataclass(slots=True)
class Staff:
    """Officers by login, and of each holder its team and machines."""

    officers: dict[str, Officer] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    stations: dict[str, list[Station]] = field(default_factory=dict)

    def of(self, holder: Holder, login: str) -> Officer:
        """`of(minhhung, "nhap1")`."""
        return self.officers[f"{login}.{holder.slug}"]

    def keying(self, holder: Holder) -> list[Officer]:
        """Who keyed on the past days: three take turns at each machine, a helper among the first three."""
        logins = ["nhap1", "nhap2", "hotro"]
        logins += ["nhap3", "nhap4", "totruong"] if holder.machines > 1 else []
        return [self.of(holder, login) for login in logins]


def hire(territory: Territory, plan: Plan) -> Staff:
    """Everybody, with positions from the day the plan was signed."""
    staff = Staff()
    wanted: list[tuple[str, str, Agency]] = []
    members: dict[str, list[str]] = {}
    for holder in territory.holders:
        for login, code, whose, in_team in (*_UNIT, *(_SECOND_MACHINE if holder.machines > 1 else ())):
            if holder.code == JUSTICE_OFFICE and code == "unit_head":
                continue  # its head is the head of Phòng Tư pháp
            name = f"{login}.{holder.slug}"
            wanted.append((name, code, holder.police if whose == "police" else holder.keeper))
            if in_team:
                members.setdefault(holder.code, []).append(name)
    wanted += [(login, code, territory.agencies[agency]) for login, code, agency in _TOWN]
    staff.officers = _accounts(wanted, plan)
    for number, holder in enumerate(territory.holders, start=1):
        staff.teams[holder.code] = form_team(
            actor=None,
            now=at(plan.starts_on + timedelta(days=4), 16),
            name=f"Tổ nhập dữ liệu {holder.title}",
            agency=holder.keeper if holder.code == JUSTICE_OFFICE else holder.police,
            member_ids=[staff.officers[name].pk for name in members[holder.code]],
            decision_number=f"{40 + number}/QĐ-UBND",
            decision_date=plan.starts_on + timedelta(days=4),
        )
        staff.stations[holder.code] = list(_machines(holder, staff.teams[holder.code], plan))
    form_team(
        actor=None,
        now=at(plan.starts_on + timedelta(days=3), 16),
        kind=Team.Kind.INSPECTION,
        name="Tổ kiểm tra, hướng dẫn nhập liệu thị xã Chơn Thành",
        agency=territory.agencies["697-TP"],
        member_ids=[staff.officers["kiemtra1.thixa"].pk, staff.officers["kiemtra2.thixa"].pk],
        decision_number="812/QĐ-UBND",
        decision_date=plan.starts_on + timedelta(days=3),
    )
    return staff


def _accounts(wanted: Iterable[tuple[str, str, Agency]], plan: Plan) -> dict[str, Officer]:
    rng = Random("hotich-officers")
    listed = list(wanted)
    password = make_password(PASSWORD)  # once: a hash takes 40 ms on purpose
    made = Officer.objects.bulk_create(
        Officer(username=login, full_name=_name(rng), password=password) for login, _, _ in listed
    )
    Position.objects.bulk_create(
        Position(
            officer=officer,
            code=code,
            agency=agency,
            valid_from=plan.starts_on,
            valid_to=plan.due_on if code == "helper" else None,
            confidentiality_signed_on=plan.starts_on if code == "helper" else None,
        )
        for officer, (_, code, agency) in zip(made, listed, strict=True)
    )
    return {officer.username: officer for officer in made}


def _name(rng: Random) -> str:
    sex = "1" if rng.random() < 0.55 else "2"
    return full_name(
        rng, group="kinh", sex=sex, year=1978 + int(rng.random() * 22), surname=surname_for(rng, "kinh", sex)
    )


def _machines(holder: Holder, team: Team, plan: Plan) -> Iterable[Station]:
    own = f"{holder.unit.code}.2025" if holder.is_second else holder.code
    for number in range(1, holder.machines + 1):
        yield Station.objects.create(
            code=f"{own}-M{number}",
            name=f"Máy {number} {holder.title}",
            unit=holder.unit,
            team=team,
            seal_number=f"NP-{own}-{number:02}",
            checked_on=plan.starts_on + timedelta(days=5),
            check_expires_on=plan.due_on + timedelta(days=30),
            check_minutes=f"{10 + number}/BB-{own}",
            keys_since=plan.starts_on + timedelta(days=5),
        )
    if holder.code == NEW_MACHINE:
        # Brought yesterday, not checked yet: nobody may key on it.
        yield Station.objects.create(
            code=f"{own}-M{holder.machines + 1}",
            name=f"Máy {holder.machines + 1} {holder.title}",
            unit=holder.unit,
            team=team,
        )


NEW_MACHINE = "25444"


def accounts_of(staff: Iterable[Position]) -> list[dict[str, str]]:
    """What `demo-accounts.json` says of these positions."""
    return [
        {
            "username": position.officer.username,
            "password": PASSWORD,
            "position": position.code,
            "unit": position.agency.unit.code,
        }
        for position in staff
    ]
