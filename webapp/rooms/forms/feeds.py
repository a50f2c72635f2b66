"""How an address for a calendar is asked for."""

from wtforms import SelectField

from webapp.core.forms import Form

from ..schemas.feeds import FeedInput


class FeedForm(Form):
    reads, title, button, template = (
        FeedInput,
        "Bookings in your calendar",
        "Make an address",
        "rooms/feeds/feeds",
    )
    room = SelectField("What it shows", choices=[])
