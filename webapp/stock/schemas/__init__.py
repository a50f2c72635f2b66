"""What may be said about stock, and what the API shows of it: here what all nouns share, beside it a file each."""

from typing import Annotated, Literal

from pydantic import Field

from webapp.core.inputs import CODE, VISIBLE, WHOLE, Input, Line, Prose, Whole

Name = Annotated[Line, Field(max_length=120), VISIBLE]
Place = Annotated[Line, Field(max_length=80), VISIBLE]
Sku = Annotated[Line, Field(max_length=40), VISIBLE]
Serial = Annotated[Line, Field(max_length=80), VISIBLE]
Short = Annotated[Prose, Field(max_length=80)]
Notes = Annotated[Prose, Field(max_length=2000)]
Code = Annotated[Line, Field(max_length=200)]  # the address on a label is long
Category = Annotated[Line, Field(max_length=20), CODE]
Period = Literal["day", "week", "month", "term"]
Condition = Literal["new", "excellent", "good", "fair", "poor", "damaged"]
Days = Annotated[int, Field(ge=1, le=3650), WHOLE]
Status = Literal["available", "checked_out", "maintenance", "retired"]


class PagedQuery(Input):
    limit: Whole = Field(default=50, ge=1, le=200)
    after: str | None = Field(default=None, max_length=400)
