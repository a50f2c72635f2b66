"""A school's own spreadsheet: how it is to be read, and what a row of it may say."""

from collections.abc import Callable
from typing import Annotated, Literal, TypedDict

from pydantic import AfterValidator, Field

from webapp.core.errors import Invalid
from webapp.core.inputs import WHOLE, Input, Line, Money, Prose, Whole

from .. import barcodes, sizes
from . import Category, Name, Notes, Place, Serial, Short, Sku
from .items import (
    Barcode,
    Instrumentation,
    LoanHours,
    LongestLoan,
    MostRenewals,
    Person,
    ServiceDays,
    Size,
)

Encoding = Literal["utf-8", "utf-16", "cp1252", "mac_roman", "cp1250", "cp1254", "cp850"]

Decimal = Literal[".", ","]  # the sign before fractions
Total = Literal["total", "row"]  # what a last line is that looks like a total


def _in_one_form(read: Callable[[str], str]) -> AfterValidator:
    """What a cell says in the form that is kept."""

    def check(written: str) -> str:
        try:
            return read(written)
        except Invalid as no:
            raise ValueError(*no.fields.values()) from None

    return AfterValidator(check)


class SpreadsheetRow(Input):
    """One row of a school's own spreadsheet, by what its columns mean."""

    description: Name
    make: Short = ""
    model: Short = ""
    size: Annotated[Size, _in_one_form(sizes.read)] = ""
    composer: Person = ""
    arranger: Person = ""
    instrumentation: Instrumentation = ""
    barcode: Annotated[Barcode, _in_one_form(barcodes.read)] = ""
    serial: Serial | None = None
    tag: Sku | None = None
    number: Annotated[Line, Field(max_length=30)] | None = None
    code: Annotated[Prose, Field(max_length=20)] = ""
    batch: Serial | None = None
    location: Place | None = None
    quantity: Whole = Field(default=1, ge=0, le=100_000)
    value: Money | None = None
    max_checkout_days: LongestLoan | None = None
    loan_hours: LoanHours = None
    max_renewals: MostRenewals = None
    service_days: ServiceDays | None = None
    notes: Notes = ""


class Defaults(TypedDict, total=False):
    """For what rows do not say: where they are, whether new locations are made, and what kind of thing it is."""

    location: str | None
    create_locations: bool
    category: str


class ReadAs(TypedDict, total=False):
    """How a file is to be read where it does not say so itself, or says it wrongly."""

    encoding: str | None
    sheet: str | None
    heading: int | None  # the line that names the columns
    total: Total | None
    decimal: Decimal | None


class ImportInput(Input):
    """How a spreadsheet is to be read: what each column means, in order, and what rows do not say themselves."""

    column: list[Annotated[Prose, Field(max_length=20)]]
    location: Place | None = None
    create_locations: bool = False
    is_borrowable: bool = False
    category: Category = "instrument"
    encoding: Encoding | None = None
    sheet: Annotated[str, Field(max_length=100)] | None = None
    heading: Annotated[int, Field(ge=1, le=2_000_000), WHOLE] | None = None
    total: Total | None = None
    decimal: Decimal | None = None

    @property
    def read_as(self) -> ReadAs:
        return {
            "encoding": self.encoding,
            "sheet": self.sheet,
            "heading": self.heading,
            "total": self.total,
            "decimal": self.decimal,
        }

    @property
    def defaults(self) -> Defaults:
        return {
            "location": self.location,
            "create_locations": self.create_locations,
            "category": self.category,
        }
