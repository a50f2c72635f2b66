"""The queue of an item in a browser: joining it, one's place, and what is offered; for staff, who waits."""

from collections.abc import Callable
from typing import TypeVar

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.actor import Actor
from webapp.core.answering_pages import leading_to
from webapp.core.doors import actor, go, page, public, signed_in
from webapp.core.errors import Conflict, Refusal
from webapp.core.forms import Form, read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import links, naming, people
from webapp.school import calendar, settings
from webapp.stock.items import items

from .. import access
from ..decisions import giving_up
from ..forms.waits import (
    JoinQueueForm,
    PauseForm,
    PlaceForm,
    StaffJoinQueueForm,
    WithdrawForm,
)
from ..models import ItemWait
from ..schemas.waits import WaitersPage
from ..suspensions import suspended
from ..waits import (
    joining,
    offered,
    standings,
    staying,
    taken_back,
    wait_events,
    wait_offers,
    waits,
)
from . import words_after
from .blueprint import bp

F = TypeVar("F", bound=Form)
PAGE = 50
QUEUE = "/items/<int:item>/waitlist"
WAIT = f"{QUEUE}/<int:id>"
LINK = "/o/<token>"
BY_LINK: dict[str, Callable[[Actor, int], object]] = {
    "accept": wait_offers.accept,
    "leave": wait_offers.leave,
    "undo_leave": staying.undo_leave,
    "resume": waits.resume,
}


@bp.get(QUEUE)
@signed_in
def queue_of(item: int) -> Response:
    after = read_query(WaitersPage).after
    one_more = waits.queue(actor(), item, PAGE + 1, paging.place(after, int, int))
    part = paging.cut(one_more, PAGE, lambda wait: (wait.rank, wait.id))
    events = wait_events.of_item(item)
    return page(
        "lending/waits/queue",
        item=items.find(actor(), item),
        standings=standings.of_waits(part.rows, in_order=True),
        more=part.after,
        after=after,
        events=events,
        names=people.names(event.by for event, _wait in events),
        today=calendar.today(),
        school=settings.get("name"),
    )


@bp.get(f"{QUEUE}/new")
@signed_in
def ask_to_wait(item: int) -> Response:
    return page("lending/waits/join", form=_join_form(item))


@bp.post(f"{QUEUE}/new")
@signed_in
def join_queue(item: int) -> Response:
    with _join_form(item) as form:
        said = form.read()
        if who := said.pop("student", ""):
            said["student"] = naming.named(actor(), who).id
        said["unit"] = said.pop("unit", "") or None
        wait = joining.join(actor(), item, **said)
    return _to(wait, Said(_("In the queue: whoever is next gets an e-mail")))


@bp.get(WAIT)
@signed_in
def show_wait(item: int, id: int) -> Response:
    waits.find(actor(), id, item=item)
    return _card(actor(), id, url_for(".show_wait", item=item, id=id))


@bp.post(f"{WAIT}/accept")
@signed_in
def accept_offer(item: int, id: int) -> Response:
    waits.find(actor(), id, item=item)
    loan = wait_offers.accept(actor(), id)
    return go(url_for(".show", id=loan.id), words_after.accepted(loan))


@bp.post(f"{WAIT}/leave")
@signed_in
def leave_queue(item: int, id: int) -> Response:
    waits.find(actor(), id, item=item)
    return _to(
        wait_offers.leave(actor(), id),
        Said(
            _("The place in the queue is given up"),
            undo=url_for(".undo_leave_queue", item=item, id=id, at=request.args.get("at")),
        ),
    )


@bp.post(f"{WAIT}/undo_leave")
@signed_in
def undo_leave_queue(item: int, id: int) -> Response:
    waits.find(actor(), id, item=item)
    return _to(
        staying.undo_leave(actor(), id),
        Said(_("In the queue again, at the same place"), tone="mute"),
    )


def _by_link(token: str) -> tuple[Actor, int]:
    with leading_to(_address):
        return links.read("offer", token)


def _address(id: int) -> str:
    return url_for(".show_wait", item=waits.item_of(id), id=id)


@bp.get(LINK)
@public
def offer_by_link(token: str) -> Response:
    who, id = _by_link(token)
    return _card(who, id, url_for(".offer_by_link", token=token))


