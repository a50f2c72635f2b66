"""Forms for units."""

from wtforms import StringField

from webapp.core.forms import Form

from ..schemas.units import BlockInput


class BlockForm(Form):
    reads, title, button = BlockInput, "Do not lend it", "Block"
    reason = StringField("Why", description="Staff and the desk read this")
