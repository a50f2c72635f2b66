"""One's own password, in a browser: changed by whoever knows the one before."""

from flask import g, request
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.beforehand import first
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import TooMany
from webapp.core.said import Said
from webapp.core.words import _

from .. import accounts, proof
from ..forms import OwnPasswordForm
from .people import bp, hash_password


def prove_and_hash(who: Actor | None) -> None:
    """Their old password is as slow to look at as the new one is to keep."""
    current = request.form.get("current", "")[:200]
    if who and current:
        try:
            g.proved = proof.check(who, current, request.remote_addr or "")
        except TooMany as no:
            g.too_many = no  # the form says it
            return
    hash_password(who)


@bp.get("/me/password")
@signed_in
def own_password() -> Response:
    return page("layout/form", form=OwnPasswordForm())


@bp.post("/me/password")
@signed_in
@first(prove_and_hash)
def change_own_password() -> Response:
    with OwnPasswordForm() as form:
        form.read()
        if no := g.pop("too_many", None):
            raise no
        accounts.change_password(
            actor(),
            actor().id,
            password_hash=g.password_hash,
            proved=g.get("proved", False),
        )
    return go_to(".show", Said(_("Your password is changed")), id=actor().id)
