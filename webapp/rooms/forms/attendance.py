"""How the check-in settings are drawn."""

from wtforms import BooleanField, IntegerField

from webapp.core import heartbeat
from webapp.core.forms import Form
from webapp.core.heartbeat import Heartbeat

from ..reservations import no_shows
from ..schemas.attendance import CheckInPolicy


class CheckInForm(Form):
    reads, title, template = CheckInPolicy, "Check-in", "rooms/attendance/check_in"
    check_in = BooleanField("People check in; otherwise the time is released")
    check_in_before = IntegerField("From how many minutes before the start")
    check_in_grace = IntegerField("Until how many minutes after it")
    strikes = IntegerField("Missed bookings that are too many")
    strike_days = IntegerField("Within how many days")
    check_in_outage = BooleanField("Nobody can check in right now: count nothing as missed")

    def around(self) -> dict[str, Heartbeat | None]:
        return {"last": heartbeat.of(no_shows.CHORE)}
