"""What is asked of pictures, and what the API shows of one."""

from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema

from webapp.core.inputs import WHOLE, Id, Input
from webapp.core.names_beside import BESIDE, PersonName
from webapp.core.openapi import Shown
from webapp.core.patches import partial
from webapp.core.photo_sizes import SIZES
from webapp.school.shown import At

from .models import Picture

SHOWN = ("id", "kind", "thing_id", "place", "width", "height", "added_by", "added_at")
File = Annotated[str, WithJsonSchema({"type": "string", "format": "binary"})]


class PicturesQuery(Input):
    of: Literal["item", "unit", "repair", "hand_out", "return", "fault"] = Field(
        description="What is shown; a hand_out and a return go by the id of their loan"
    )
    id: Id


class PhotosSent(Input):
    """A form of the kind multipart/form-data."""

    photo: list[File] = Field(
        min_length=1, max_length=10, description="JPEG, PNG or WebP; at most 20 MB each"
    )


class PicturePlace(Input):
    place: Annotated[
        int,
        Field(ge=1, le=100, description="Counted from 1; the first is what lists show"),
        WHOLE,
    ]


@partial
class PicturePatch(PicturePlace):
    """The API sends what changes."""


class PictureShown(Shown):
    """A picture of something, as WebP: a square face, a page's and the full size."""

    id: int
    of: str = Field(validation_alias="kind")
    thing: int = Field(validation_alias="thing_id")
    place: int
    width: int
    height: int
    added_by: int
    added_by_name: PersonName = BESIDE
    added_at: At
    is_removed: bool
    sizes: dict[str, str] = Field(description="Where each size of it is")

    @classmethod
    def of_picture(cls, picture: Picture) -> Self:
        values: dict[str, object] = {name: getattr(picture, name) for name in SHOWN}
        values["is_removed"] = picture.removed_at is not None
        values["sizes"] = {size: f"/pictures/{picture.name}/{size}" for size in SIZES}
        return cls.model_validate(values)
