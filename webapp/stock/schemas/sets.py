"""Sets, as people describe them and programs see them."""

from pydantic import Field

from webapp.core.inputs import Count, Id, Input, Prose
from webapp.core.names_beside import BESIDE, ItemName, PersonName
from webapp.core.openapi import Shown
from webapp.core.patches import partial
from webapp.school.shown import At

from ..sets.contents import MOST_PARTS
from . import BOTH_COUNT, Code, Name, Notes, PagedQuery
from .transfers import WantedInput


class SetAbout(Input):
    """What a page asks for; its parts have a form of their own."""

    name: Name
    notes: Notes = ""


class SetDescription(SetAbout):
    parts: list[WantedInput] = Field(default=[], max_length=MOST_PARTS)


class SetInput(SetDescription):
    """A new set, with what is in it."""


class SetEdit(SetAbout):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class SetPatch(SetDescription):
    """The API sends what changes, the parts all together; the version may come in If-Match."""


class PutInInput(Input):
    code: Code
    us_keys: Code = ""
    quantity: Count = 1


class SetQuery(PagedQuery):
    search: Prose = Field(default="", max_length=200)
    archived: bool = Field(
        default=False, description="What is no longer lent; for staff, others see none"
    )


class SetPartShown(Shown):
    item: int = Field(validation_alias="item_id")
    item_name: ItemName = BESIDE
    unit: int | None = Field(validation_alias="unit_id")
    quantity: int


class SetShown(Shown):
    id: int
    name: str
    notes: str
    parts: list[SetPartShown]
    max_checkout_days: int = Field(
        validation_alias="longest",
        description=f"Of the part that may be out the shortest; {BOTH_COUNT}",
    )
    created_at: At
    created_by: int
    created_by_name: PersonName = BESIDE
    archived_at: At | None
    archived_by: int | None
    archived_by_name: PersonName | None = BESIDE
    version: int
