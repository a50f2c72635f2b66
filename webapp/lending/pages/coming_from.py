"""Where a borrower's act on a loan leads back to: Home, the page of the thing in their hands, or the loan's."""

from flask import request, url_for

from webapp.stock.units import codes


def back_to(loan_id: int) -> str:
    """By `at` in the address: "home", or the beginning of a label's, such as t/1Y1."""
    at = request.args.get("at", "")
    if at == "home":
        return url_for("home.start")
    if unit := codes.abridged(at):
        return url_for("lending.printed", code=codes.printed(unit))
    return url_for("lending.show", id=loan_id)
