"""The words after what is asked for, handed out and taken back."""

from collections.abc import Sequence

from flask import request, url_for

from webapp.core.doors import actor
from webapp.core.said import Said
from webapp.core.words import _, ngettext
from webapp.school import calendar

from .. import undoing
from ..models import Checkout
from ..models.checkouts import Columns
from ..requests import restoring


def asked(lines: Sequence[Checkout]) -> Said:
    """Whether it waits for an answer, or nobody needs to be asked."""
    undo = url_for("lending.cancel_request", id=lines[0].request_id)
    if any(line.status == "pending" for line in lines):
        words = _("Sent")
        return Said(words, _("Most answers come within a day, by e-mail."), undo)
    words = ngettext("Promised: nobody needs to be asked", "All is promised", len(lines))
    return Said(words, undo=undo)


def accepted(loan: Checkout) -> Said:
    """Whose it is now that was offered; where a teacher still decides, that it is only kept until then."""
    is_own = loan.student_id == actor().id
    if loan.status == "pending":
        words = _("Kept for you until a teacher has decided")
        theirs = _("Kept for %(name)s until a teacher has decided", name=loan.student_name)
        return Said(words if is_own else theirs, _("Nothing is to be fetched before."))
    words = _("Yours: it is kept until you fetch it")
    theirs = _("It is kept until %(name)s fetches it", name=loan.student_name)
    return Said(words if is_own else theirs)


def handed_out(loan: Checkout) -> Said:
    """Who has it now, and until when."""
    day = calendar.in_words(loan.due_on, loan.due_at)
    about = {"thing": thing_of(loan), "name": loan.student_name, "day": day}
    words = _("%(thing)s is with %(name)s until %(day)s", **about)
    return Said(words, undo=undo_of(loan))


def ended(loan: Checkout, came: Columns) -> Said:
    """What came back, or did not; what came back damaged is to be assessed."""
    about = {"item": loan.item_name, "name": loan.student_name}
    undo = undo_of(loan)
    outcome = came.get("outcome") or "returned"
    if outcome in ("lost", "used_up"):
        words = _("%(item)s is written down as gone", item=loan.item_name)
        return Said(words, undo=undo)
    if "damaged" in (outcome, came.get("condition")):
        words = _("%(item)s is back from %(name)s, damaged", **about)
        return Said(words, _("It is off the shelf, with a repair to assess."), undo)
    return Said(_("%(item)s is back from %(name)s", **about), undo=undo)


def set_aside(loan: Checkout) -> Said:
    """For whom it lies ready."""
    words = _(
        "%(thing)s is set aside for %(name)s", thing=thing_of(loan), name=loan.student_name
    )
    at = request.args.get("at")  # its Undo leads back there
    return Said(words, undo=url_for("lending.undo_set_aside", id=loan.id, at=at))


def cancelled(loan: Checkout) -> Said:
    """What is not to be fetched any more; what was only offered is not made again."""
    can_be_undone = restoring.undoable(actor(), loan)
    undo = url_for("lending.undo_cancel", id=loan.id) if can_be_undone else ""
    return Said(_("Cancelled: %(item)s", item=loan.item_name), undo=undo)


def thing_of(loan: Checkout) -> str:
    """What it is called, with its tag if it is one thing."""
    tags = [row.tag for row in loan.units if row.tag]
    if loan.quantity != 1 or len(tags) != 1:
        return loan.item_name
    return _("%(item)s, %(tag)s,", item=loan.item_name, tag=tags[0])


def undo_of(loan: Checkout) -> str:
    """Where the desk's last act with it is undone; empty where that may not be any more."""
    act = undoing.undoable(actor(), loan)
    return url_for("operations.take_back", id=act.id) if act else ""
