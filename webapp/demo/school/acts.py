"""What the demo school's desk asked for beside lending, and nobody has agreed to yet."""

from functools import partial

from webapp.core.actor import Actor
from webapp.stock.operations import operations
from webapp.stock.operations.requests import About, LineRequest

from .items import Kind
from .story import Story


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    line: LineRequest = {"item": what["Music Stand"].id, "quantity": 2}
    about: About = {
        "reason": "disposed",
        "notes": "Bent in the van after the summer concert",
    }
    story.plan(
        story.at(-1, "16:40"),
        partial(operations.act, who["desk"], "adjust", [line], **about),
    )
