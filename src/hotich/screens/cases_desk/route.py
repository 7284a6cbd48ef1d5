"""What the law makes of a case, for its page: the route with its reasons, and the other ways with a warning."""

from dataclasses import dataclass
from datetime import date

from hotich.cases.enums import DIFFERENT_PERSON
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case
from hotich.cases.routing import route_by_law
from hotich.core.calendar import add_working_days, is_provisional
from hotich.core.workflow.routes import NoRoute, Route, routes

_NOT_A_PROCEDURE = "look_up_again"


@dataclass(frozen=True, slots=True)
class RouteShown:
    """The law's route for a file that is complete on that day, and what the form offers beside it."""

    route: Route | None
    choices: tuple[tuple[str, str], ...]
    note: str


def route_shown(case: Case, standing: CaseStanding, on: date) -> RouteShown | None:
    """None before anything is concluded, and where two persons were taken for one."""
    if not standing.concluded or standing.concluded == DIFFERENT_PERSON:
        return None
    try:
        law = route_by_law(case, standing, on)
    except NoRoute:
        return RouteShown(None, (), "")
    others = tuple(
        (word, str(row["label"]))
        for word, row in routes().routes.items()
        if word not in (law.id, _NOT_A_PROCEDURE)
    )
    notes = [] if law.age_known else ["Sổ không cho biết đủ 14 tuổi hay chưa: đang tính là đủ 14 tuổi."]
    if law.days is not None and is_provisional(add_working_days(on, law.days)):
        notes.append("Lịch nghỉ của năm đến hạn chưa có thông báo: ngày đến hạn tạm tính.")
    return RouteShown(law, ((law.id, f"{law.label} (theo luật)"), *others), " ".join(notes))
