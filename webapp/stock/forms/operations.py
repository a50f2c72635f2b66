"""Forms for operations."""

from wtforms import TextAreaField

from webapp.core.forms import Form

from ..schemas.operations import UndoInput


class UndoForm(Form):
    reads, title, button = UndoInput, "Undo this", "Undo it"
    note = TextAreaField("Why (optional)", description="Whoever reads the history will see it")
