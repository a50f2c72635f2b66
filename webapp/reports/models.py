"""What a search looks through: a row for each thing, person and place; the database's own triggers write it."""

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base
from webapp.core.derived import byte_order

IN_BYTE_ORDER = Text().with_variant(Text(collation="C"), "postgresql")


class SearchEntry(Base):
    """What one row of another table is found by.

    `words` holds each word between two spaces, so that three characters tell how a word begins and ends.
    """

    __tablename__ = "search_entries"
    __table_args__ = (Index("ix_search_entries_kind_begins", "kind", "begins"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )  # its kind's first id and `ref`, so that those of a kind stand together
    kind: Mapped[str] = mapped_column(String(10))
    ref: Mapped[int] = mapped_column()  # the id in the kind's own table
    begins: Mapped[str] = mapped_column(byte_order(40))
    words: Mapped[str] = mapped_column(IN_BYTE_ORDER)
