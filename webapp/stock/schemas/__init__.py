"""What may be said about stock, and what the API shows of it: here what all nouns share, beside it a file each."""

from typing import Annotated, Literal

from pydantic import Field

from webapp.core.inputs import CODE, VISIBLE, WHOLE, Line, Paged, Prose, spelled

Name = Annotated[Line, Field(max_length=120), VISIBLE]
Place = Annotated[Line, Field(max_length=80), VISIBLE]
Sku = Annotated[Line, Field(max_length=40), VISIBLE]
Serial = Annotated[Line, Field(max_length=80), VISIBLE]
Short = Annotated[Prose, Field(max_length=80)]
Notes = Annotated[Prose, Field(max_length=2000)]
Code = Annotated[Line, Field(max_length=200)]  # the address on a label is long
Category = Annotated[
    Line,
    Field(max_length=20, description="sheet-music and accessories are accepted too"),
    CODE,
    spelled(accessories="accessory"),
]
Period = Literal["day", "week", "month", "term"]
Condition = Annotated[
    Literal["new", "excellent", "good", "fair", "poor", "damaged"],
    spelled(needs_repair="damaged"),
    Field(description="needs-repair is accepted as damaged"),
]
Days = Annotated[int, Field(ge=1, le=3650), WHOLE]
BOTH_COUNT = "its first day and the day it is due both count"
Status = Annotated[
    Literal["available", "checked_out", "maintenance", "out_of_stock", "retired"],
    spelled(),
    Field(description="checked-out is accepted too"),
]


class PagedQuery(Paged):
    pass
