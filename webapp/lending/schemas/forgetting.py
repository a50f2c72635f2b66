"""What may be decided about forgetting loans, and what the API shows of it."""

from typing import Annotated

from pydantic import Field

from webapp.core.inputs import WHOLE, Input, Whole
from webapp.core.openapi import Shown
from webapp.core.patches import partial

Months = Annotated[int, Field(ge=0, le=240), WHOLE]


class ForgettingInput(Input):
    """After how many months a closed loan forgets who had it; 0 is never."""

    months: Months


class ForgettingPage(ForgettingInput):
    """A page says what was decided when it was drawn."""

    version: Whole | None = None


class ForgettingQuery(Input):
    """With how many months the loans are counted; as it is decided, if not said."""

    months: Months | None = None


@partial
class ForgettingPatch(ForgettingInput):
    """The API sends what changes."""


class ForgettingShown(Shown):
    """`loans` are those that would forget today who had them."""

    months: int
    loans: int
