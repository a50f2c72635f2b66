"""A school whose clock is stopped and moved on by days: what is done in it, through its doors."""

from contextlib import ExitStack
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from webapp.core import clock, posting
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.school.settings import DEFAULTS

from ..queue_acts import CHECKOUTS as API
from ..queue_acts import waitlist

BASE = "/api/inventory/"
ONE = timedelta(days=1)
ZONE = ZoneInfo(DEFAULTS["zone"])
IDS = {"tess": 1, "sol": 2, "nia": 3, "dora": 4, "ada": 5}
TERMS = (
    ("Autumn", date(2040, 9, 3), date(2040, 12, 21), date(2040, 12, 19)),
    ("Spring", date(2041, 1, 7), date(2041, 4, 5), date(2041, 4, 3)),
    ("Summer", date(2041, 4, 23), date(2041, 7, 12), date(2041, 7, 10)),
)
HOLIDAYS = (
    ("Autumn holidays", date(2040, 10, 22), date(2040, 10, 26)),
    ("Christmas", date(2040, 12, 22), date(2041, 1, 6)),
)
OPEN = [{"from_time": "08:00", "until_time": "20:00"}]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OPEN) | {"sat": [], "sun": []}
NOON, MORNING = 12, 8


def on(month, day):
    return date(2040 if month > 8 else 2041, month, day)


class School:
    """Everything at the moment that its clock shows; `each_morning` is called after the day's e-mails have left."""

    def __init__(self, app, as_, *, each_morning=lambda: None):
        self.app, self.as_, self.each_morning = app, as_, each_morning
        self.stopped, self.browsers, self.day = ExitStack(), {}, date.min
        app.config["DEMO"] = True  # its mailbox is where e-mail goes

    def begin(self, day):
        self.stop_at(day, NOON)
        with self.app.app_context(), transaction():
            earlier = update(Letter).where(Letter.sent_at.is_(None))
            db.session.execute(earlier.values(cancelled_at=clock.now()))

    def stop_at(self, day, hour):
        """It is so late, on that day; who was signed in before signs in again."""
        self.day = day
        self.look_at(day, hour)

    def look_back(self):
        """As it was before one looked at another day."""
        self.look_at(self.day)

    def look_at(self, day, hour=NOON):
        """How it would be on another day, if nothing was done until then."""
        self.stopped.close()
        self.browsers = {}
        instant = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
        self.stopped.enter_context(clock.at(instant))

    def go_on_until(self, day, *, step=1):
        """To noon of that day, through every morning until then, or only those of some days and its own."""
        assert day > self.day, day
        while self.day < day:
            self.stop_at(min(day, self.day + step * ONE), MORNING)
            self.run_the_day()
            self.post()
            self.each_morning()
        self.stop_at(day, NOON)

    def run_the_day(self):
        done = self.app.test_cli_runner().invoke(args=["day", "run"])
        assert done.exit_code == 0, done.output

    def post(self):
        with self.app.app_context():
            posting.post()

    def browser(self, who):
        if who not in self.browsers:
            self.browsers[who] = self.as_(who)
        return self.browsers[who]

    def call(self, who, verb, path, code=200, **said):
        """What a door answers to somebody, who is let in with this status."""
        how = getattr(self.browser(who), verb)
        answer = how(path) if verb == "get" else how(path, json=said)
        assert answer.status_code == code, (who, path, self.day, answer.json)
        return answer.json

    def decide(self, **settings):
        self.call("ada", "patch", f"{BASE}settings/", **settings)

    def ask(self, who, item, due=None, code=201, **said):
        wish = {"item": item} | ({"due_date": str(due)} if due else {}) | said
        return self.call(who, "post", API, code, **wish)

    def act(self, who, id, verb, code=200, **said):
        return self.call(who, "post", f"{API}{id}/{verb}/", code, **said)

    def lend(self, who, item, due=None, **said):
        """Asked for, approved and handed out; the loan's id."""
        id = self.ask(who, item, due, **said)["id"]
        self.act("tess", id, "approve")
        self.act("dora", id, "hand_out")
        return id

    def loan(self, id):
        return self.call("tess", "get", f"{API}{id}/")

    def verdict(self, who, id):
        return self.call(who, "get", f"{API}{id}/")["renewal"]

    def join(self, who, item, code=201, **said):
        return self.call(who, "post", waitlist(item), code, **said)

    def place(self, who, place, verb="", code=200):
        """Their place as it is, or what is done with it."""
        path = f"{waitlist(place['item'])}{place['id']}/{verb and verb + '/'}"
        return self.call(who, "post" if verb else "get", path, code)

    def letters(self, *kinds):
        """Those that have left, of these kinds or of any, oldest first."""
        query = select(Letter).where(Letter.sent_at.is_not(None))
        if kinds:
            query = query.where(Letter.kind.in_(kinds))
        with self.app.app_context():
            return list(db.session.scalars(query.order_by(Letter.id)))

    def left_today(self, *kinds):
        """The same of those that left on this day, as (kind, name), in this order."""
        return sorted(
            (letter.kind, letter.name)
            for letter in self.letters(*kinds)
            if letter.sent_at.astimezone(ZONE).date() == self.day
        )


def open_the_school(school):
    school.call("ada", "patch", f"{BASE}opening-hours/", **WEEK)
    for name, first, last, back in TERMS:
        days = {"starts_on": str(first), "ends_on": str(last), "return_by": str(back)}
        school.call("ada", "post", f"{BASE}terms/", 201, name=name, **days)
    for name, first, last in HOLIDAYS:
        days = {"starts_on": str(first), "ends_on": str(last)}
        school.call("ada", "post", f"{BASE}closed-days/", 201, name=name, **days)
    school.decide(suspend_after_days=5, most_renewals=2, renew_days_before=7)


def add_a_harp(school):
    said = {"name": "Harp", "category": "instrument", "location": "Store"}
    path, more = f"{BASE}items/", {"quantity": 1, "max_checkout_days": 28}
    return school.call("tess", "post", path, 201, **said, **more)["id"]
