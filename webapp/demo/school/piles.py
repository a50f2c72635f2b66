"""The story's pile: what one person took home from the desk in one act, with its receipt."""

from functools import partial

from webapp.core.actor import Actor
from webapp.lending.piles import giving
from webapp.lending.piles.codes import Code
from webapp.people.people import Named
from webapp.stock.items import items
from webapp.stock.units import units

from .items import Kind
from .story import Story


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    """Two stands and a guitar for a rehearsal; the desk had typed how many stands."""
    things = what["Music Stand"], what["Classical Guitar 3/4"]
    act = partial(_hand_over, who["desk"], who["mateo"], *things)
    story.plan(story.at(-2, "15:20"), act)


def _hand_over(desk: Actor, person: Actor, stands: Kind, guitars: Kind) -> None:
    sku, guitar = items.find(desk, stands.id).sku, units.on_shelf(guitars.id)[0]
    codes = [Code(sku, quantity=2), Code(guitar.tag)]
    giving.hand_over(desk, codes, person=Named(person.id, person.name, ""))
