"""What must be true of loans whatever people do: after each act, and at the end of a story."""

from collections import Counter

from sqlalchemy import func, select, update

from tests.stock.ledger.tries import Tries
from webapp.core import clock
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.lending.asking import free_days
from webapp.lending.availability import availability
from webapp.lending.decisions import missed_pickups
from webapp.lending.loans import checkouts
from webapp.lending.models import Checkout, CheckoutUnit
from webapp.lending.today import daily_run
from webapp.school import calendar
from webapp.stock.models import Movement, Operation, Unit

from . import claims, day_by_day
from .world import ADA, CELLO, HARP, ROSIN, VIOLA, VIOLIN

KINDS = VIOLIN, CELLO, VIOLA, ROSIN, HARP
LEFT = "out", "returned", "lost"
AHEAD = 14  # days that are looked at
MAY_LEAVE_TOO_FEW = {  # what breaks, is lost, leaves the school or is found to be elsewhere; and what was, again
    "operations.act", "operations.approve", "transit.send", "transit.lose", "transit.receive", "stocktakes.apply",
    "units.block", "opening.open", "opening.start_maintenance", "mending.give_up", "mending.assess",
    "mending.finish", "handovers.return_item", "receiving.take_back", "undo.undo", "piles.undo",
}  # fmt: skip


class LendingTruths(Tries):
    def attempt(self, verb, *said, **more):
        answer = super().attempt(verb, *said, **more)
        if answer is not None:
            act = f"{verb.__module__.rpartition('.')[2]}.{verb.__name__}"
            self.check_overdrafts(act)
            self.check_units(act)
        return answer

    def check_units(self, act):
        """No act lets a certain unit be two people's on one day."""
        before, self.double = getattr(self, "double", set()), claims.double()
        assert act in MAY_LEAVE_TOO_FEW or self.double <= before, act

    def check_overdrafts(self, act):
        """No act promises or gives what is not there on some day, but what broke or was lost is missing."""
        before, self.left = getattr(self, "left", {}), what_is_left()
        if act in MAY_LEAVE_TOO_FEW:
            return
        for item, steps in self.left.items():
            for day in {step.day for step in (*steps, *before.get(item, ()))}:
                lacking = lacking_on(steps, day)
                assert lacking <= lacking_on(before.get(item, ()), day), (act, item, day)

    def see_to_what_is_due(self):
        self.left = what_is_left()  # what is late by now is missing
        self.double = claims.double()
        db.session.execute(update(Letter).values(sent_at=clock.now()))
        if self.steps % 8:
            return
        self.attempt(checkouts.expire)
        for due, see_to in (
            (missed_pickups.due, missed_pickups.release),
            (daily_run.due, daily_run.set_aside),
        ):
            for id in due():
                self.attempt(see_to, id)

    def check(self):
        super().check()
        self.check_loans_are_what_moved()
        self.check_no_unit_is_with_two()

    def check_loans_are_what_moved(self):
        moved, kept = by_movements(), by_units()
        differ = {id for id, _state in (moved - kept) + (kept - moved)}
        assert not differ, acts_of(differ)
        self.check_statuses(moved)

    def check_statuses(self, moved):
        """A loan is what its pieces are, and all that left are its own."""
        own = own_pieces()
        loans = select(Checkout.id, Checkout.stored_status, Checkout.quantity)
        for id, status, quantity in db.session.execute(loans):
            out, aside = moved[id, "on_rent"], moved[id, "reserved"]
            assert out + aside <= quantity, id
            assert bool(out) == (status == "out"), (id, status)
            assert not aside or status == "approved", (id, status)
            assert own[id] == quantity or status not in LEFT, (id, status)

    def check_no_unit_is_with_two(self):
        holders = Counter(
            db.session.scalars(
                select(CheckoutUnit.unit_id)
                .join(Unit, Unit.id == CheckoutUnit.unit_id)
                .where(CheckoutUnit.ended_at.is_(None), Unit.batch_code.is_(None))
            )
        )
        assert set(holders.values()) <= {1}

    def check_the_end(self):
        super().check_the_end()
        for item in KINDS:
            days = free_days.of_item(ADA, item, calendar.today(), ahead(AHEAD))
            free = day_by_day.free(item, [day.date for day in days])
            assert [day.free for day in days] == free, item


def ahead(days):
    return calendar.after(calendar.today(), days)


def what_is_left():
    """Of each item from day to day, as it can be given away."""
    return {id: shelf.steps for id, shelf in availability.shelves(KINDS).items()}


def lacking_on(steps, day):
    """How many pieces too many are promised and out on a day."""
    left = [step.grantable for step in steps if step.day <= day]
    return max(0, -left[-1]) if left else 0


def by_movements():
    """Pieces on loan and set aside for each checkout, as the ledger moved them: into a state, less out of it."""
    pieces = Counter()
    query = select(
        Movement.checkout_id,
        Movement.from_state,
        Movement.to_state,
        func.sum(Movement.quantity),
    ).where(Movement.checkout_id.is_not(None))
    grouped = query.group_by(Movement.checkout_id, Movement.from_state, Movement.to_state)
    for id, came, went, quantity in db.session.execute(grouped):
        pieces[id, came] -= int(quantity)
        pieces[id, went] += int(quantity)
    held = {key: many for key, many in pieces.items() if key[1] in ("on_rent", "reserved")}
    return Counter({key: many for key, many in held.items() if many})


def by_units():
    """The same by the rows of loans."""
    pieces = Counter()
    for row in open_rows():
        state = "on_rent" if row.out_at else "reserved"
        pieces[row.checkout_id, state] += row.quantity
    return pieces


def acts_of(ids):
    """What moved of these loans, for whoever looks into it."""
    columns = Operation.kind, Operation.id, Operation.reverses_id, Movement.type
    query = (
        select(*columns, Movement.unit_id, Movement.quantity, Movement.checkout_id)
        .join(Operation, Operation.id == Movement.operation_id)
        .where(Movement.checkout_id.in_(ids))
    )
    return [tuple(row) for row in db.session.execute(query.order_by(Movement.id))]


def open_rows():
    return db.session.execute(
        select(CheckoutUnit.checkout_id, CheckoutUnit.out_at, CheckoutUnit.quantity).where(
            CheckoutUnit.ended_at.is_(None)
        )
    )


def own_pieces():
    """How many pieces each loan has or had, without what went back on the shelf before it was fetched."""
    is_own = func.coalesce(CheckoutUnit.ending, "") != "released"
    query = select(CheckoutUnit.checkout_id, func.sum(CheckoutUnit.quantity)).where(is_own)
    return Counter(dict(db.session.execute(query.group_by(CheckoutUnit.checkout_id)).all()))
