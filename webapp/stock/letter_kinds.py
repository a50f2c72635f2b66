"""The kinds of e-mails about stock: all that are in templates/stock/mail, with made-up facts to show them with."""

from types import SimpleNamespace as Some

from webapp.core.letter_kinds import Facts, Group, Kind
from webapp.core.words import _, lazy

ID = 1


def _waiting() -> Facts:
    line = Some(quantity=1, item_name=_("Violin 3/4"), tag="VLN-000", location=_("Store"))
    waiting = Some(
        id=ID,
        requester="Sasha Specimen",
        decider="Kim Sample",
        words=_("write off 1 piece"),
        why=_("It is worth more than one person may write off"),
        lines=[line],
        note=_("It fell down the stairs."),
        decision="approved",
        is_recorded=False,
        operation_id=None,
    )
    return {"waiting": waiting, "losses": [waiting]}


GROUPS = (
    Group(
        lazy("Second approvals"),
        (
            Kind(
                "stock.second_person", lazy("Something needs a second approval"), _waiting
            ),
            Kind("stock.second_person_loss", lazy("A loss needs one"), _waiting),
            Kind("stock.second_person_answered", lazy("It was answered"), _waiting),
        ),
    ),
)
