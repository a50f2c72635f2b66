"""Where each role can go: four places and More on a phone, all pages by group on a desktop, and the account's few."""

from typing import Any, NamedTuple

from flask import Flask, request
from flask_login import current_user

from . import inbox, menu_counts
from .core.answering_pages import AT_INBOX
from .core.doors import wants_part
from .core.words import lazy
from .lending.baskets import baskets
from .people import access
from .reports.box.hits import Page
from .reports.schemas import BoxQuery


class Place(NamedTuple):
    """A page of the menu; `holds` are the first parts of the addresses of those below it that begin otherwise, `counts`
    the name of the number that stands beside it.
    """

    href: str
    icon: str
    label: str
    holds: tuple[str, ...] = ()
    counts: str = ""

    def nearness(self, path: str) -> int:
        """How much of an address it stands for, in characters; -1 for one that it does not stand for."""
        roots = (self.href, *self.holds)
        return max((len(root) for root in roots if _is_below(path, root)), default=-1)


class Group(NamedTuple):
    """Pages that belong together; the first group has no title."""

    title: str
    places: tuple[Place, ...]


Menu = tuple[Group, ...]


def _is_below(path: str, root: str) -> bool:
    return path == root or root != "/" and path.startswith(f"{root}/")


HOME = Place("/", "house", lazy("Home"))
BORROW = Place("/items", "search", lazy("Borrow"), ("/basket", "/sets", "/units"))
MY_LOANS = Place(  # of who sees no others
    "/checkouts", "history", lazy("My loans"), ("/requests", "/receipts")
)
LOANS_OF_MINE = Place("/checkouts/mine", "history", lazy("My loans"))
INBOX = Place(
    "/approvals",
    "inbox",
    lazy("Inbox"),
    ("/renewals", "/operations/pending", "/reservations/approvals"),
)
DESK = Place("/desk", "scan-barcode", lazy("Desk"), ("/receipts",))
QUEUE = Place(
    "/checkouts", "package-check", lazy("Queue"), ("/requests", "/roll-overs"), "queue"
)
OVERDUE = Place("/reports/overdue", "clock-alert", lazy("Overdue"), counts="overdue")
HISTORY = Place("/history", "history", lazy("History"))
ROOMS = Place("/rooms", "calendar-days", lazy("Rooms"), ("/door",))
FIND_A_ROOM = Place("/rooms/find", "search", lazy("Find a room"))
BOOKINGS = Place("/reservations", "list", lazy("Bookings"), ("/series", "/calendars"))
MY_BOOKINGS = Place(  # of who sees no others
    "/reservations", "list", lazy("My bookings"), ("/series",)
)
BOOKINGS_OF_MINE = Place("/reservations/mine", "list", lazy("My bookings"))
ROOM_WAITS = Place("/waitlist", "clock", lazy("Waitlist"))
CLOSURES = Place("/closures", "lock", lazy("Closures"))
QUOTAS = Place("/quotas", "chart-column", lazy("Your quotas"))
CALENDARS = Place("/calendars", "bell", lazy("In my calendar"))
OPENING = Place("/opening-hours", "clock", lazy("Opening hours"), ("/jobs",))
ITEMS = Place("/items", "guitar", lazy("Items"), ("/sets",))
UNITS = Place("/units", "qr-code", lazy("Units"))
RECEIVE = Place("/operations/receive", "plus", lazy("Receive"))
REPAIRS = Place("/repairs", "wrench", lazy("Repairs"), counts="repairs")
STOCKTAKES = Place("/stocktakes", "list", lazy("Stocktakes"))
ALERTS = Place("/levels/alerts", "triangle-alert", lazy("Alerts"), counts="alerts")
ALL_OF_STOCK = Place(
    "/stock",
    "menu",
    lazy("All of stock"),
    (
        "/brands",
        "/categories",
        "/levels",
        "/locations",
        "/movements",
        "/operations",
        "/skus",
        "/suppliers",
        "/transfers",
    ),
)
PEOPLE = Place("/people", "users", lazy("People"))
STUDENTS = Place("/class", "users", lazy("My students"), ("/people",))
GROUPS = Place("/groups", "users", lazy("Groups"))
SUSPENSIONS = Place("/suspensions", "ban", lazy("Suspended"))
REPORTS = Place("/reports/out", "printer", lazy("Reports"), ("/reports",))
EMAILS = Place("/emails/failing", "mail", lazy("E-mails that fail"))
SETTINGS = Place("/settings", "sliders-horizontal", lazy("Settings"))

STOCK = Group(
    lazy("Stock"),
    (ITEMS, UNITS, RECEIVE, REPAIRS, STOCKTAKES, ALERTS, ALL_OF_STOCK),
)


def _at_the_desk(office: tuple[Place, ...] = ()) -> Menu:
    """The desk's menu, with what more only some may open."""
    return (
        Group("", (INBOX,)),
        Group(lazy("Lend"), (DESK, QUEUE, OVERDUE, SUSPENSIONS, HISTORY)),
        Group(lazy("Rooms"), (ROOMS, FIND_A_ROOM, BOOKINGS, ROOM_WAITS, CLOSURES)),
        STOCK,
        Group(lazy("Office"), (PEOPLE, GROUPS, OPENING, REPORTS, *office)),
    )


