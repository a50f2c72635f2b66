"""What an act refuses leads on: an offer, a field to mend, a page; or it stands here, with why there is none.

`NotAllowed` says who may instead; who may not is drawn no button for it.
"""

import ast

from tests.house.test_scenarios import ROOT
from webapp.ways_on import OF_FACTS, PLACES

REFUSALS = {"Conflict", "Invalid"}
LEADING = {name for name, _kind in OF_FACTS}

WITHOUT = {
    "the page it came from, drawn anew, has the act that fits how it stands now": """
        failing_emails.retry
        lending/desk/handovers.set_aside
        lending/desk/readying.end
        lending/desk/readying.undo
        lending/desk/setting_aside.add
        lending/loans/swaps.find
        lending/piles/piles._check_each
        lending/piles/piles.undo
        lending/renewals/roll_overs.undo
        lending/requests/cancelling.to_give_up
        lending/requests/changing._check_part
        lending/suspensions/suspending.lift
        lending/suspensions/suspending.undo_lift
        people/accounts.disable
        people/cards.end
        people/cards.restore
        people/office_notes._check_there
        people/office_notes.restore
        people/tokens.issue_for
        pictures/pictures._check_room
        pictures/pictures._check_happened
        pictures/pictures.move
        pictures/pictures.remove
        pictures/pictures.restore
        repairs/gone.close
        repairs/mending.approve
        rooms/attendance/check_ins.excuse
        rooms/closures/closures.lift
        rooms/feeds/feeds._check_not_too_many
        rooms/payments/payments.undo
        rooms/waits/wait_offers._offered_time
        rooms/waits/wait_offers.accept
        school/closed_days.add
        school/pages/jobs.retry
        school/terms.add
        stock/items/archiving.archive
        stock/items/archiving.restore
        stock/operations/undo._check_can_be_undone
        stock/operations/undo.preview
        stock/sets/sets.archive
        stock/sets/sets.restore
        stock/stocktakes/stocktakes.review
        stock/transfers/transit.send
        stock/units/accessories.add
        stock/units/units.unblock
    """,
    "the form has the day, time or number to change": """
        lending/desk/by_hours.terms
        lending/desk/coming_back._out_as
        lending/desk/counter_terms._taken
        lending/desk/endings._check_loose
        lending/renewals/extending.check_day
        lending/renewals/extending.taken
        lending/renewals/renewal_requests._check_must_be_asked
        lending/renewals/roll_overs._none_possible
        lending/requests/changing.change
        lending/requests/contacts.name
        rooms/pages/changes._as_sent
        rooms/pages/reservations._asked_times
        rooms/pages/waits._asked_times
        rooms/parts._check_free
        rooms/rates/pricing.price
        rooms/reservations/pending.answer_by
        rooms/times/open_time.check
        school/opening_hours._check_years
        school/opening_hours.decide
        stock/ledger/projection.check
        stock/ledger/projection.check_tagged
        stock/ledger/steps._check_conserved
        stock/operations/lookup.item
        stock/transfers/departures._too_few
        stock/transfers/parts._too_few
    """,
    "what is looked at before the act is drawn anew with it": """
        lending/piles/giving._check
        lending/piles/holding._check_same
        lending/piles/reading.read
        lending/piles/receiving.take_back
        rooms/rules/rules.recheck
        rooms/series/series._require_good
        rooms/series/series.all_or_none
        rooms/series/series_upcoming.ahead
        rooms/series/series_upcoming.to_move
        school/pages/settings._seen
        stock/imports/imports._cannot_be_imported
        stock/imports/imports._check
        stock/imports/imports._record
        stock/ledger/projection.check_value
        stock/stocktakes/choices._check_none
        stock/stocktakes/stocktakes._check_seen
    """,
    "nothing but another time would help, and the sentence says when": """
        rooms/attendance/doors._closed
        rooms/pages/taken._still_ahead
    """,
    "no page shows it: programs, or an operator's command": """
        core/doors.if_match
        core/idempotency._repeat
        core/idempotency.answer
        lending/api/piles._is_dry
        lending/api/roll_overs.start
        rooms/rezoning.apply
    """,
}


def _refusals():
    """Every place that refuses, by its module and function, with whether it leads on."""
    for path in sorted(ROOT.glob("webapp/**/*.py")):
        module = path.relative_to(ROOT / "webapp").with_suffix("").as_posix()
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for call in _calls(function):
                    yield f"{module}.{function.name}", _leads_on(call, function)


def _calls(function):
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return [call for call in calls if getattr(call.func, "id", "") in REFUSALS]


def _leads_on(call, function):
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if given.keys() & {"fields", "offers", "see"}:
        return True
    return bool(_names(given.get("facts"), function) & LEADING)


def _names(facts, function):
    """What a call's facts are called; of a variable, what is ever put into it here."""
    nodes = [*ast.walk(facts)] if facts else []
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    nodes += [
        each for node in ast.walk(function) if _sets(node, names) for each in ast.walk(node)
    ]
    keys = [key for node in nodes if isinstance(node, ast.Dict) for key in node.keys]
    return {key.value for key in keys if isinstance(key, ast.Constant)}


def _sets(node, names):
    targets = getattr(node, "targets", [getattr(node, "target", None)])
    return any(getattr(each, "id", "") in names for each in targets)


def _reasons():
    return [name for names in WITHOUT.values() for name in names.split()]


def test_every_refusal_leads_on_or_says_here_why_not():
    ends = {name for name, is_leading in _refusals() if not is_leading}
    assert ends == {*_reasons()}


def test_none_is_listed_twice():
    assert len(_reasons()) == len({*_reasons()})


def test_every_place_to_see_is_known():
    seen = {
        each.value
        for path in ROOT.glob("webapp/**/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword) and node.arg == "see"
        for each in ast.walk(node.value)
        if isinstance(each, ast.Constant)
    }
    assert seen == PLACES.keys()
