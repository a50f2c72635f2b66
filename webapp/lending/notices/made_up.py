"""Made-up facts: what the e-mails about loans are shown with before they are sent, of nobody real."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace as Some

from webapp.core import clock
from webapp.core.letter_kinds import Facts
from webapp.core.words import _
from webapp.school import calendar

ID = 1
BORROWER, TEACHER, CLERK = "Robin Example", "Kim Sample", "Sasha Specimen"
TOKEN = "made-up"


def day(distance: int) -> date:
    """So many days from today."""
    return calendar.today() + timedelta(distance)


def loan(**other: object) -> Some:
    """A loan that is promised from tomorrow on; `other` is what is otherwise."""
    usual = {
        "id": ID,
        "item_id": ID,
        "asked_item_id": ID,
        "item_name": _("Violin 3/4"),
        "pieces_told": "",
        "student_name": BORROWER,
        "starts_on": day(1),
        "due_on": day(29),
        "due_at": None,
        "item_hours": None,
        "asked_until": day(29),
        "quantity": 1,
        "asked_quantity": 1,
        "status": "approved",
        "granted": 1,
        "decided_by": ID,
        "needs_look": False,
        "notes": _("For the orchestra."),
        "reason": "",
        "cancelled_by_name": CLERK,
        "asked_set": None,
    }
    return Some(**usual | _of_its_return() | other)


def _of_its_return() -> dict[str, object]:
    return {
        "out": 0,
        "returned_on": day(0),
        "return_notes": "",
        "missing_accessories": [_("Bow")],
        "unsettled_at": None,
    }


def of_loan(**other: object) -> Facts:
    """What an e-mail about one loan is told."""
    return {
        "checkout": loan(**other),
        "decider": person(),
        "begins_later": True,
        "note": "",
        "reason": "",
        "group": "",
        "token": TOKEN,
        "by": CLERK,
        "pieces": 1,
        "in_place": [(_("Violin 3/4"), _("Violin 1/2"))],
        "lost": 1,
    }


def person() -> Some:
    return Some(id=ID, name=TEACHER)


def refused() -> Facts:
    return of_loan(reason=_("It is needed for the concert."))


def of_request() -> Facts:
    """What an e-mail about several loans of a request is told."""
    lines = [loan(), loan(item_name=_("Music stand"), quantity=2, pieces_told="2")]
    whole = Some(student_name=BORROWER, group_name="", purpose=_("For the orchestra."))
    return {
        "request": whole,
        "request_id": ID,
        "lines": lines,
        "together": [(None, [line]) for line in lines],
        "approved_things": 2,
        "all_things": 3,
        "in_place": [(_("Violin 3/4"), _("Violin 1/2"))],
        "lost": 0,
        "decider": person(),
        "note": "",
        "reason": "",
        "by": CLERK,
        "token": TOKEN,
    }


def of_renewal() -> Facts:
    """What an e-mail about the wish to keep something longer is told."""
    wish = Some(
        due_date=day(14),
        asked_until=day(14),
        notes=_("I need it for my exam."),
        reason=_("Good luck with it."),
    )
    return {
        "request": wish,
        "checkout": loan(status="out", due_on=day(2)),
        "decider": person(),
        "token": TOKEN,
    }


def of_fault() -> Facts:
    """What an e-mail about something broken is told."""
    fault = Some(words=_("The bridge is cracked."), is_playable=False, tag="VLN-0007")
    checkout = loan(status="out", due_on=day(9))
    return {"fault": fault, "checkout": checkout, "by": BORROWER}


def rolled_over() -> Facts:
    return {"loans": [loan(status="out"), loan(item_name=_("Music stand"))]}


def _line(distance: int, name: str) -> Some:
    """A line of a reminder, by how many days from now it is due."""
    return Some(
        name=name,
        parts=[],
        due_on=day(distance),
        time="",
        days_late=-distance,
        is_late=distance < 0,
        is_ready=False,
        borrower=BORROWER,
        first=loan(status="out"),
        act=None,
    )


def digest() -> Facts:
    """Something late, and something that is due soon."""
    return {
        "late": [_line(-7, _("Violin 3/4"))],
        "soon": [_line(2, _("Music stand"))],
        "ready": [],
        "others": [],
        "more": 0,
        "only": None,
    }


def reminder() -> Facts:
    return {"line": _line(-1, _("Violin 3/4"))}


def late() -> Facts:
    """What others are told of who is late."""
    return {"late": [_line(-14, _("Violin 3/4"))], "more": 0, "borrower": BORROWER}


def copied() -> Facts:
    subject = _("Approved: %(item)s", item=_("Violin 3/4"))
    told = _("You can borrow %(item)s.", item=_("Violin 3/4"))
    return {"subject": subject, "borrower": BORROWER, "words": told}


def receipt() -> Facts:
    """What a receipt of the desk says."""
    thing = {
        "item_name": _("Violin 3/4"),
        "quantity": 1,
        "tag": "VLN-000",
        "due_on": day(28),
        "due_at": None,
        "with": [_("Bow")],
        "without": [],
        "condition": "good",
        "outcome": "returned",
        "left": 0,
        "reason": "",
    }
    return {
        "pile": Some(id=ID, number=1),
        "goods": [("", [thing])],
        "lost": [],
        "used_up": [],
        "due_by": "day",
    }


def _in_three_days() -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(3)


def place() -> Facts:
    """What who waits for something is told."""
    return {
        "wait": Some(item_name=_("Violin 3/4"), quantity=1),
        "loan": loan(reason=""),
        "by": None,
        "token": TOKEN,
        "needs_approval": False,
        "until": calendar.written(_in_three_days(), "%A %-d %B, %H:%M"),
    }


def suspension() -> Facts:
    why = _("Two things were lost.")
    return {"suspension": Some(by=ID, until=day(30), why=why)}
