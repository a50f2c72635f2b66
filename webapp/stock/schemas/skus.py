"""SKU sequences, as people describe them and programs see them."""

from typing import Annotated

from pydantic import Field

from webapp.core.inputs import BARE, UNSAID, WHOLE, Id, Input, Line, Prose, Whole, partial
from webapp.core.openapi import Shown

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
    is_active: bool = False


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


class SequenceShown(Shown):
    id: int
    category: str | None
    brand: int | None
    make: str | None
    template: str
    prefix: str
    suffix: str
    next_number: int
    example: str
    is_active: bool
    description: str
    version: int


class SkuShown(Shown):
    sku: str


class SkusShown(Shown):
    skus: list[str]


class SkuChecked(Shown):
    """Whether it is free, and the sequence that makes such ones, if any."""

    sku: str
    is_free: bool
    item: int | None
    sequence: int | None
    template: str | None
    number: int | None
