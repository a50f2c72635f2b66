"""Items, as people describe them and programs see them."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AliasPath, Field

from webapp.core.inputs import ALL, WHOLE, Day, Id, Input, Money, Prose, Reference, Whole
from webapp.core.openapi import Shown
from webapp.core.patches import UNSAID, partial
from webapp.school.shown import At

from . import (
    BOTH_COUNT,
    Category,
    Condition,
    Days,
    Name,
    Notes,
    PagedQuery,
    Period,
    Short,
    Sku,
    Status,
)

PIECES = "Pieces come and go through POST operations/ (receive, adjust, write_off), by loans and by repairs"
LongestLoan = Annotated[Days, Field(description=f"The longest loan, in days; {BOTH_COUNT}")]

LoanHours = Annotated[
    Annotated[int, Field(ge=1, le=12), WHOLE] | None,
    Field(
        description="For how many hours it is lent from when it is handed out, until the desk closes at the latest; "
        "its longest loan is then 1 day, and any other is refused. null is by the day: for 7 days where it was by the "
        "hour and no longest loan is said"
    ),
]
MostRenewals = Annotated[
    Annotated[int, Field(ge=0, le=100), WHOLE] | None,
    Field(
        description="How often its borrower may keep it longer without asking: 0 is never, null as often as the "
        "school's `most_renewals` says"
    ),
]
ServiceDays = Annotated[
    int,
    Field(
        ge=0,
        le=30,
        description="For how many open days a piece is looked after each time it comes back",
    ),
    WHOLE,
]
RenewsItself = Annotated[
    bool,
    Field(
        description="Whether loans are kept longer by themselves until somebody wants it"
    ),
]


Size = Annotated[
    Prose,
    Field(
        max_length=20,
        description="1/2, 3/4 and so on, or inches of a viola, such as 15 in; if empty, as its name tells",
    ),
]
Barcode = Annotated[
    Prose,
    Field(
        max_length=40,
        description="ISMN of sheet music, ISBN, EAN or UPC, kept as its digits: M-2306-7118-7 is 9790230671187, and "
        "an ISBN of ten digits its thirteen",
    ),
]
Person = Annotated[Prose, Field(max_length=120, description="Only of sheet music")]
Instrumentation = Annotated[
    Prose, Field(max_length=200, description="What it is for; only of sheet music")
]


class ItemInput(Input):
    """A new item, with its opening balance."""

    name: Name
    category: Category
    location: Reference | None = None
    new_location: bool = False
    quantity: Whole = Field(default=0, ge=0, le=100_000)
    sku: Sku | None = None
    make: Short = ""
    model: Short = ""
    size: Size = ""
    composer: Person = ""
    arranger: Person = ""
    instrumentation: Instrumentation = ""
    barcode: Barcode = ""
    condition: Condition = "good"
    value: Money = Decimal(0)
    rental_rate: Money | None = None
    rental_period: Period | None = None
    deposit: Money | None = None
    is_borrowable: bool = True
    needs_approval: bool = True
    needs_second_look: bool = False
    max_checkout_days: LongestLoan = 7
    loan_hours: LoanHours = None
    max_renewals: MostRenewals = None
    renews_itself: RenewsItself = False
    service_days: ServiceDays = 0
    notes: Notes = ""


class ItemDescription(Input):
    name: Name
    category: Category
    location: Reference
    new_location: bool = False
    make: Short = ""
    model: Short = ""
    size: Size = ""
    composer: Person = ""
    arranger: Person = ""
    instrumentation: Instrumentation = ""
    barcode: Barcode = ""
    condition: Condition = "good"
    value: Money
    rental_rate: Money | None = None
    rental_period: Period | None = None
    deposit: Money | None = None
    is_borrowable: bool = True
    needs_approval: bool = True
    needs_second_look: bool = False
    max_checkout_days: LongestLoan
    loan_hours: LoanHours = None
    max_renewals: MostRenewals = None
    renews_itself: RenewsItself = False
    service_days: ServiceDays = 0
    notes: Notes = ""


class ItemEdit(ItemDescription):
    """A page sends all of it, with the version it was drawn from."""

    version: Id


class ItemWhole(ItemDescription):
    """All of an item; without a SKU it keeps the one it has."""

    sku: Sku = UNSAID


@partial
class ItemPatch(ItemWhole):
    """The API sends what changes; the version may come in If-Match."""

    new_location: bool = False


class ItemFilter(Input):
    category: Annotated[Category | None, ALL] = None
    status: Annotated[Status | None, ALL] = None
    search: Prose = Field(
        default="",
        max_length=200,
        description="Words of name, SKU, make, model or location; of sheet music also of composer, arranger and "
        "instrumentation, or its ISMN",
    )


class ItemQuery(ItemFilter, PagedQuery):
    first: Day | None = Field(
        default=None,
        alias="from",
        description="With it, `free` says how many are free on every day from this one on, closed ones too; a loan "
        "that begins or is due on a closed day is refused, with the nearest day as an offer",
    )
    until: Day | None = Field(
        default=None,
        alias="to",
        description="Until before this one; for a loan, the day after it is due",
    )
    free: bool = Field(
        default=False,
        description="Only items of which one is free on each of these days, today if none are said. A page is found "
        "among 400 items, so it may be short, or empty, and the list go on; it is not counted",
    )


class LoanDates(Input):
    """The dates of a loan that somebody thinks of: its first day, and the one it is due on."""

    first: Day | None = Field(default=None, alias="from")
    until: Day | None = None


def _own(name: str) -> Any:
    """A column of the item itself, beside what the ledger says about it."""
    return Field(validation_alias=AliasPath("item", name))


class ItemShown(Shown):
    id: int = _own("id")
    sku: str = _own("sku")
    name: str = _own("name")
    category: str = _own("category")
    make: str = _own("make")
    model: str = _own("model")
    size: Size = _own("size")
    composer: Person = _own("composer")
    arranger: Person = _own("arranger")
    instrumentation: Instrumentation = _own("instrumentation")
    barcode: Barcode = _own("barcode")
    free: int | None = Field(
        default=None,
        description="In a list, how many can be asked for on every day of its `from` and `to`",
    )
    quantity: Annotated[int, Field(description=PIECES)]
    available_quantity: Annotated[int, Field(description=PIECES)]
    condition: str
    status: Annotated[
        str,
        Field(
            description="Derived from its pieces; retired means archived, by POST items/{id}/archive/"
        ),
    ]
    location: Annotated[
        str, Field(description="Its home shelf; where its pieces are, levels/?item= says")
    ]
    value: str
    rental_rate: str | None
    rental_period: str | None = _own("rental_period")
    deposit: str | None
    is_borrowable: bool = _own("is_borrowable")
    needs_approval: bool = Field(
        validation_alias=AliasPath("item", "needs_approval"),
        description="Whether somebody answers requests; without, what is free is agreed at once",
    )
    needs_second_look: bool = Field(
        validation_alias=AliasPath("item", "needs_second_look"),
        description="Whether a second person looks at what is approved before it is handed out",
    )
    max_checkout_days: Annotated[
        int, Field(description=f"The longest loan, in days; {BOTH_COUNT}")
    ] = _own("max_checkout_days")
    loan_hours: LoanHours = _own("loan_hours")
    max_renewals: MostRenewals = _own("max_renewals")
    renews_itself: RenewsItself = _own("renews_itself")
    service_days: ServiceDays = _own("service_days")
    notes: str = _own("notes")
    created_at: At = _own("created_at")
    created_by: int = _own("created_by")
    archived_at: At | None = _own("archived_at")
    archived_by: int | None = _own("archived_by")
    version: int = _own("version")


class StatsShown(Shown):
    total_items: int
    total_value: str
    low_stock: int
    needs_repair: int
    by_category: dict[str, int]
    by_status: dict[str, int]
