"""The reports' blueprint, and the words its templates use."""

from flask import Blueprint

from webapp.lending import access
from webapp.lending.loans import checkouts
from webapp.stock import access as stock
from webapp.stock import pictograms

bp = Blueprint("reports", __name__)
bp.context_processor(
    lambda: {
        "lending": access,
        "stock": stock,
        "family": pictograms.drawing,
        "is_overdue": checkouts.is_overdue,
        "is_due_soon": checkouts.is_due_soon,
    }
)
