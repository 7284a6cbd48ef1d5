from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas import VIETNAM, business_date, forecast, per_day, period_of

CUT_OFF = time(13, 30)


def test_what_is_received_at_the_cut_off_belongs_to_the_next_report():
    period = period_of(date(2023, 6, 1), CUT_OFF)
    at_the_cut_off = datetime(2023, 6, 1, 13, 30, tzinfo=VIETNAM)
    assert at_the_cut_off not in period
    assert at_the_cut_off - timedelta(microseconds=1) in period
    assert business_date(at_the_cut_off, CUT_OFF) == date(2023, 6, 2)


def test_a_moved_cut_off_leaves_no_gap_and_counts_nothing_twice():
    before = period_of(date(2023, 6, 1), CUT_OFF)
    after = period_of(date(2023, 6, 2), time(15, 0), since=before.end)
    assert after.start == before.end
    assert after.end == datetime(2023, 6, 2, 15, 0, tzinfo=VIETNAM)


MOMENTS = st.datetimes(
    min_value=datetime.fromisoformat("2000-01-01"),
    max_value=datetime.fromisoformat("2040-01-01"),
    timezones=st.just(UTC),
)


@given(MOMENTS, st.times())
def test_every_moment_lies_in_the_period_of_its_business_date_and_in_no_other(moment, cut_off):
    day = business_date(moment, cut_off)
    assert moment in period_of(day, cut_off)
    assert moment not in period_of(day + timedelta(days=1), cut_off)
    assert moment not in period_of(day - timedelta(days=1), cut_off)


def test_forecast_speaks_only_where_there_is_a_pace():
    today = date(2023, 6, 1)
    assert forecast(remaining=0, pace=0.0, from_day=today) == today
    assert forecast(remaining=10, pace=0.0, from_day=today) is None
    assert forecast(remaining=301, pace=300.0, from_day=today) == date(2023, 6, 3)
    assert per_day(-5, 7) == 0.0 and per_day(5, 0) == 0.0
