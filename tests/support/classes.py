"""A class of the test school."""

from webapp.core.actor import Actor
from webapp.people import groups

ADA = Actor(5, "Ada", "admin", 0)
TESS, SOL, NIA = 1, 2, 3


def add():
    """Sol's and Nia's, which Tess teaches; its id."""
    about = {"name": "Class 3b", "kind": "class", "teacher_id": TESS}
    return groups.add(ADA, member_ids=[SOL, NIA], **about).id
