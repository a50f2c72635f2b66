"""Transfers for programs."""

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from .. import access
from ..schemas.transfers import (
    LinesInput,
    LoseInput,
    RejectInput,
    SendInput,
    TransferInput,
    TransferListed,
    TransferPatch,
    TransferQuery,
    TransferReceiveInput,
    TransferShown,
)
from ..transfers import transfers, transit, turning_back
from ..transfers.cargo import Wanted
from ..transfers.journey import Journey
from ..transfers.parts import Part
from .blueprint import bp

ROOT, ONE = "/inventory/transfers/", "/inventory/transfers/<int:id>/"


@bp.get(ROOT)
@signed_in
@only(access.may_look)
@answers("transfers", list[TransferListed])
def list_transfers(query: TransferQuery) -> Answer:
    """List the transfers, open ones first, then the newest; for staff."""
    rows = transfers.listed(
        actor(),
        status=query.status,
        location=query.location,
        after=paging.place(query.after, int, int),
        limit=query.limit + 1,
    )
    return answer_list(TransferListed, rows, query.limit, lambda transfer: transfer.place)


@bp.post(ROOT)
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown, status=201)
def draft_transfer(json: TransferInput) -> Answer:
    """Write down what shall go from one location to another; nothing moves yet."""
    transfer = transfers.draft(
        actor(),
        from_location=json.from_location,
        to_location=json.to_location,
        expected_on=json.expected_on,
        notes=json.notes,
        lines=[Wanted(**dict(line)) for line in json.lines],
    )
    return TransferShown.model_validate(transfer), 201, _etag(transfer)


@bp.get(ONE)
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown)
def show_transfer(id: int) -> Answer:
    """Show a transfer, and what became of each of its lines."""
    transfer = transfers.find(actor(), id)
    return TransferShown.model_validate(transfer), 200, _etag(transfer)


@bp.patch(ONE)
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown, 412)
def describe_transfer(id: int, json: TransferPatch) -> Answer:
    """Say when a transfer is expected, or note something on it."""
    transfer = transfers.describe(
        actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
    )
    return TransferShown.model_validate(transfer), 200, _etag(transfer)


@bp.post(f"{ONE}lines/")
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown)
def add_lines(id: int, json: LinesInput) -> Answer:
    """Put more on a transfer that has not left yet."""
    return TransferShown.model_validate(
        transfers.add(actor(), id, [Wanted(**dict(line)) for line in json.lines])
    )


@bp.delete(f"{ONE}lines/<int:line>/")
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown)
def remove_line(id: int, line: int) -> Answer:
    """Take a line off a transfer that has not left yet."""
    return TransferShown.model_validate(transfers.remove(actor(), id, line))


@bp.post(f"{ONE}send/")
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown)
def send_transfer(id: int, json: SendInput) -> Answer:
    """Send everything on it, or with `at_once` move it there in the same act."""
    return TransferShown.model_validate(transit.send(actor(), id, **dict(json)))


@bp.post(f"{ONE}receive/")
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown)
def receive_transfer(id: int, json: TransferReceiveInput) -> Answer:
    """Say what has arrived, good or damaged; without lines, all that is on its way."""
    parts = None if json.lines is None else [Part(**dict(line)) for line in json.lines]
    return TransferShown.model_validate(
        transit.receive(actor(), id, parts=parts, notes=json.notes)
    )


@bp.post(f"{ONE}lose/")
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown)
def lose_transfer(id: int, json: LoseInput) -> Answer:
    """Say what was lost or broken on the way, and what happened."""
    parts = [Part(**dict(line)) for line in json.lines]
    return TransferShown.model_validate(
        transit.lose(actor(), id, parts=parts, reason=json.reason, notes=json.notes)
    )


@bp.post(f"{ONE}cancel/")
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown)
def cancel_transfer(id: int) -> Answer:
    """Cancel a transfer; what is still on its way is back where it came from."""
    return TransferShown.model_validate(turning_back.cancel(actor(), id))


@bp.post(f"{ONE}reject/")
@signed_in
@only(access.may_look)
@answers("transfers", TransferShown)
def reject_transfer(id: int, json: RejectInput) -> Answer:
    """Send back what is still on its way, and say why."""
    return TransferShown.model_validate(turning_back.reject(actor(), id, notes=json.notes))


def _etag(transfer: Journey) -> dict[str, str]:
    return {"ETag": f'"v{transfer.version}"'}
