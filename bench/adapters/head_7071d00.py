"""The head before what is free was added up by the database."""

from . import this


class Head(this.Head):
    """Each day looked through all promises of the item."""

    put_loans = "(lambda loans: seed.put('checkouts', loans))"
    free_days = "free = availability.shelf(1).days(today, DAYS)"
