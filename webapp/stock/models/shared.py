"""What the tables of stock have in common: the states, and checks that many of them need."""

from sqlalchemy import CheckConstraint, Computed, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from webapp.core import text

from .states import STATES

CODE_KEY = (
    text.LONGEST_CODE + 20
)  # characters: a clash from before keys were unique is told apart by "#<id>"
FACE = 24  # characters: a picture's id, and how its content begins
ON_HAND = " + ".join(STATES)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(
        f"{column} IN ({', '.join(map(repr, values))})", name=f"{column}_known"
    )


def not_negative(*columns: str) -> tuple[CheckConstraint, ...]:
    return tuple(
        CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")
        for column in columns
    )


def sparse(table: str, *columns: str) -> Index:
    """An index of only those rows that have the first column; most have none."""
    is_set = sql(f"{columns[0]} IS NOT NULL")
    return Index(
        f"ix_{table}_{'_'.join(columns)}",
        *columns,
        sqlite_where=is_set,
        postgresql_where=is_set,
    )


class Buckets:
    """How many are in each state. Only the database writes them; Python reads."""

    available: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    on_rent: Mapped[int] = mapped_column(default=0)
    damaged: Mapped[int] = mapped_column(default=0)
    under_repair: Mapped[int] = mapped_column(default=0)
    beyond_repair: Mapped[int] = mapped_column(default=0)
    in_transit: Mapped[int] = mapped_column(default=0)

    @declared_attr
    def on_hand(cls) -> Mapped[int]:
        return mapped_column(Computed(ON_HAND, persisted=True))
