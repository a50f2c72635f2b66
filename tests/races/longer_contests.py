"""What is raced for once something is out: its last free days, which two want, or one and somebody who waits for it."""

from datetime import timedelta

from tests.races.servers import CLIENTS
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout
from webapp.school import calendar

from .loan_contests import CHECKOUTS, TESS, _item, _wish
from .rounds import Round, counted

LATER = 9  # days from now, after what is out is due


def last_free_days(count, people):
    """Half of them keep one of two loans longer, half the other; of the two pieces one is promised by then."""
    for number in range(count):
        item = _item(f"kept longer {number}", 2)
        loans = [_out(item, person) for person in people[:2]]
        decisions.approve(TESS, _wish(item, people[2], later=LATER))
        asked = [_extension(loan) for loan in loans]
        yield Round(item, asked * (CLIENTS // 2))


def kept_or_promised(count, people):
    """Half of them keep the only piece longer, half promise it to somebody who asked for it by then."""
    for number in range(count):
        item = _item(f"kept or promised {number}", 1)
        loan, wish = _out(item, people[0]), _wish(item, people[1], later=LATER)
        asked = [_extension(loan), (f"{CHECKOUTS}{wish}/approve/", {})]
        yield Round(item, asked * (CLIENTS // 2))


def _out(item, person):
    return decisions.approve(TESS, _wish(item, person), hand_out=True).id


def _extension(loan):
    day = calendar.today() + timedelta(days=LATER + 3)
    return f"{CHECKOUTS}{loan}/extend/", {"due_date": str(day)}


IS_LONGER = Checkout.due_on > Checkout.asked_until
longer = counted(Checkout.item_id, IS_LONGER)
longer_or_promised = counted(
    Checkout.item_id, IS_LONGER | (Checkout.stored_status == "approved")
)
