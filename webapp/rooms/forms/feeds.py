"""How an address for a calendar is asked for."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.feeds import FeedInput


class FeedForm(Form, reads=FeedInput):
    title = lazy("Bookings in your calendar")
    button = lazy("Make an address")
    template = "rooms/feeds/feeds"
    room = label("What it shows")
