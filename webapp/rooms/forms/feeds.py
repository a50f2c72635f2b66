"""How an address for a calendar is asked for."""

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.feeds import FeedInput


class FeedForm(
    Form, reads=FeedInput, title="Bookings in your calendar", button="Make an address"
):
    template = "rooms/feeds/feeds"
    room = label("What it shows")
