"""The kinds of e-mails about loans: all that are in templates/lending/mail."""

from collections.abc import Callable
from functools import partial

from webapp.core.letter_kinds import Facts, Group, Kind
from webapp.core.words import lazy

from .notices import made_up


def _kind(name: str, title: str, facts: Callable[[], Facts]) -> Kind:
    return Kind(f"lending.{name}", title, facts)


ASKED = Group(
    lazy("Requests, to who answers them"),
    (
        _kind("requested", lazy("Somebody asks for a thing"), made_up.of_loan),
        _kind(
            "requested_several",
            lazy("Somebody asks for several things"),
            made_up.of_request,
        ),
        _kind("request_changed", lazy("A request was changed"), made_up.of_request),
        _kind("request_given", lazy("A request is from somebody else"), made_up.of_request),
        _kind(
            "renewal_requested",
            lazy("Somebody asks to keep a thing longer"),
            made_up.of_renewal,
        ),
    ),
)
ANSWERED = Group(
    lazy("Answers to requests"),
    (
        _kind("approved", lazy("Approved"), made_up.of_loan),
        _kind("rejected", lazy("Declined"), made_up.refused),
        _kind("answered", lazy("Several things answered"), made_up.of_request),
        _kind("rearranged", lazy("Another thing, or other days"), made_up.of_loan),
        _kind("given", lazy("A request is theirs now"), made_up.of_request),
        _kind("given_away", lazy("A request is somebody else's now"), made_up.of_request),
        _kind("cancelled", lazy("Cancelled by the school"), made_up.refused),
        _kind(
            "cancelled_several",
            lazy("Several things cancelled by the school"),
            made_up.of_request,
        ),
        _kind("restored", lazy("Not cancelled after all"), made_up.of_loan),
        _kind(
            "restored_several",
            lazy("Several things not cancelled after all"),
            made_up.of_request,
        ),
    ),
)
AT_THE_DESK = Group(
    lazy("At the desk"),
    (
        _kind("ready", lazy("Ready to pick up"), made_up.of_loan),
        _kind(
            "ready_to_fetch",
            lazy("Ready, to who fetches it for another"),
            partial(made_up.of_loan, group_name=""),
        ),
        _kind(
            "not_to_fetch",
            lazy("Not to fetch any more, to who was to for another"),
            made_up.of_loan,
        ),
        _kind("missed", lazy("Not picked up"), made_up.of_loan),
        _kind("promised_again", lazy("Kept for them again"), made_up.of_loan),
        _kind("lent", lazy("Handed out"), partial(made_up.of_loan, status="out")),
        _kind("handed_over", lazy("Receipt of what was handed out"), made_up.receipt),
        _kind("returned", lazy("Returned"), made_up.of_loan),
        _kind("taken_back", lazy("Receipt of what came back"), made_up.receipt),
        _kind("lost", lazy("Recorded as lost"), made_up.of_loan),
        _kind("found", lazy("No longer recorded as lost"), made_up.of_loan),
        _kind("fault_reported", lazy("Something is broken, to the desk"), made_up.of_fault),
    ),
)
REMINDERS = Group(
    lazy("Reminders"),
    (
        _kind("digest", lazy("E-mail of the day: due soon, late, ready"), made_up.digest),
        _kind("reminder", lazy("Reminder that staff send"), made_up.reminder),
        _kind("guardian", lazy("Late, to guardians"), made_up.late),
        _kind("weekly", lazy("Weekly list, to teachers"), made_up.late),
        _kind("copy", lazy("Copy of what a borrower was told"), made_up.copied),
    ),
)
LONGER = Group(
    lazy("Keeping longer"),
    (
        _kind("extended", lazy("Due on another day"), made_up.of_loan),
        _kind("not_extended", lazy("Due as before"), made_up.of_loan),
        _kind("kept_by_itself", lazy("Kept longer by itself"), made_up.of_loan),
        _kind("rolled_over", lazy("All of theirs is due later"), made_up.rolled_over),
        _kind("renewal_approved", lazy("May be kept longer"), made_up.of_renewal),
        _kind("renewal_rejected", lazy("May not be kept longer"), made_up.of_renewal),
    ),
)
QUEUE = Group(
    lazy("Waiting for a thing"),
    (
        _kind("wait_offered", lazy("Their turn"), made_up.place),
        _kind("wait_lapsed", lazy("Not answered in time"), made_up.place),
        _kind("wait_withdrawn", lazy("Not there after all"), made_up.place),
    ),
)
SUSPENDED = Group(
    lazy("Suspensions"),
    (
        _kind("suspended", lazy("Suspended"), made_up.suspension),
        _kind("suspension_lifted", lazy("May borrow again"), made_up.suspension),
    ),
)
GROUPS = (ASKED, ANSWERED, AT_THE_DESK, REMINDERS, LONGER, QUEUE, SUSPENDED)
