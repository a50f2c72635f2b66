"""The tray: the desk scans a pile out or back, sees what each code is, and carries it out with one Enter."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from flask import redirect, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, go_to, looks, page, signed_in
from webapp.core.errors import Conflict, Invalid, Refusal
from webapp.core.form_addresses import address_of, to_address
from webapp.core.inputs import an_id, problems
from webapp.people import people
from webapp.people.people import Named
from webapp.stock.units.scans import Scan

from .. import access
from ..forms.tray import BACK_FIRST, Tray, at_place, in_address
from ..loans import for_others
from ..piles import giving, handing_over, perhaps, receiving, sums, taking_back, whose
from ..piles.codes import Code
from ..piles.handing_over import HandOver
from ..piles.piles import Done
from ..piles.taking_back import TakeBack
from ..schemas.piles import BackInput
from ..suspensions import suspended
from .blueprint import bp

AGAIN = 307  # the form is sent once more, to the act


@bp.get("/desk/tray")
@signed_in
def tray() -> Response:
    return _drawn(_read())


@bp.get("/desk/tray/lines")
@bp.post("/desk/tray/lines")
@signed_in
@looks
def add_line() -> Response:
    """One more code, or something else said of the lines; Enter in the empty box carries all out."""
    access.check_may_be_at_desk(actor())
    sent = _read()
    if "add" in request.form and not sent.is_added and sent.codes:
        return redirect(url_for(".carry_out"), AGAIN)
    return to_address(in_address(request.form)) or _drawn(sent)


@bp.post("/desk/tray/back-first")
@signed_in
def take_back_first() -> Response:
    """What is out to somebody else comes back, with a receipt of its own; then the tray goes on with it."""
    access.check_may_be_at_desk(actor())
    sent, fields = _read(), in_address(request.form)
    if code := at_place(sent, request.form.get(BACK_FIRST)):
        with _shown_again(sent):
            done = receiving.take_back(actor(), [Code(code.code, code.us_keys)])
        fields.append(("taken_back", str(done.pile.id)))
    return go(address_of(url_for(".add_line"), fields))


@contextmanager
def _shown_again(sent: Tray) -> Iterator[None]:
    """A refusal draws the tray as it was."""
    try:
        yield
    except (Conflict, Invalid) as refused:
        no = refused
        no.page = partial(_drawn, sent, no)
        raise


@bp.post("/desk/tray")
@signed_in
def carry_out() -> Response:
    access.check_may_be_at_desk(actor())
    sent = _read()
    with _shown_again(sent):
        done = _act(sent)
    stayed = [line.known_as for line in done.lines if line.tone == "alert"]
    return go_to("lending.receipt", id=done.pile.id, new=1, stayed=stayed[:40])


def _read() -> Tray:
    try:
        return Tray.of(request.form if request.method == "POST" else request.args)
    except ValidationError as error:
        raise Invalid(fields=problems(error)) from None


def _act(sent: Tray) -> Done:
    person = whose.named(actor(), sent.said.person)
    if (sent.said.kind or sent.said.guess) == "take_back":
        return receiving.take_back(actor(), sent.codes, person, sent.said.returned_on)
    return giving.hand_over(actor(), sent.codes, person=person, due_date=sent.said.due_date)


def _drawn(sent: Tray, no: Refusal | None = None) -> Response:
    """The tray with what is answered to each line, and what was refused if it was."""
    access.check_may_be_at_desk(actor())
    person = whose.named(actor(), sent.said.person)
    pile = _look(sent, person)
    return page(
        "lending/piles/tray",
        no.status if no else 200,
        pile=pile,
        **_of_person(pile),
        lines=[line for line in pile.lines if line.kind != "named"],
        no=no,
        said=sent.said,
        fault_names=people.names(line.fault.by for line in pile.lines if line.fault),
        limits_of=BackInput,
        longest=Scan.longest,
        kind="take_back" if isinstance(pile, TakeBack) else "hand_over",
        sums=sums.of(pile),
        is_added=sent.is_added,
        taken_back=request.args.get("taken_back", type=an_id),
    )


def _of_person(pile: HandOver | TakeBack) -> dict[str, object]:
    """What else there is to know of whose pile it is."""
    if pile.person is None:
        return {"suspension": "", "for_others": []}
    id = pile.person.id
    return {
        "suspension": suspended.told_of(id),
        "for_others": for_others.to_hand_over(id),
    }


def _look(sent: Tray, person: Named | None) -> HandOver | TakeBack:
    """The first thing says whether it is a pile out or a pile back: what is out comes back.

    What is out to others than whose card was scanned, before it or after it, does not come back by that: of what is
    only counted one from the shelf is meant to go, and what they are promised themselves is still out to somebody.
    """
    said, back = sent.said, None
    kind = said.kind or said.guess
    if kind != "hand_over":
        back = taking_back.look(actor(), sent.codes, person, said.returned_on)
        is_known = said.kind or (kind and not back.person)
        if is_known or (back.endings and not perhaps.is_lending(actor(), back)):
            return back
    over = handing_over.look(
        actor(), sent.codes, person=person, due_date=sent.said.due_date
    )
    if back is None or over.leaving or not back.endings or not back.is_all_counted:
        return over
    return back
