"""Forms for operations."""

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.operations import OperationUndoInput


class UndoForm(Form, reads=OperationUndoInput, title="Undo this", button="Undo it"):
    notes = label("Why (optional)", "Shown in the history")
