"""How the check-in settings are drawn."""

from webapp.core import heartbeat
from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.heartbeat import Heartbeat

from ..reservations import no_shows
from ..schemas.attendance import CheckInPolicy


class CheckInForm(Form, reads=CheckInPolicy, title="Check-in"):
    template = "rooms/attendance/check_in"
    check_in = label("People check in; otherwise the time is released")
    check_in_before = label("From how many minutes before the start")
    check_in_grace = label("Until how many minutes after it")
    strikes = label("Missed bookings that are too many")
    strike_days = label("Within how many days")
    check_in_outage = label("Nobody can check in right now: count nothing as missed")

    def around(self) -> dict[str, Heartbeat | None]:
        return {"last": heartbeat.of(no_shows.CHORE)}
