"""What forgets who it was, once it is over for long: see `lending/forgetting`."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Instant


class WithForgetting:
    """Marked as forgotten, nothing of it names anybody any more, and nothing of it is undone."""

    forgotten_at: Mapped[datetime | None] = mapped_column(Instant)
