"""What chance does in a school year: one act after the other, through its doors, each refusal taken at its word."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from webapp.core.db import db
from webapp.lending.models import Checkout, ItemWait

from ..queue_acts import CHECKOUTS as API
from ..queue_acts import waitlist
from .acts import BASE, IDS, ONE

WHO = "sol", "nia", "tess"
NAMES = {id: name for name, id in IDS.items()}
ITEMS = 1, 3  # two violins and a harp: fewer than people who want them
SHUT = "Storm"
ACCEPTED = 200, 201


class Chance:
    def __init__(self, school, seed):
        self.school, self.random = school, Random(seed)

    def act(self):
        kinds = (
            *(self.ask, self.ask, self.approve, self.approve, self.hand_out, self.hand_out),
            *(self.bring_back, self.keep, self.keep, self.join, self.join, self.answer),
            *(self.extend, self.cancel, self.shut),
        )
        self.random.choice(kinds)()

    def days(self, least, most):
        return self.school.day + timedelta(days=self.random.randint(least, most))

    def said(self, who, path, **said):
        """The answer, whatever it is, but never a failure; a refusal's offer is taken, and does."""
        browser = self.school.browser(who)
        answer = browser.post(path, json=said)
        assert answer.status_code in (*ACCEPTED, 409, 422), (path, said, answer.text)
        offers = answer.json.get("offers") if answer.status_code >= 400 else None
        if offers and "due_date" in offers[0]["change"]:
            taken = browser.post(path, json=said | offers[0]["change"])
            is_true = (
                self.can_be_had if "checkout_date" in offers[0]["change"] else self.is_true
            )
            assert is_true(taken), (
                self.school.day,
                path,
                said,
                answer.json,
                taken.json,
            )
            return taken
        return answer

    def is_true(self, taken):
        """Whether it did; another reason than the day may be in the way, and is told in its turn."""
        if taken.status_code in ACCEPTED:
            return True
        return "due_date" not in taken.json.get("fields", {})

    def can_be_had(self, taken):
        """Whether it can be asked for on the days that were named, unless it is asked for already."""
        return taken.status_code in ACCEPTED or "checkout" in taken.json["facts"]

    def one(self, *conditions):
        """A loan of this kind, if there is any."""
        with self.school.app.app_context():
            query = select(Checkout).where(*conditions).order_by(Checkout.id)
            loans = list(db.session.scalars(query))
        return self.random.choice(loans) if loans else None

    def ask(self):
        wish = {"item": self.random.choice(ITEMS), "due_date": str(self.days(1, 40))}
        starts = (
            {"checkout_date": str(self.days(0, 9))} if self.random.random() < 0.4 else {}
        )
        self.said(self.random.choice(WHO), API, **wish, **starts)

    def approve(self):
        if loan := self.one(Checkout.stored_status == "pending"):
            self.said("tess", f"{API}{loan.id}/approve/")

    def hand_out(self):
        is_promised = Checkout.stored_status == "approved"
        begins = Checkout.starts_on <= self.school.day
        if loan := self.one(is_promised, begins, Checkout.offered_until.is_(None)):
            self.said("dora", f"{API}{loan.id}/hand_out/")

    def bring_back(self):
        if loan := self.one(Checkout.stored_status == "out"):
            self.school.act("dora", loan.id, "return_item")

    def cancel(self):
        if loan := self.one(Checkout.stored_status == "approved"):
            self.said("dora", f"{API}{loan.id}/cancel/")

    def keep(self):
        """As the verdict says; what may be kept from a day on may be, then."""
        loan = self.one(Checkout.stored_status == "out")
        if loan is None:
            return
        who = NAMES[loan.student_id]
        verdict = self.school.verdict(who, loan.id)
        code = 200 if verdict["until"] else 409
        answer = self.school.act(who, loan.id, "renew", code)
        if verdict["until"]:
            assert answer["due_date"] == verdict["until"]
        else:
            assert answer["facts"]["reason"] == verdict["reason"]
            self.wait_for(who, loan.id, verdict)

    def wait_for(self, who, id, verdict):
        if verdict["reason"] == "too_soon":
            self.school.look_at(date.fromisoformat(verdict["day"]) - ONE)
            assert self.school.verdict(who, id)["reason"] == "too_soon"
            self.school.look_at(date.fromisoformat(verdict["day"]))
            assert self.school.verdict(who, id)["reason"] != "too_soon"
            self.school.look_back()
        elif verdict["reason"] == "too_often":
            self.ask_to_keep(who, id)

    def ask_to_keep(self, who, id):
        path = f"{BASE}renewals/"
        asked = self.said(who, path, checkout=id, due_date=str(self.days(5, 40)))
        if asked.status_code == 201:
            self.said("tess", f"{path}{asked.json['id']}/approve/")

    def extend(self):
        if loan := self.one(Checkout.stored_status == "out"):
            self.said("tess", f"{API}{loan.id}/extend/", due_date=str(self.days(0, 60)))

    def join(self):
        self.said(self.random.choice(WHO), waitlist(self.random.choice(ITEMS)))

    def answer(self):
        """Yes or no to what is offered."""
        with self.school.app.app_context():
            offered = select(ItemWait).where(ItemWait.status == "offered")
            waits = list(db.session.scalars(offered.order_by(ItemWait.id)))
        for wait in waits[:1]:
            verb = self.random.choice(("accept", "accept", "leave"))
            path = f"{waitlist(wait.item_id)}{wait.id}/{verb}/"
            self.said(NAMES[wait.student_id], path)

    def shut(self):
        if self.random.random() < 0.3:
            first = self.days(1, 25)
            last = first + self.random.randint(0, 3) * ONE
            days = {"starts_on": str(first), "ends_on": str(last)}
            self.said("ada", f"{BASE}closed-days/", name=SHUT, **days)
