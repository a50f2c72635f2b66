"""What is raced for: each contest makes its rounds, and counts in the database how often each was won."""

from typing import Any, NamedTuple

from . import (
    agreed_contests,
    care_contests,
    loan_contests,
    longer_contests,
    queue_contests,
    request_contests,
    room_contests,
)
from .servers import CLIENTS


class Contest(NamedTuple):
    rounds: Any
    role: str
    counts: tuple
    won: set  # the winner's status
    refused: tuple = (409, "conflict")  # the others' status, and its code
    also: tuple = ()  # counts that are one too, but tell nothing of how many won
    most_at_once: int = 500  # rounds that can be prepared before the first is raced
    is_apart: bool = False  # without locks too many wait for the others: the first thing all write is one row


ROOMS = {
    "room slot": Contest(
        room_contests.room_slots,
        "student",
        (room_contests.reservations, room_contests.occupancies),
        {201},
    ),
    "room slot, moved to or booked": Contest(
        room_contests.moves_and_bookings,
        "student",
        (room_contests.reservations, room_contests.in_first),
        {200, 201},
    ),
    "room slot, hall or half": Contest(
        room_contests.halls_and_halves,
        "student",
        (room_contests.reservations, room_contests.in_first),
        {201},
    ),
    "room slot, closed or booked": Contest(
        room_contests.closures_and_bookings, "teacher", (room_contests.in_first,), {201}
    ),
    "an offer that lapsed": Contest(
        room_contests.lapsed_offers,
        "student",
        (room_contests.reservations, room_contests.occupancies),
        {201},
        is_apart=True,
    ),
    "late at the door": Contest(
        room_contests.late_arrivals,
        "student",
        (room_contests.in_rooms,),
        {200, 201},
        is_apart=True,
    ),
    "series crossed": Contest(
        room_contests.series_crossed,
        "student",
        (room_contests.reservations, room_contests.occupancies, room_contests.a_week_later),
        {201},
    ),
    "a room asked for": Contest(
        room_contests.requests_for_rooms,
        "teacher",
        (room_contests.told,),
        {200},
        also=(room_contests.held_if_confirmed,),
    ),
}
LOANS = {
    "last violin, asked for": Contest(
        loan_contests.last_violins, "student", (loan_contests.requests,), {201}
    ),
    "last violin, in a basket or asked for": Contest(
        loan_contests.baskets_and_requests,
        "student",
        (loan_contests.requests_and_lines,),
        {201},
    ),
    "last violin, a lapsed basket sent or asked for": Contest(
        loan_contests.lapsed_baskets,
        "student",
        (loan_contests.requests,),
        {201},
        most_at_once=CLIENTS,  # each has one basket
    ),
    "last violin, approved": Contest(
        loan_contests.competing_requests,
        "teacher",
        (loan_contests.given,),
        {200},
    ),
    "one approval": Contest(
        loan_contests.approvals, "teacher", (loan_contests.decided,), {200}
    ),
    "a request answered whole": Contest(
        loan_contests.whole_answers, "teacher", (loan_contests.decided,), {200}
    ),
    "the last piece, set aside or handed out": Contest(
        loan_contests.setting_aside_and_handing_out,
        "teacher",
        (loan_contests.taken,),
        {200},
    ),
    "a request approved in part or declined": Contest(
        loan_contests.answers_in_part, "teacher", (loan_contests.answered,), {200}
    ),
    "a request approved in part or cancelled": Contest(
        request_contests.approvals_and_cancellations,
        "teacher",
        (loan_contests.decided_or_cancelled,),
        {200},
    ),
    "a request changed or approved": Contest(
        request_contests.changes_and_approvals,
        "teacher",
        (loan_contests.decided_or_cancelled,),
        {200},
    ),
    "one loan lost": Contest(loan_contests.losses, "teacher", (loan_contests.lost,), {200}),
    "one unit, for several": Contest(
        loan_contests.units_handed_out, "teacher", (loan_contests.left,), {200}
    ),
    "one certain unit, asked for": Contest(
        loan_contests.certain_units, "teacher", (loan_contests.meant,), {201}
    ),
    "a pile back against a pile back": Contest(
        loan_contests.piles_back, "teacher", (loan_contests.taken_back,), {201}
    ),
    "one handing out": Contest(
        loan_contests.handings_out, "teacher", (loan_contests.handed_out,), {200}
    ),
}
LOANS |= {
    "a request given to somebody else": Contest(
        agreed_contests.gifts,
        "desk",
        (agreed_contests.given_away,),
        {200},
        refused=(412, "stale"),
    ),
    "a second look": Contest(
        agreed_contests.looks, "desk", (agreed_contests.looked_at,), {200}
    ),
    "a part of a loan handed out": Contest(
        agreed_contests.parts_handed_out,
        "teacher",
        (agreed_contests.parts_out, agreed_contests.rests),
        {200},
    ),
    "one loan settled": Contest(
        agreed_contests.settlings, "teacher", (agreed_contests.settled,), {200}
    ),
    "the last free days": Contest(
        longer_contests.last_free_days, "teacher", (longer_contests.longer,), {200}
    ),
    "kept longer against promised": Contest(
        longer_contests.kept_or_promised,
        "teacher",
        (longer_contests.longer_or_promised,),
        {200},
    ),
}
LOANS |= {
    "a return, offered to one of two who wait": Contest(
        queue_contests.returns,
        "teacher",
        (queue_contests.offers,),
        {200},
        is_apart=True,
    ),
    "a place in a queue": Contest(
        queue_contests.joins, "teacher", (queue_contests.places,), {201}
    ),
    "a place that was left, taken back or taken anew": Contest(
        queue_contests.stays, "teacher", (queue_contests.places,), {200, 201}
    ),
    "the last place somebody may have": Contest(
        queue_contests.last_places,
        "teacher",
        (queue_contests.last,),
        {201},
        most_at_once=CLIENTS,  # each has their own places
    ),
    "an offer from a queue, taken or lapsed": Contest(
        queue_contests.lapses, "desk", (queue_contests.over,), {200}, is_apart=True
    ),
    "the last piece, approved or offered": Contest(
        queue_contests.approvals, "teacher", (loan_contests.given,), {200}
    ),
}
LOANS |= {
    "who comes for a request": Contest(
        agreed_contests.contacts,
        "desk",
        (agreed_contests.named,),
        {200},
        refused=(412, "stale"),
    ),
    "one fault": Contest(care_contests.faults, "teacher", (care_contests.reported,), {201}),
    "one unit, damaged or looked after": Contest(
        care_contests.damages, "desk", (care_contests.opened,), {201}
    ),
    "a repair of what is gone": Contest(
        care_contests.departures,
        "desk",
        (care_contests.departed,),
        {200},
        is_apart=True,
    ),
    "the end of service days": Contest(
        care_contests.service_days, "desk", (care_contests.ended,), {200}
    ),
}
CONTESTS = ROOMS | LOANS