MENUS = {
    "student": (
        Group(lazy("Borrow"), (HOME, BORROW, MY_LOANS)),
        Group(
            lazy("Rooms"), (ROOMS, FIND_A_ROOM, MY_BOOKINGS, ROOM_WAITS, QUOTAS, CALENDARS)
        ),
        Group(lazy("School"), (OPENING, GROUPS)),
    ),
    "teacher": (
        Group("", (INBOX,)),
        Group(lazy("Teach"), (STUDENTS, GROUPS, OVERDUE)),
        Group(lazy("Lend"), (DESK, QUEUE, LOANS_OF_MINE, SUSPENSIONS, HISTORY)),
        Group(
            lazy("Rooms"),
            (
                ROOMS,
                FIND_A_ROOM,
                BOOKINGS_OF_MINE,
                BOOKINGS,
                ROOM_WAITS,
                CLOSURES,
            ),
        ),
        STOCK,
        Group(lazy("School"), (OPENING, REPORTS)),
    ),
    "desk": _at_the_desk(),
    "admin": _at_the_desk(office=(EMAILS, SETTINGS)),
}
AT_HAND = {  # on a phone, beside More
    "student": (HOME, BORROW, ROOMS, MY_LOANS),
    "teacher": (INBOX, STUDENTS, ROOMS, ITEMS),
    "desk": (DESK, QUEUE, INBOX, ROOMS),
    "admin": (INBOX, DESK, ROOMS, PEOPLE),
}

CLOSE_A_ROOM = Place("/closures/new", "lock", lazy("Close a room"))
STUDENTS_TOO = (Place("/me/password", "lock", lazy("Change your password")),)
ACTS = (  # besides the menu's places; of the desk, which teachers do too
    Place("/desk/tray", "scan-barcode", lazy("A pile out or back")),
    Place("/desk/pick-list", "list", lazy("Pick list")),
    Place("/desk/today", "users", lazy("Today, by person")),
    CLOSE_A_ROOM,
    Place("/repairs/new", "wrench", lazy("Report damage")),
    Place("/repairs/maintenance", "wrench", lazy("Planned maintenance")),
    Place("/stocktakes/new", "list", lazy("Start a stocktake")),
    Place("/transfers/new", "package", lazy("Start a transfer")),
    Place("/operations/sell", "package", lazy("Sell")),
    Place("/operations/write-off", "ban", lazy("Write off")),
    Place("/operations/adjust", "sliders-horizontal", lazy("Adjust stock")),
    Place("/locations", "map-pin", lazy("Locations")),
    Place("/sets", "package", lazy("Sets")),
    Place("/reports/lent", "chart-column", lazy("Most lent")),
    *STUDENTS_TOO,
)
DESCRIBING = (
    Place("/items/new", "plus", lazy("Add an item")),
    Place("/items/import", "plus", lazy("Import items")),
)
MANAGING = (
    Place("/people/new", "plus", lazy("Add a person")),
    Place("/rooms/new", "plus", lazy("Add a room")),
    Place("/rooms/rules", "list", lazy("Rules for bookings")),
    Place("/rooms/rates", "chart-column", lazy("Prices of rooms")),
)
ACTS_OF = {
    "student": STUDENTS_TOO,
    "teacher": (*ACTS, *DESCRIBING),
    "desk": ACTS,
    "admin": (*ACTS, *DESCRIBING, *MANAGING),
}
AT_FIRST = {  # where nothing is typed yet
    "student": (BORROW, FIND_A_ROOM, MY_LOANS),
    "teacher": (RECEIVE, OVERDUE, CLOSE_A_ROOM),
    "desk": (RECEIVE, OVERDUE, CLOSE_A_ROOM),
    "admin": (RECEIVE, OVERDUE, CLOSE_A_ROOM),
}


def pages(role: str) -> list[Page]:
    """All that the box knows as pages and acts of a role, in the reader's language."""
    places = [
        Page(place.href, place.icon, str(place.label), str(group.title))
        for group in MENUS.get(role, ())
        for place in group.places
    ]
    return places + _acts(ACTS_OF.get(role, ()))


def first_pages(role: str) -> list[Page]:
    """What the box offers before anything is typed."""
    return _acts(AT_FIRST.get(role, ()))


def _acts(places: tuple[Place, ...]) -> list[Page]:
    return [Page(place.href, place.icon, str(place.label)) for place in places]


def here(role: str, path: str) -> Place | None:
    """Which place of a role's menu an address belongs to: the one that stands for most of it."""
    places = [place for group in MENUS.get(role, ()) for place in group.places]
    nearest = max(places, key=lambda place: place.nearness(path), default=None)
    return nearest if nearest and nearest.nearness(path) >= 0 else None


def _basket_count() -> int | None:
    """How many things are in a student's basket, for the top of each whole page; None for others, who have no link."""
    if wants_part() or getattr(current_user, "role", "") != "student":
        return None
    return baskets.count(current_user)


def _path() -> str:
    """Where one is; on the way of an answer from the inbox, still there."""
    return INBOX.href if request.args.get("at") == AT_INBOX else request.path


def _shell() -> dict[str, Any]:
    theme = request.cookies.get("theme")
    role = getattr(current_user, "role", "")
    return {
        "basket_count": _basket_count(),
        "inbox": INBOX,
        "inbox_count": inbox.of_page(),
        "menu_counts": menu_counts.of_page(),
        "menu": MENUS.get(role, ()),
        "at_hand": AT_HAND.get(role, ()),
        "box": BoxQuery,
        "place_here": here(role, _path()),
        "may_manage": current_user.is_authenticated and access.may_manage(current_user),
        "theme": theme if theme in ("light", "dark") else "",
        "here": request.full_path.rstrip("?") if request.method == "GET" else request.path,
    }


def init_app(app: Flask) -> None:
    app.context_processor(_shell)
