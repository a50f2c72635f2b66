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
    out = [loan for loan in loans if decided[loan.id].reason != "not_out"]
    tokens = _tokens(out)
    return {
        loan.id: _button(tokens[loan.id], decided[loan.id], is_asked=loan.id in asked)
        for loan in out
    }


def _tokens(loans: Sequence[Checkout]) -> dict[int, str]:
    tokens: dict[int, str] = {}
    for student_id in {loan.student_id for loan in loans}:
        theirs = [loan.id for loan in loans if loan.student_id == student_id]
        tokens |= links.sign_all("keep", theirs, to=student_id)
    return tokens


def _button(token: str, verdict: Verdict, *, is_asked: bool) -> Button:
    label = _("Ask to keep it longer")
    if is_asked:
        label = _("You have asked to keep it longer")
    elif verdict.until:
        label = _("Keep it until %(day)s", day=verdict.in_words)
    return Button(label, letters.link("lending.keep_by_link", token=token))
