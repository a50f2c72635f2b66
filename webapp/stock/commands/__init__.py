"""Stock for operators: `flask --app wsgi items …` and `flask --app wsgi ledger …`."""

from .items import items
from .ledger import ledger

__all__ = ["items", "ledger"]
