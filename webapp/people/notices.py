"""What people are told about their own way in: letters, written with the act they tell of."""

from webapp.core import letters, scopes
from webapp.core.actor import Actor

from .models import Token, User


def password_changed(user: User, *, by: Actor) -> None:
    """To whom it belongs, whoever changed it."""
    _write(user, "password_changed", f"password:{user.epoch}", by=by)


def token_issued(user: User, token: Token, *, by: Actor) -> None:
    """To whom it is for, if somebody else issued it."""
    _write(user, "token_issued", f"token:{token.id}", by=by, token=token)


def _write(
    user: User, kind: str, step: str, *, by: Actor, token: Token | None = None
) -> None:
    context = {"to": user, "by": by, "is_own": by.id == user.id, "token": token}
    if token:
        context["may"] = scopes.in_words(token.may)
    letters.post(
        f"people/mail/{kind}",
        user,
        context,
        about=("person", user.id),
        kind=kind,
        step=step,
    )
