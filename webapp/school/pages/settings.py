"""The school's settings in a browser."""

import json
from collections.abc import Callable

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core.doors import OLD_PAGE, actor, go_to, page, signed_in
from webapp.core.errors import Invalid

from .. import policy, settings
from ..forms.policy import PARTS, Parts, PolicyForm
from ..schemas.policy import PolicyInput

bp = Blueprint("settings", __name__, url_prefix="/settings")


@bp.get("")
@signed_in
def show() -> Response:
    values = policy.facts(actor())
    return page("school/settings", form=PolicyForm(**values, version=json.dumps(values)))


@bp.post("")
@signed_in
def decide() -> Response:
    policy.facts(actor())
    with PolicyForm() as form:
        decided = form.read()
        policy.decide(actor(), seen=_seen(decided.pop("version")), **decided)
    return go_to(".show", saved="yes")


@bp.context_processor
def _words() -> dict[str, Parts | Callable[[str], settings.Value]]:
    return {"parts": PARTS, "decided": settings.get}


def _seen(text: str) -> policy.Values:
    """What the page was drawn from. Invalid if no page could have been."""
    try:
        PolicyInput.model_validate_json(text)
    except ValueError:
        raise Invalid(OLD_PAGE) from None
    return dict(json.loads(text))
