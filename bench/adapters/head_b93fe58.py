"""The head before the mending of what public bug reports found: the measure of that work, and of the speed after it."""

from . import this


class Head(this.Head):
    """The same addresses as today's, written down here so that they may move on there."""

    pages = (
        this.Page("day page", "student", "/rooms?date={day}"),
        this.Page("item list", "student", "/items?q=violin&category=instrument"),
        this.Page("item page", "student", "/items/42"),
        this.Page("approval queue", "teacher", "/approvals"),
        this.Page("home", "student", "/"),
        this.Page(
            "item list (API, 50)",
            "student",
            "/api/inventory/items/?search=violin&category=instrument",
        ),
    )
    booking = "/api/inventory/reservations/"
