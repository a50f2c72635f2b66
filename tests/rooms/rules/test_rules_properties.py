"""Whatever somebody books and gives back, and whenever: no quota is ever exceeded, counted minute by minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from tests.rooms.conftest import person
from tests.support import chance
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.errors import Refusal
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import booking, reservations
from webapp.rooms.rules import rules

FIRST, ZONE = (
    datetime(2027, 3, 25, 7, tzinfo=UTC),
    ZoneInfo("Europe/Berlin"),
)  # the clocks change on the 28th
STEP = timedelta(minutes=15)
LIMITS = {
    "rolling_minutes": 300,
    "day_minutes": 150,
    "week_minutes": 420,
    "month_minutes": 600,
    "core_minutes": 90,
}
QUARTERS = st.integers(0, 14 * 4 - 1)


class Booking(RuleBasedStateMachine):
    """One student, three rooms, a week and a half."""

    @initialize()
    def begin(self):
        self.school = transaction()
        self.school.__enter__()
        self.now = FIRST
        ada = person("ada")
        core = {
            "weekdays": ["mon", "tue", "wed", "thu", "fri"],
            "from_time": "11:00",
            "until_time": "17:00",
        }
        for name, minutes in LIMITS.items():
            rules.add(
                ada,
                name=name,
                **({name: minutes} | (core if name == "core_minutes" else {})),
            )
        rules.add(
            ada, name="late", last_minute_hours=1, last_minute_mode="only_when_exhausted"
        )

    def teardown(self):
        if hasattr(self, "school"):
            db.session.rollback()
            self.school.__exit__(None, None, None)

    @rule(
        room=st.integers(1, 3),
        day=st.integers(0, 9),
        start=QUARTERS,
        quarters=st.integers(1, 10),
    )
    def book(self, room, day, start, quarters):
        on = (self.now.astimezone(ZONE) + timedelta(days=day)).replace(
            hour=8, minute=0, second=0, microsecond=0
        )
        starts = on.astimezone(UTC) + STEP * start
        wish = {"room": room, "start_time": starts, "end_time": starts + STEP * quarters}
        self._try(lambda: booking.book(person("sol"), **wish))

    @rule(room=st.integers(1, 3), soon=st.integers(1, 4), quarters=st.integers(1, 6))
    def book_at_once(self, room, soon, quarters):
        wish = {
            "room": room,
            "start_time": self.now + STEP * soon,
            "end_time": self.now + STEP * (soon + quarters),
        }
        self._try(lambda: booking.book(person("sol"), **wish))

    @rule(which=st.integers(0, 30))
    def give_back(self, which):
        ids = db.session.scalars(select(Reservation.id).order_by(Reservation.id)).all()
        if ids:
            self._try(lambda: reservations.cancel(person("sol"), ids[which % len(ids)]))

    @rule(quarters=st.integers(1, 60))
    def wait(self, quarters):
        self.now += STEP * quarters

    def _try(self, act):
        try:
            with clock.at(self.now), db.session.begin_nested():
                act()
        except Refusal:
            return  # nothing of it is left, and the invariant still holds

    @invariant()
    def no_quota_is_exceeded(self):
        if not hasattr(self, "school"):
            return
        used = {}
        for each in db.session.scalars(select(Reservation).where(~Reservation.last_minute)):
            if each.stored_status == "cancelled":
                continue
            at = each.starts_at
            while at < each.ends_at:
                for period in self._periods(at):
                    used[period] = used.get(period, 0) + 15
                at += STEP
        for (name, *_), minutes in used.items():
            assert minutes <= LIMITS[name], used

    def _periods(self, at):
        wall = at.astimezone(ZONE)
        yield "day_minutes", wall.date()
        yield "week_minutes", wall.isocalendar()[:2]
        yield "month_minutes", wall.month
        if at >= self.now:
            yield ("rolling_minutes",)
        if wall.weekday() < 5 and 11 <= wall.hour < 17:
            yield "core_minutes", wall.date()


def test_no_quota_is_ever_exceeded(app):
    with app.app_context():
        chance.play(Booking, stories=25, steps=30)
