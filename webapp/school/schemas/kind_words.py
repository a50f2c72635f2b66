"""What the school may say in a kind of e-mail, and what the API shows of it."""

from pydantic import Field

from webapp.core.inputs import Input, Prose, Whole
from webapp.core.openapi import Shown
from webapp.core.patches import partial


class KindWordsInput(Input):
    """The school's own words in a kind of e-mail; {name} is who reads it, and empty is the usual words."""

    words: Prose = Field("", max_length=500)


class KindWordsPage(KindWordsInput):
    """A page says which words it was drawn from."""

    version: Whole | None = None


@partial
class KindWordsPatch(KindWordsInput):
    """The API sends what changes: words that are left out stay as they are."""


class KindWordsShown(Shown):
    kind: str
    title: str
    heading: str
    words: str


class KindPreviewShown(Shown):
    """An e-mail of a kind about made-up facts."""

    subject: str
    text: str
    html: str
