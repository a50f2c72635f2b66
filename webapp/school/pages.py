"""The school's settings, for people and for programs."""

import json
from collections.abc import Callable

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core.doors import OLD_PAGE, actor, go_to, if_match, only, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.openapi import Answer, answers
from webapp.people import access

from . import policy, settings
from .forms import PARTS, Parts, PolicyForm
from .schemas import PolicyInput, PolicyPatch, PolicyShown

bp = Blueprint("settings", __name__, url_prefix="/settings")
api = Blueprint("settings_api", __name__, url_prefix="/api/inventory/settings")


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


@api.get("/")
@signed_in
@only(access.may_manage)
@answers("settings", PolicyShown)
def show_by_api() -> Answer:
    """Show the school's settings; check-in and charging have addresses of their own."""
    return _shown(policy.facts(actor()))


@api.patch("/")
@signed_in
@only(access.may_manage)
@answers("settings", PolicyShown, 412, 422)
def decide_by_api(json: PolicyPatch) -> Answer:
    """Change the school's settings."""
    return _shown(
        policy.decide(
            actor(), seen_version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


def _shown(values: policy.Values) -> Answer:
    etag = f'"v{policy.version(values)}"'
    return PolicyShown.model_validate(values), 200, {"ETag": etag}


def _seen(text: str) -> policy.Values:
    """What the page was drawn from. Invalid if no page could have been."""
    try:
        PolicyInput.model_validate_json(text)
    except ValueError:
        raise Invalid(OLD_PAGE) from None
    return dict(json.loads(text))
