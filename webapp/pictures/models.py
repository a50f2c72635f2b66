"""What pictures show, and the files they are kept in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Base, Instant, Record

KINDS = ("item", "unit", "repair", "hand_out", "return", "fault")  # of what is shown
MARK = 12  # characters of a file's name that stand in addresses


class PictureFile(Base):
    """A photo on the disk, under the name that its content gives it; several pictures may be of one."""

    __tablename__ = "picture_files"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="has_pixels"),)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]  # bytes, of all that is kept of it
    used_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)  # last sent


class Picture(Record):
    """A picture of something. One that was removed can be brought back for a while."""

    __tablename__ = "pictures"
    __table_args__ = (
        CheckConstraint(
            f"kind IN ({', '.join(map(repr, KINDS))})",
            name="kind_known",
        ),
        Index("ix_pictures_kind_thing_id", "kind", "thing_id", "place", "id"),
        Index("ix_pictures_removed_at", "removed_at"),
    )

    kind: Mapped[str] = mapped_column(String(10))
    thing_id: Mapped[int]  # the id in the kind's own table
    hash: Mapped[str] = mapped_column(ForeignKey("picture_files.hash"), index=True)
    place: Mapped[int]  # among those of the thing; the first is its face
    width: Mapped[int]
    height: Mapped[int]
    added_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def name(self) -> str:
        """What stands for it in addresses; it changes with the content, so that browsers may keep what they have."""
        return f"{self.id}-{self.hash[:MARK]}"
