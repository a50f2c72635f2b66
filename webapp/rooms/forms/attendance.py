"""How the check-in settings are drawn."""

from wtforms import BooleanField, IntegerField

from webapp.core import heartbeat
from webapp.core.forms import Form
from webapp.core.heartbeat import Heartbeat
from webapp.core.words import lazy

from ..reservations import no_shows
from ..schemas.attendance import CheckInPolicy


class CheckInForm(Form):
    reads, title, template = CheckInPolicy, lazy("Check-in"), "rooms/attendance/check_in"
    check_in = BooleanField(lazy("People check in; otherwise the time is released"))
    check_in_before = IntegerField(lazy("From how many minutes before the start"))
    check_in_grace = IntegerField(lazy("Until how many minutes after it"))
    strikes = IntegerField(lazy("Missed bookings that are too many"))
    strike_days = IntegerField(lazy("Within how many days"))
    check_in_outage = BooleanField(
        lazy("Nobody can check in right now: count nothing as missed")
    )

    def around(self) -> dict[str, Heartbeat | None]:
        return {"last": heartbeat.of(no_shows.CHORE)}