@bp.post(f"{LINK}/<any({', '.join(BY_LINK)}):verb>")
@public
def answer_offer_by_link(token: str, verb: str) -> Response:
    """What their e-mail lets its reader do, and nothing by only opening it; somebody may have been faster."""
    who, id = _by_link(token)
    base = url_for(".offer_by_link", token=token)
    try:
        BY_LINK[verb](who, id)
    except Conflict as refused:
        no = refused  # the name above ends with the block
        refused.page = lambda: _card(who, id, base, no)
        raise
    return go(base)


def _card(who: Actor, id: int, base: str, no: Refusal | None = None) -> Response:
    """A place as it is by now, with the acts on it below `base`; and why the act on it was refused."""
    wait = waits.find(who, id)
    [standing] = standings.of_waits([wait])
    return page(
        "lending/waits/place",
        no.status if no else 200,
        who=who,
        base=base,
        no=no,
        standing=standing,
        wait=wait,
        offer_days=settings.get("offer_days"),
        kept_from=staying.refusal(wait),
        taken_loan=offered.last_of(wait) if wait.status == "taken" else None,
        withdrawn=taken_back.of(wait),
    )


@bp.get(f"{WAIT}/withdraw")
@signed_in
def ask_to_withdraw(item: int, id: int) -> Response:
    return page("lending/waits/withdraw", form=_withdraw_form(item, id))


@bp.post(f"{WAIT}/withdraw")
@signed_in
def withdraw_offer(item: int, id: int) -> Response:
    """By staff: its place is kept, and what was done is told there."""
    with _withdraw_form(item, id) as form:
        _wait, loan = taken_back.to_take_back(actor(), id)
        giving_up.cancel(actor(), loan.id, **form.read())
    return go(url_for(".show_wait", item=item, id=id), Said(_("The offer is withdrawn")))


def _withdraw_form(item: int, id: int) -> WithdrawForm:
    waits.find(actor(), id, item=item)
    wait, loan = taken_back.to_take_back(actor(), id)
    form = WithdrawForm()
    form.around = lambda: {
        "wait": wait,
        "loan": loan,
        "next_in_line": taken_back.next_in_line(wait),
    }
    return form


@bp.get(f"{WAIT}/pause")
@signed_in
def ask_to_pause(item: int, id: int) -> Response:
    return page("lending/waits/pause", form=_form_of(PauseForm, item, id))


@bp.post(f"{WAIT}/pause")
@signed_in
def pause_place(item: int, id: int) -> Response:
    with _form_of(PauseForm, item, id) as form:
        wait = waits.pause(actor(), id, **form.read())
    return _to(
        wait,
        Said(
            _("Paused: nothing is offered until it goes on"),
            undo=url_for(".resume_place", item=item, id=id, at=request.args.get("at")),
        ),
    )


@bp.post(f"{WAIT}/resume")
@signed_in
def resume_place(item: int, id: int) -> Response:
    waits.find(actor(), id, item=item)
    return _to(waits.resume(actor(), id), Said(_("It goes on: the next offer counts")))


@bp.get(f"{WAIT}/move")
@signed_in
def ask_to_move(item: int, id: int) -> Response:
    form = _form_of(PlaceForm, item, id)
    access.check_may_order_queue(actor())
    return page("lending/waits/move", form=form)


@bp.post(f"{WAIT}/move")
@signed_in
def move_place(item: int, id: int) -> Response:
    with _form_of(PlaceForm, item, id) as form:
        waits.move(actor(), id, **form.read())
    return go(url_for(".queue_of", item=item), Said(_("Moved in the queue")))


def _join_form(item_id: int) -> JoinQueueForm:
    """With what is waited for around it."""
    item = items.find(actor(), item_id)
    kind = StaffJoinQueueForm if actor().is_staff else JoinQueueForm
    form = kind(days=joining.usual_days(item.max_checkout_days))
    form.around = lambda: {
        "item": items.find(actor(), item_id),
        "suspension": suspended.told_to(actor()),
    }
    return form


def _form_of(kind: type[F], item: int, id: int) -> F:
    waits.find(actor(), id, item=item)
    form = kind()
    form.around = lambda: {"wait": waits.find(actor(), id, item=item)}
    return form


def _to(wait: ItemWait, word: Said) -> Response:
    """Their place; or back where it was done from."""
    if request.args.get("at") == "queue":
        return go(url_for(".queue_of", item=wait.item_id), word)
    return go(url_for(".show_wait", item=wait.item_id, id=wait.id), word)
