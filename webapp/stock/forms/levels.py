"""Forms for levels."""

from wtforms import HiddenField, IntegerField

from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.levels import LevelEdit


class LevelForm(Form):
    reads, title, template = LevelEdit, lazy("Low stock"), "stock/levels/level"
    version = HiddenField()
    reorder_point = IntegerField(
        lazy("Low at (optional)"),
        description=lazy("An alert when this many or fewer are free"),
    )
    reorder_quantity = IntegerField(
        lazy("Then get (optional)"),
        description=lazy("How many to order, or to bring from elsewhere"),
    )
    maximum_stock = IntegerField(
        lazy("Too many above (optional)"),
        description=lazy("Counting those on loan and in repair"),
    )
