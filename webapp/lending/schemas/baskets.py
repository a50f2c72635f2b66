"""What may be said about one's basket, and what the API shows of it."""

from datetime import date

from pydantic import AliasPath, Field

from webapp.core.inputs import Count, Day, Id, Input, Prose
from webapp.core.openapi import Shown, Step
from webapp.school.shown import At

from ..baskets.basket_checks import CheckedLine
from ..models import Basket


class BasketDays(Input):
    checkout_date: Day | None = Field(
        default=None, description="The first day of everything in it"
    )
    due_date: Day | None = Field(
        default=None, description="The day on which everything in it is due"
    )


class BasketPage(BasketDays):
    """What a page says of the whole basket."""

    purpose: Prose = Field(default="", max_length=2000)


class BasketChange(BasketDays):
    """Other days for everything in it, or another note; what is left out stays as it is."""

    purpose: Prose | None = Field(default=None, max_length=2000)


class BasketLinePage(Input):
    """What a page says when it puts an item in."""

    quantity: Count = 1
    checkout_date: Day | None = Field(
        default=None,
        description="The first day of the loan; the basket's if it is left out",
    )
    due_date: Day | None = Field(
        default=None,
        description="The day it is due; the basket's if it is left out, or as late as the item allows",
    )
    notes: Prose = Field(default="", max_length=2000)


class BasketLineInput(Input):
    """What a program puts in: an item, or a set."""

    item: Id | None = None
    set: Id | None = Field(default=None, description="Instead of an item")
    quantity: Count = 1
    checkout_date: Day | None = None
    due_date: Day | None = None


class BasketLinePageChange(Input):
    """What a page changes of a line; what is left out stays as it is."""

    quantity: Count | None = None
    checkout_date: Day | None = None
    due_date: Day | None = None


class BasketLineChange(BasketLinePageChange):
    for_later: bool | None = Field(
        default=None, description="Set aside for later, it is neither held nor sent"
    )


class BasketSending(Input):
    purpose: Prose | None = Field(
        default=None,
        max_length=2000,
        description="What it is for; the basket's note if it is left out",
    )
    send_anyway: bool = False  # though the same person already waits for one of the items


class BasketPartShown(Shown):
    """What is in one set, as the set is now."""

    item: int = Field(validation_alias="item_id")
    item_name: str = Field(validation_alias=AliasPath("item", "name"))
    quantity: int


class BasketLineShown(Shown):
    """A line, with how many are free on all of its days and, if it cannot be sent, why and what would do."""

    id: int
    item: int | None
    set: int | None = Field(description="Instead of an item")
    item_name: str = Field(description="Of the set, where it is one")
    parts: list[BasketPartShown]
    quantity: int
    checkout_date: date
    due_date: date
    for_later: bool
    free: int
    problem: str
    offers: list[Step]

    @classmethod
    def of(cls, checked: CheckedLine) -> "BasketLineShown":
        return cls(
            id=checked.id,
            item=checked.line.item_id,
            set=checked.line.set_id,
            item_name=checked.name,
            parts=[BasketPartShown.model_validate(part) for part in checked.line.parts],
            quantity=checked.line.quantity,
            checkout_date=checked.days.starts,
            due_date=checked.days.due,
            for_later=checked.line.is_for_later,
            free=checked.free,
            problem=checked.problem,
            offers=[Step.model_validate(offer) for offer in checked.offers],
        )


class BasketShown(Shown):
    checkout_date: date | None
    due_date: date | None
    purpose: str
    held_until: At | None
    lines: list[BasketLineShown]

    @classmethod
    def of(cls, basket: Basket, lines: list[CheckedLine]) -> "BasketShown":
        return cls(
            checkout_date=basket.starts_on,
            due_date=basket.due_on,
            purpose=basket.purpose,
            held_until=basket.held_until if basket.is_held else None,
            lines=[BasketLineShown.of(line) for line in lines],
        )
