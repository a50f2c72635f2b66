"""Forms for operations."""

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..schemas.operations import OperationUndoInput


class UndoForm(Form, reads=OperationUndoInput):
    title = lazy("Undo this")
    button = lazy("Undo it")
    notes = label("Why (optional)", "Shown in the history")
