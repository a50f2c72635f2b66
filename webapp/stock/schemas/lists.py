"""Brands, suppliers and categories, as people describe them and programs see them."""

from typing import Annotated

from pydantic import Field

from webapp.core.inputs import CAPITALS, LETTERS, Id, Input, Line, Prose
from webapp.core.openapi import Shown
from webapp.core.patches import partial

from . import Category, Name, Place

BrandCode = Annotated[Line, Field(max_length=8), CAPITALS]
Prefix = Annotated[Line, Field(min_length=2, max_length=4), LETTERS]
Contact = Annotated[Prose, Field(max_length=200)]


class BrandInput(Input):
    name: Place
    code: BrandCode | None = None


class BrandDescription(Input):
    name: Place
    code: BrandCode


class BrandEdit(BrandDescription):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class BrandPatch(BrandDescription):
    """The API sends what changes; the version may come in If-Match."""


class SupplierInput(Input):
    name: Name
    contact: Contact = ""


class SupplierDescription(Input):
    name: Name
    contact: Contact = ""
    is_active: bool = True


class SupplierEdit(SupplierDescription):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


@partial
class SupplierPatch(SupplierDescription):
    """The API sends what changes; the version may come in If-Match."""


class CategoryInput(Input):
    name: Place
    prefix: Prefix | None = None
    code: Category | None = None


class CategoryDescription(Input):
    name: Place
    prefix: Prefix
    is_active: bool = True


class CategoryEdit(CategoryDescription):
    """A page sends all of it, with the version it was drawn from; the code stays for good."""

    version: Id


@partial
class CategoryPatch(CategoryDescription):
    """The API sends what changes; the version may come in If-Match."""


class BrandShown(Shown):
    id: int
    name: str
    code: str
    items: int = Field(validation_alias="used")
    version: int


class SupplierShown(Shown):
    id: int
    name: str
    contact: str
    is_active: bool
    units: int = Field(validation_alias="used")
    version: int


class CategoryShown(Shown):
    id: int
    code: str
    name: str
    prefix: str
    is_active: bool
    items: int = Field(validation_alias="used")
    version: int
