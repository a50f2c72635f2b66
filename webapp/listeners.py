"""Who listens to whom: what slices tell each other though none of them knows the other, in one list."""

from . import topics
from .core import (
    db,
    jobs,
    languages,
    letter_kinds,
    letters,
    names_beside,
    posting,
    versions,
)
from .lending import agenda as loans_due
from .lending import consistency as loans
from .lending import inbox as loans_to_answer
from .lending import letter_kinds as loan_letters
from .lending import pictured as pictured_stock
from .lending import undoing as loan_undoing
from .lending.asking import free_days
from .lending.closed_days import closed_loans, closed_loans_foreseen
from .lending.days import asked_days
from .lending.desk import act_photos, letting_go
from .lending.faults import faults
from .lending.lists import at_desk, had_before, loan_figures
from .lending.notices import contact_letters
from .lending.pages import of_person as loans_of_person
from .lending.renewals import letter_acts, roll_letters, roll_overs, roll_steps, rolled
from .lending.suspensions import suspended
from .lending.telling import (
    copies,
    digests,
    guardian_copies,
    late_hours,
    lines,
    reminding,
    weekly,
)
from .lending.units import holding
from .lending.waits import closed_offers, withdrawing
from .lending.waits import wait_offers as queue_offers
from .people import cards, figures, groups, people, sections
from .people import letter_kinds as account_letters
from .pictures import kinds as pictured
from .repairs import gone as repairs_of_gone
from .repairs import inbox as damage_to_answer
from .repairs import opening as repair_opening
from .repairs import pictured as pictured_repairs
from .repairs import policy_checks as repair_checks
from .repairs import repairs
from .repairs import undoing as repair_undoing
from .reports import inbox as addresses_to_correct
from .rooms import booking_figures, rooms
from .rooms import groups as room_groups
from .rooms import inbox as rooms_to_answer
from .rooms import letter_kinds as room_letters
from .rooms import policy_checks as room_checks
from .rooms.agenda import agenda as bookings
from .rooms.approvals import approvals
from .rooms.closures import closed_days
from .rooms.occupied import released
from .rooms.pages import of_person as bookings_of_person
from .rooms.waits import wait_offers
from .school import agenda, inbox, mail_words, policy, settings, to_see_to
from .school import letter_kinds as school_letters
from .school.effects import changes, done, parties
from .stock import code_clashes
from .stock import inbox as acts_to_agree_to
from .stock import letter_kinds as stock_letters
from .stock import policy_checks as stock_checks
from .stock import released as released_pieces
from .stock.items import again, archiving, free, item_names
from .stock.ledger import departed, verify
from .stock.operations import borrowers, undo
from .stock.sets import sets
from .stock.stocktakes import holders
from .stock.stocktakes import undoing as stocktake_undoing
from .stock.transfers import undoing as transfer_undoing
from .stock.units import meant_for, scans


def connect() -> None:
    """The same, however often it is called."""
    _connect_letters()
    _connect_undo()
    policy.connect(
        {
            "zone": (room_checks.times_ahead,),
            "currency": (room_checks.prices, stock_checks.prices, repair_checks.costs),
        }
    )
    _connect_people_and_things()
    _connect_days()
    _connect_inbox()
    _connect_queues()
    holders.connect(holding.holders)
    meant_for.connect(holding.set_aside_for)
    borrowers.connect(holding.lent_to)
    archiving.connect(holding.promised)
    repair_opening.connect(letting_go.of_unit)
    departed.connect(repairs_of_gone.hear)
    free.connect(
        free_days.during, free_days.for_loan, suspended.told_to, asked_days.settled
    )
    again.connect(had_before.of)
    _connect_proofs()
    _connect_names()


def _connect_names() -> None:
    """What things and people are called that an answer of the API refers to."""
    names_beside.connect(
        {
            "person": people.names,
            "group": groups.names,
            "item": item_names.names,
            "set": sets.names,
            "room": rooms.names,
            "room group": room_groups.names,
        }
    )


def _connect_proofs() -> None:
    """What is proved beside the ledger, and what somebody should see to."""
    verify.connect(
        proofs=(code_clashes.problems, loans.problems),
        warnings=(
            loans.without_tag,
            loans.without_piece,
            repairs_of_gone.without_pieces,
        ),
    )


def _connect_inbox() -> None:
    """What waits for somebody, whatever it is; at the same moment in the order of their names."""
    to_see_to.connect(
        {
            "stock": repairs.to_see_to,
            "rooms": approvals.to_see_to,
            "lending": faults.to_see_to,
            "loans": at_desk.to_see_to,
        }
    )
    inbox.connect(
        *loans_to_answer.SOURCES,
        *rooms_to_answer.SOURCES,
        *acts_to_agree_to.SOURCES,
        *damage_to_answer.SOURCES,
        *addresses_to_correct.SOURCES,
    )


def _connect_letters() -> None:
    letters.connect(mail_words.around, people.language)
    languages.connect(settings.language)
    letter_kinds.connect(
        *loan_letters.GROUPS,
        *room_letters.GROUPS,
        *school_letters.GROUPS,
        *stock_letters.GROUPS,
        *account_letters.GROUPS,
    )
    lines.connect(letter_acts.acts)
    posting.connect(
        digests.LATER,
        guardian_copies.LATER,
        weekly.LATER,
        reminding.LATER,
        late_hours.LATER,
        contact_letters.LATER,
        roll_letters.LATER,
    )
    posting.follow(copies.write)


def _connect_days() -> None:
    parties.connect(
        parties.Party(
            closed_loans.find,
            closed_loans.hold,
            closed_loans.settle,
            closed_loans_foreseen.foresee,
        ),
        parties.Party(closed_offers.find, closed_offers.hold, closed_offers.settle),
        parties.Party(closed_days.find, closed_days.hold, closed_days.settle),
    )
    jobs.connect(
        {
            done.KIND: changes.see_to,
            rolled.KIND: roll_steps.see_to,
            roll_overs.UNDO: roll_steps.see_to_undo,
        }
    )
    agenda.connect(bookings.of_person, loans_due.due)


def _connect_queues() -> None:
    """Who waits for time, and who waits for things: told last in each act that released some."""
    released.connect(wait_offers.hear)
    released_pieces.connect(queue_offers.hear)
    versions.connect(topics.TABLES)
    db.do_last(released_pieces.tell, versions.count_on)  # the latter last of all


def _connect_people_and_things() -> None:
    sections.connect_marks(suspended.marks)
    sections.connect(loans_of_person.parts, bookings_of_person.parts)
    figures.connect(loan_figures.of_people, booking_figures.of_people)
    cards.connect(scans.is_known)
    pictured.connect({**pictured_stock.KINDS, **pictured_repairs.KINDS})


def _connect_undo() -> None:
    """What else is set right when an act is undone, by what it was about."""
    undo.connect(
        {
            "checkout_id": undo.Follower(
                loan_undoing.put_back,
                loan_undoing.foresee,
                undo.MakeWay(withdrawing.operations_in_the_way, withdrawing.make_way),
            ),
            "repair_id": undo.Follower(repair_undoing.follow, repair_undoing.foresee),
            "stocktake_id": undo.Follower(
                stocktake_undoing.follow, stocktake_undoing.foresee
            ),
            "transfer_id": undo.Follower(transfer_undoing.follow, transfer_undoing.foresee),
        },
        of_all=[
            undo.Follower(repairs_of_gone.follow, repairs_of_gone.foresee),
            undo.Follower(act_photos.follow, act_photos.foresee),
        ],
    )
