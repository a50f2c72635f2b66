"""Rooms for programs: a file for each noun."""

from webapp.core.blueprints import blueprints_of

BLUEPRINTS = blueprints_of(  # in the order of the API's description
    __name__,
    "rooms",
    "reservations",
    "changes",
    "approvals",
    "closures",
    "attendance",
    "doors",
    "rules",
    "feeds",
    "rates",
    "payments",
    "waits",
    "series",
)
