"""What is out, on paper: everything a person has, or everybody in a class or of a teacher, with room to sign."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.core.actor import Actor
from webapp.core.spreadsheet import Row, Table
from webapp.core.words import lazy
from webapp.lending import access
from webapp.lending.lists import belongings
from webapp.lending.lists.belongings import Belongings, Thing
from webapp.people import groups, people
from webapp.school import cells, settings

HEAD = (
    lazy("Person"),
    lazy("Item"),
    lazy("Pieces"),
    lazy("Tag"),
    lazy("Serial number"),
    lazy("Accessories"),
    lazy("Missing accessories"),
    lazy("Status"),
    lazy("From"),
    lazy("Due"),
    lazy("Value"),
    lazy("Loan"),
)


@dataclass(frozen=True)
class WhatIsOut:
    """Whose things they are, under a name, and what each of them has; `kind` is person, group or teacher."""

    kind: str
    id: int
    name: str
    everybody: list[Belongings]

    @property
    def holders(self) -> list[Belongings]:
        """Those who have something, or are to fetch something."""
        return [each for each in self.everybody if each.out or each.to_fetch]

    @property
    def things(self) -> list[Thing]:
        return [thing for each in self.everybody for thing in each.things]

    @property
    def pieces(self) -> int:
        return sum(each.pieces for each in self.everybody)

    @property
    def value_minor(self) -> int:
        return sum(each.value_minor for each in self.everybody)


def of(
    actor: Actor,
    *,
    person: int | None = None,
    group: int | None = None,
    teacher: int | None = None,
) -> WhatIsOut | None:
    """Of one person; for staff also of a class or ensemble, or of a teacher's students. None where nothing is named.

    NotFound for whom the actor does not see. Students see their own.
    """
    if person:
        user = people.find(actor, person)
        theirs = belongings.of_people(actor, {user.id: user.name})
        return WhatIsOut("person", user.id, user.name, theirs)
    if group:
        return _of_group(actor, group)
    return _of_teacher(actor, teacher) if teacher else None


def _of_group(actor: Actor, id: int) -> WhatIsOut:
    access.check_may_be_at_desk(actor)
    group = groups.find(actor, id)
    members = {each.id: each.name for each in groups.members(actor, id)}
    theirs = belongings.of_people(actor, members, group=id)
    return WhatIsOut("group", id, group.name, theirs)


def _of_teacher(actor: Actor, id: int) -> WhatIsOut:
    access.check_may_be_at_desk(actor)
    teacher = people.find(actor, id)
    everybody = people.students_of(actor, id, also_disabled=True)
    students = {each.id: each.name for each in everybody}
    return WhatIsOut("teacher", id, teacher.name, belongings.of_people(actor, students))


def teachers(actor: Actor) -> list[tuple[int, str]]:
    """Whose students one may ask for, by id and name."""
    every = people.teachers(actor)
    known = people.known(actor, [each.id for each in every])
    return [(each.id, each.name) for each in every if each.id in known]


def table(
    actor: Actor,
    person: int | None = None,
    group: int | None = None,
    teacher: int | None = None,
) -> Table:
    """The same as a spreadsheet has it, a row a thing."""
    found = of(actor, person=person, group=group, teacher=teacher)
    currency = settings.currency()

    def rows() -> Iterator[Row]:
        for thing in found.things if found else ():
            yield _row(thing, currency)

    return Table(HEAD, rows)


def _row(thing: Thing, currency: str) -> Row:
    return (
        thing.person,
        thing.item,
        thing.quantity,
        thing.tag,
        thing.serial,
        ", ".join(thing.there),
        ", ".join(thing.missing),
        "out" if thing.is_out else "approved",
        thing.starts,
        thing.due,
        cells.amount(thing.value_minor, currency),
        thing.checkout,
    )
