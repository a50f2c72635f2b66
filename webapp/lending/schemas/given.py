"""What the API shows of a loan that was given, or of which something ended: with who waits for it."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from ..models import Checkout
from .checkouts import CheckoutShown


class GivenShown(CheckoutShown):
    """A loan that was given, or given for longer."""

    awaited_by: list[str] = Field(
        description="The names of others who wait for what it has, and whom nothing that is free can serve"
    )

    @classmethod
    def of_given(cls, checkout: Checkout, awaited_by: Iterable[str]) -> Self:
        return cls(**dict(CheckoutShown.of(checkout)), awaited_by=list(awaited_by))


class EndedShown(CheckoutShown):
    """A loan of which something was said not to be out any more."""

    to_agree: list[int] = Field(
        description="What of it was lost or used up and waits for a second person, as in `operations/pending/`"
    )
    awaited_by: list[str] = Field(
        description="The names of those who wait for what came back: put it by for them"
    )

    @classmethod
    def of_ended(
        cls, checkout: Checkout, to_agree: Iterable[int], awaited_by: Iterable[str]
    ) -> Self:
        return cls(
            **dict(CheckoutShown.of(checkout)),
            to_agree=list(to_agree),
            awaited_by=list(awaited_by),
        )
