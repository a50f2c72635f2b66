"""Forms for levels."""

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.levels import LevelEdit


class LevelForm(Form, reads=LevelEdit, title="Low stock"):
    template = "stock/levels/level"
    reorder_point = label("Low at (optional)", "An alert when this many or fewer are free")
    reorder_quantity = label(
        "Then get (optional)", "How many to order, or to bring from elsewhere"
    )
    maximum_stock = label(
        "Too many above (optional)", "Counting those on loan and in repair"
    )
