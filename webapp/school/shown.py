"""What every answer of the API shows in the same way: times on the school's clock, amounts in its currency."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from webapp.core import money

from . import calendar, settings


def _amount(value: int | str) -> str:
    return money.shown(value, settings.currency()) if isinstance(value, int) else value


At = Annotated[datetime, AfterValidator(calendar.local)]
Amount = Annotated[str, BeforeValidator(_amount)]  # whole minor units become "10.00"
