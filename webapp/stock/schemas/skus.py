"""SKU sequences, as people describe them and programs see them."""

from typing import Annotated, Any

from pydantic import AliasPath, Field

from webapp.core.inputs import BARE, WHOLE, Id, Input, Line, Prose, Whole
from webapp.core.names_beside import BESIDE, ItemName
from webapp.core.openapi import Shown
from webapp.core.patches import UNSAID, partial

from . import Category, Short, Sku

Template = Annotated[Line, Field(max_length=120)]
Affix = Annotated[Prose, Field(max_length=12), BARE]
About = Annotated[Prose, Field(max_length=200)]
Number = Annotated[int, Field(ge=1, le=999_999_999), WHOLE]


class SequencePreview(Input):
    """A sequence that need not be saved."""

    category: Category | None = None
    brand: Id | None = None
    template: Template
    prefix: Affix = ""
    suffix: Affix = ""
    next_number: Number = 1


class SequenceInput(SequencePreview):
    """A new sequence; without a category or brand it counts for any."""

    description: About = ""


class SequenceDescription(Input):
    template: Template
    prefix: Affix = ""
    suffix: Affix = ""
    description: About = ""
    is_active: bool = True


class SequenceEdit(SequenceDescription):
    """A page sends all of it, with the version it was drawn from; what it counts for stays."""

    version: Id


@partial
class SequencePatch(SequenceDescription):
    """The API sends what changes; the version may come in If-Match. The next number only grows."""

    next_number: Number = UNSAID


class SkuWish(Input):
    """What a SKU is to be for; the narrowest sequence that counts for it makes it."""

    category: Category | None = None
    brand: Id | None = None
    name: Short = ""


class SkusWish(SkuWish):
    quantity: Whole = Field(ge=1, le=1000)


class SkuQuery(Input):
    sku: Sku


def _own(name: str) -> Any:
    """A column of the sequence itself, beside the names of its scope and what it makes next."""
    return Field(validation_alias=AliasPath("sequence", name))


class SequenceShown(Shown):
    id: int = _own("id")
    category: str | None = _own("category")
    brand: int | None = _own("brand_id")
    make: str | None
    template: str = _own("template")
    prefix: str = _own("prefix")
    suffix: str = _own("suffix")
    next_number: int = _own("next_number")
    example: str
    is_active: bool = _own("is_active")
    description: str = _own("description")
    version: int = _own("version")


class SkuShown(Shown):
    sku: str


class SkusShown(Shown):
    skus: list[str]


class SkuChecked(Shown):
    """Whether it is free, and the sequence that makes such ones, if any."""

    sku: str
    is_free: bool
    item: int | None
    item_name: ItemName | None = BESIDE
    sequence: int | None
    template: str | None
    number: int | None
