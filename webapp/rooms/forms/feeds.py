"""How an address for a calendar is asked for."""

from wtforms import SelectField

from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.feeds import FeedInput


class FeedForm(Form):
    reads, title, button, template = (
        FeedInput,
        lazy("Bookings in your calendar"),
        lazy("Make an address"),
        "rooms/feeds/feeds",
    )
    room = SelectField(lazy("What it shows"), choices=[])
