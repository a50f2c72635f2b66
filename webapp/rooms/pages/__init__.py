"""Rooms in a browser: a file for each noun."""

from webapp.core.blueprints import blueprints_of

from .. import access as who_may
from ..rates import hourly, pricing
from ..rules import rule_words
from .spread import with_times

BLUEPRINTS = blueprints_of(
    __name__,
    "approvals",
    "attendance",
    "changes",
    "closures",
    "doors",
    "feeds",
    "payments",
    "rates",
    "reservations",
    "rooms",
    "rules",
    "series",
    "series_changes",
    "spread",
    "taken",
    "waits",
)
HELPERS = {
    "rooms": who_may,
    "pricing": pricing,
    "hourly": hourly,
    "rule_words": rule_words,
    "with_times": with_times,
}  # of every template of rooms
for blueprint in BLUEPRINTS:
    blueprint.context_processor(lambda: HELPERS)
