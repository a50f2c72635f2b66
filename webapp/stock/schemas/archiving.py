"""What may be said when an item is archived."""

from pydantic import Field

from webapp.core.inputs import Input


class ArchiveInput(Input):
    confirmed: bool = Field(default=False, description="Even if pieces of it are still out")
