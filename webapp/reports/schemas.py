"""What may be asked of reports."""

from typing import Literal

from webapp.core.inputs import Input, Since2000


class UseQuery(Input):
    """The days from the first to the last, both included; without them the last four weeks."""

    start_date: Since2000 | None = None
    end_date: Since2000 | None = None
    show: Literal["booked", "cancelled", "missed", "refused"] = "booked"
