"""Line checks: whether a line of an operation can be, each resting on the ones before it."""

from webapp.core.words import _, lazy, plural
from webapp.school.words import named_within

from ..models import Unit
from ..models.states import OUTSIDE, RULES
from .entries import Entry
from .orders import Plan
from .shelves import GREATEST, Shelf

HERE = (
    "available",
    "damaged",
    "beyond_repair",
)  # the other states belong to loans, repairs and transfers
WORDS = {
    "on_rent": lazy("on loan"),
    "reserved": lazy("set aside"),
    "in_transit": lazy("on its way"),
    OUTSIDE: lazy("not here"),
    "available": lazy("available"),
    "damaged": lazy("damaged"),
    "under_repair": lazy("under repair"),
    "beyond_repair": lazy("beyond repair"),
}
ONLY_UNTAGGED = plural(
    "Only %(have)s of the %(asked)s asked for are %(state)s without a tag at %(place)s; %(num)s more has one",
    "Only %(have)s of the %(asked)s asked for are %(state)s without a tag at %(place)s; %(num)s more have one",
)


def bring(
    plan: Plan,
    index: int,
    entry: Entry,
    unit: Unit | None,
) -> None:
    """What comes in is put on its shelf; what is wrong with the line is added to the plan's problems."""
    _check_open(plan, index, entry)
    if unit and not unit.batch_code:
        _check_single(
            plan,
            index,
            entry,
            unit,
        )
    state = entry.state or "available"
    _check_rule(
        plan,
        index,
        OUTSIDE,
        state,
    )
    shelf, worth = plan.shelves.at(entry), _worth(plan, entry)
    limited = min(worth, GREATEST + 1)
    shelf.put(
        state,
        entry.quantity,
        limited,
        tagged=unit is not None,
    )
    if shelf.too_much:
        plan.problems.add(index, "quantity", _("Quantity or value too large"))
    plan.states.append(state)
    plan.worths.append(worth)


def take(
    plan: Plan,
    index: int,
    entry: Entry,
    unit: Unit | None,
) -> None:
    """What leaves is taken off its shelf; what is wrong with the line is added to the plan's problems."""
    shelf = plan.shelves.at(entry)
    current = plan.shelves.state(entry) if unit else ""
    state = entry.state or current or _usual_state(plan)
    if unit and not unit.batch_code and current != state:
        _add_elsewhere(
            plan,
            index,
            unit,
            current,
            state,
        )
    elif _check_rule(
        plan,
        index,
        state,
        OUTSIDE,
        unit,
    ):
        _check_number(
            plan,
            index,
            entry,
            state,
        )
    plan.states.append(state)
    plan.worths.append(shelf.take(state, entry.quantity, tagged=unit is not None))


def _check_open(plan: Plan, index: int, entry: Entry) -> None:
    item, place = plan.shelves.items[entry.item_id], plan.shelves.place(entry)
    if item.archived_at:
        plan.problems.add(index, "item", _("%(item)s is archived", item=item.name))
    if not place.is_active:
        plan.problems.add(
            index, "location", _("%(place)s is no longer used", place=place.name)
        )


def _check_single(
    plan: Plan,
    index: int,
    entry: Entry,
    unit: Unit,
) -> None:
    """A unit that is one piece comes in once."""
    current = plan.shelves.state(entry)
    if current != OUTSIDE:
        plan.problems.add(
            index,
            "unit",
            _("%(tag)s is %(words)s already", tag=unit.tag, words=_words(current)),
        )
    elif entry.quantity > 1:
        plan.problems.add(index, "quantity", _("%(tag)s is a single piece", tag=unit.tag))


def _worth(plan: Plan, entry: Entry) -> int:
    """What comes in is worth its cost, else what replacing it costs, or what is there already."""
    each = plan.shelves.items[entry.item_id].value_minor
    if entry.cost_minor is not None:
        return entry.quantity * entry.cost_minor
    if plan.type == "PURCHASE":
        return entry.quantity * each
    return plan.shelves.at(entry).worth(entry.quantity, each)


def _add_elsewhere(
    plan: Plan,
    index: int,
    unit: Unit,
    current: str,
    state: str,
) -> None:
    words = _(
        "%(tag)s is %(current)s, not %(state)s",
        tag=unit.tag,
        current=_words(current),
        state=_words(state),
    )
    plan.problems.clash(
        index,
        "unit",
        words,
        unit=unit.tag,
        state=current,
    )


def _usual_state(plan: Plan) -> str:
    return "beyond_repair" if plan.type == "WRITE_OFF" else "available"


def _check_number(
    plan: Plan,
    index: int,
    entry: Entry,
    state: str,
) -> None:
    """So many are there; a unit's own pieces, or those without a tag."""
    own = plan.shelves.holds.get(entry.unit_id or 0)
    have = plan.shelves.at(entry).loose(state) if own is None else own[state]
    if have < entry.quantity:
        _add_too_few(
            plan,
            index,
            entry,
            state,
            have,
        )


def _add_too_few(
    plan: Plan,
    index: int,
    entry: Entry,
    state: str,
    have: int,
) -> None:
    place = plan.shelves.place(entry).name
    facts = {"state": _words(state), "place": place}
    numbers = {"have": have, "asked": entry.quantity}
    tagged = 0 if entry.unit_id else _more_with_tags(plan.shelves.at(entry), state, have)
    if tagged:
        words = ONLY_UNTAGGED.of(tagged, **facts, **numbers)
    else:
        words = _(
            "Only %(have)s of the %(asked)s asked for are %(state)s at %(place)s",
            **facts,
            **numbers,
        )
    plan.problems.clash(
        index,
        "quantity",
        words,
        state=state,
        **numbers,
        at=place,
    )


def _more_with_tags(shelf: Shelf, state: str, have: int) -> int:
    """How many more there are that have a tag, if there are more."""
    return shelf.tagged[state] if have < shelf.pieces[state] else 0


def _check_rule(
    plan: Plan, index: int, from_state: str, to_state: str, unit: Unit | None = None
) -> bool:
    """What is on loan, set aside, in repair or on its way is counted by those who have it."""
    state = to_state if from_state == OUTSIDE else from_state
    if state in HERE and (plan.type, from_state, to_state) in RULES:
        return True
    act = named_within(plan.order.kind)
    if unit:
        words = _(
            "%(tag)s is %(words)s and cannot be part of “%(act)s”",
            tag=unit.tag,
            words=_words(state),
            act=act,
        )
        plan.problems.clash(
            index,
            "unit",
            words,
            unit=unit.tag,
            state=state,
        )
    else:
        words = _(
            "What is %(words)s cannot be part of “%(act)s”", words=_words(state), act=act
        )
        plan.problems.add(index, "state", words)
    return False


def _words(state: str) -> str:
    return WORDS[state]
