"""Where each role can go: the main menu, and the account's few letters."""

from typing import Any, NamedTuple

from flask import Flask, request
from flask_login import current_user

from .core.doors import wants_part
from .core.words import lazy
from .lending import baskets
from .people import access

STOCK = (
    "units locations levels movements operations transfers stocktakes repairs"
    " brands suppliers categories skus sets stock"
)
BOOK = "reservations calendars quotas door waitlist closures"
BELONGS = (
    {"groups": "people", "settings": "people", "emails": "people"}
    | dict.fromkeys(BOOK.split(), "rooms")
    | dict.fromkeys(STOCK.split(), "items")
    | {"basket": "items"}
)


class Place(NamedTuple):
    href: str
    icon: str
    label: str

    @property
    def here(self) -> bool:
        root, first = self.href.split("/")[1], request.path.split("/")[1]
        return request.path == self.href or bool(root) and BELONGS.get(first, first) == root


ITEMS, ROOMS = (
    Place("/items", "guitar", lazy("Items")),
    Place("/rooms", "calendar-days", lazy("Rooms")),
)
DESK = (
    Place("/desk", "scan-barcode", lazy("Desk")),
    Place("/checkouts", "package-check", lazy("Queue")),
    ITEMS,
    ROOMS,
    Place("/reports/overdue", "printer", lazy("Reports")),
)
MENUS = {
    "student": (
        Place("/", "house", lazy("Home")),
        Place("/items", "search", lazy("Borrow")),
        ROOMS,
        Place("/checkouts", "history", lazy("My loans")),
    ),
    "teacher": (
        Place("/approvals", "inbox", lazy("Approvals")),
        ROOMS,
        Place("/people", "users", lazy("Students")),
        ITEMS,
    ),
    "desk": DESK,
    "admin": (*DESK, Place("/people", "users", lazy("People"))),
}


def _basket_count() -> int | None:
    """How many things are in a student's basket, for the top of each whole page; None for others, who have no link."""
    if wants_part() or getattr(current_user, "role", "") != "student":
        return None
    return baskets.count(current_user)


def _shell() -> dict[str, Any]:
    theme = request.cookies.get("theme")
    return {
        "basket_count": _basket_count(),
        "menu": MENUS.get(getattr(current_user, "role", ""), ()),
        "may_manage": current_user.is_authenticated and access.may_manage(current_user),
        "theme": theme if theme in ("light", "dark") else "",
        "here": request.full_path.rstrip("?") if request.method == "GET" else request.path,
    }


def init_app(app: Flask) -> None:
    app.context_processor(_shell)
