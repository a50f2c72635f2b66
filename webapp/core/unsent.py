"""What a page without scripts sent while nobody was signed in: kept in the session until whoever sent it is back."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app, request, session

LONGEST = 3_500  # bytes of the session's cookie, of which browsers keep 4,096
NOT_KEPT = {"csrf_token"}  # made anew for each page
SECRET = "password"  # in a field's name: typed anew
KEY = "unsent"
CODED = re.compile(r"[\d\sT:.,+-]*Z?")


class Unsent(NamedTuple):
    """A form as it was sent: to which path, and its fields with their values."""

    path: str
    fields: Sequence[tuple[str, str]]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The words a person typed, so that they know it again; no ids, codes and times as a page sends them."""
        return [
            (name.replace("_", " ").capitalize(), value)
            for name, value in self.fields
            if name != "idempotency_key" and not CODED.fullmatch(value)
        ]


def keep() -> None:
    """Keep this request's form; nothing if it holds files or more than a cookie can."""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in NOT_KEPT and SECRET not in name
    ]
    if not fields or request.files:
        return
    session[KEY] = [request.full_path.rstrip("?"), fields]
    serializer = current_app.session_interface.get_signing_serializer(current_app)  # type: ignore[attr-defined]
    if len(serializer.dumps(dict(session))) > LONGEST:
        del session[KEY]


def take() -> Unsent | None:
    """What was kept, once."""
    typed = session.pop(KEY, None)
    return Unsent(typed[0], [(name, value) for name, value in typed[1]]) if typed else None


def put_back(unsent: Unsent) -> None:
    """Keep it in a session that has begun since."""
    session[KEY] = [unsent.path, list(unsent.fields)]
