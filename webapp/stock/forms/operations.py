"""Forms for operations."""

from wtforms import TextAreaField

from webapp.core.forms import Form

from ..schemas.operations import OperationUndoInput


class UndoForm(Form):
    reads, title, button = OperationUndoInput, "Undo this", "Undo it"
    notes = TextAreaField("Why (optional)", description="Shown in the history")
