"""Forms for operations."""

from wtforms import TextAreaField

from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.operations import OperationUndoInput


class UndoForm(Form):
    reads, title, button = OperationUndoInput, lazy("Undo this"), lazy("Undo it")
    notes = TextAreaField(lazy("Why (optional)"), description=lazy("Shown in the history"))
