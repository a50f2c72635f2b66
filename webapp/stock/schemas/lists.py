"""Brands, suppliers and categories, as people describe them and programs see them."""

from typing import Annotated

from pydantic import Field

from webapp.core.inputs import CAPITALS, LETTERS, UNSAID, Id, Input, Line, Prose
from webapp.core.openapi import Shown

from . import Category, Name, Place

BrandCode = Annotated[Line, Field(max_length=8), CAPITALS]
Prefix = Annotated[Line, Field(min_length=2, max_length=4), LETTERS]
Contact = Annotated[Prose, Field(max_length=200)]


class BrandInput(Input):
    name: Place
    code: BrandCode | None = None


class BrandEdit(Input):
    """A page sends all of it, with the version it was drawn from."""

    version: Id
    name: Place
    code: BrandCode


class BrandPatch(Input):
    """The API sends what changes; the version may come in If-Match."""

    name: Place = UNSAID
    code: BrandCode = UNSAID


class SupplierInput(Input):
    name: Name
    contact: Contact = ""


class SupplierEdit(Input):
    """A page sends all of it, with the version it was drawn from."""

    version: Id
    name: Name
    contact: Contact = ""
    is_active: bool = False


class SupplierPatch(Input):
    """The API sends what changes; the version may come in If-Match."""

    name: Name = UNSAID
    contact: Contact = UNSAID
    is_active: bool = UNSAID


class CategoryInput(Input):
    name: Place
    prefix: Prefix | None = None
    code: Category | None = None


class CategoryEdit(Input):
    """A page sends all of it, with the version it was drawn from; the code stays for good."""

    version: Id
    name: Place
    prefix: Prefix
    is_active: bool = False


class CategoryPatch(Input):
    """The API sends what changes; the version may come in If-Match."""

    name: Place = UNSAID
    prefix: Prefix = UNSAID
    is_active: bool = UNSAID


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
