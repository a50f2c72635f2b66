"""Perhaps: whether a pile that could come back is rather meant to go, by who stands there."""

from webapp.core.actor import Actor

from . import loans
from .taking_back import TakeBack


def is_lending(actor: Actor, back: TakeBack) -> bool:
    """Whether all that would end is others' than the person's who stands there, and they may have come for the like:
    it is counted, or promised to them.
    """
    person = back.person
    if person is None or any(loans.come_for(each.loan, person) for each in back.endings):
        return False
    items = {each.loan.item_id for each in back.endings}
    if back.is_all_counted:
        return True
    promised = loans.promised(actor, items)
    return items <= {loan.item_id for loan in promised if loans.come_for(loan, person)}
