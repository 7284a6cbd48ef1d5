from tests.integration.screens import test_crawler as crawler, test_lists as lists
from tests.integration.screens.steering import STEERING_DOORS
import pytest
pytestmark = pytest.mark.django_db

def test_doors(two_wards, monkeypatch):
    monkeypatch.setattr(crawler, "DOORS", STEERING_DOORS)
    problems = []
    for test in (crawler.test_every_position_opens_what_it_may_and_nothing_else, crawler.test_what_belongs_to_another_ward_looks_as_if_it_were_not_there):
        try:
            test(two_wards)
        except AssertionError as error:
            problems.append(str(error)[:6000])
    crawler.test_no_address_is_missing_from_the_table.__call__
    assert not problems, "\n".join(problems)

def test_lists_of_mine(own):
    mine = [(c, p) for c, p in lists.LISTS if "/chien-dich/" in p]
    mine += [("justice_officer", f"/chien-dich/kiem-tra/{own.steering.visit.pk}/"), ("registrar", f"/chien-dich/vuong-mac/{own.steering.obstacle.pk}/"), ("justice_officer", f"/chien-dich/canh-bao/{own.steering.flag.pk}/")]
    lists.grow(own, 4)
    few = {p: lists.queries(lists.signed_in(own, c), p) for c, p in mine}
    lists.grow(own, 16)
    many = {p: lists.queries(lists.signed_in(own, c), p) for c, p in mine}
    print(many)
    assert {p: (few[p], n) for p, n in many.items() if n > few[p]} == {}
    assert {p: n for p, n in many.items() if n > 40} == {}
