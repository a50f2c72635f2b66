"""Whatever the hours are: it is due while the desk is open that day, not before its time, and never after closing."""

from datetime import UTC, datetime, timedelta

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.core.db import db
from webapp.lending.desk import by_hours
from webapp.school import calendar
from webapp.school.open_days import Hours, OpenDays, at

DAYS = st.datetimes(datetime(2027, 3, 20), datetime(2027, 4, 5))  # the clocks change
ENDS = st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True)  # in quarters


@given(moment=DAYS, ends=ENDS, hours=st.integers(1, 12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_h06_due_while_the_desk_is_open(app, moment, ends, hours):
    now = moment.replace(tzinfo=UTC)
    with app.app_context(), time_machine.travel(now, tick=False):
        open_times = opened(ends)
        due, closing = by_hours.due_time(hours), open_times[-1][1]
        if now >= closing:
            assert due is None
            return
        assert any(starts <= due <= ends for starts, ends in open_times)
        least = now + timedelta(hours=hours) - timedelta(minutes=1)
        assert min(least, closing) <= due <= closing


def opened(ends):
    """The desk is open on all days between every other of these quarters of an hour; the moments of today."""
    minutes = [15 * quarter for quarter in sorted(ends)[: len(ends) // 2 * 2]]
    spans = tuple(Hours(*span) for span in zip(minutes[::2], minutes[1::2], strict=True))
    db.session().info["open_days"] = OpenDays(dict.fromkeys(range(7), spans))
    today = calendar.today()
    return [(at(today, span.starts), at(today, min(span.ends, 1439))) for span in spans]
