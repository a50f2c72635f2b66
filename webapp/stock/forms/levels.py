"""Forms for levels."""

from wtforms import HiddenField, IntegerField

from webapp.core.forms import Form

from ..schemas.levels import LevelEdit


class LevelForm(Form):
    reads, title, template = LevelEdit, "Low stock", "stock/levels/level"
    version = HiddenField()
    reorder_point = IntegerField(
        "Low at (optional)", description="An alert when this many or fewer are free"
    )
    reorder_quantity = IntegerField(
        "Then get (optional)", description="How many to order, or to bring from elsewhere"
    )
    maximum_stock = IntegerField(
        "Too many above (optional)", description="Counting those on loan and in repair"
    )
