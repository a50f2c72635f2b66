"""Letter acts: what a borrower can do with one tap about a loan that an e-mail tells of."""

from collections.abc import Mapping, Sequence

from webapp.core import letters
from webapp.core.letter_parts import Button
from webapp.core.words import _
from webapp.people import links

from ..models import Checkout
from . import renewal_requests, verdicts
from .verdicts import Verdict


def acts(loans: Sequence[Checkout]) -> Mapping[int, Button]:
    """By the ids of those that are out: a link that keeps one longer, or leads to asking, the borrower's alone."""
    decided, asked = verdicts.of_all(loans), renewal_requests.waiting_for(loans)
    return {
        loan.id: _button(loan, decided[loan.id], is_asked=loan.id in asked)
        for loan in loans
        if decided[loan.id].reason != "not_out"
    }


def _button(loan: Checkout, verdict: Verdict, *, is_asked: bool) -> Button:
    token = links.sign("keep", loan.id, to=loan.student_id)
    label = _("Ask to keep it longer")
    if is_asked:
        label = _("You have asked to keep it longer")
    elif verdict.until:
        label = _("Keep it until %(day)s", day=verdict.in_words)
    return Button(label, letters.link("lending.keep_by_link", token=token))
