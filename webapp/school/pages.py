"""The school's settings, for people and for programs."""

import json
from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import OLD_PAGE, actor, go, if_match, only, page, signed_in
from webapp.core.errors import Invalid
from webapp.core.openapi import Problem, answers, spec
from webapp.people import access

from . import policy, settings
from .forms import PARTS, PolicyForm
from .schemas import PolicyInput, PolicyPatch, PolicyShown

bp = Blueprint("settings", __name__, url_prefix="/settings")
api = Blueprint("settings_api", __name__, url_prefix="/api/inventory/settings")


@bp.get("")
@signed_in
def show() -> Response:
    told = policy.facts(actor())
    return page("school/settings", form=PolicyForm(**told, version=json.dumps(told)))


@bp.post("")
@signed_in
def decide() -> Response:
    policy.facts(actor())
    with PolicyForm() as form:
        said = form.read()
        policy.decide(actor(), seen=_seen(said.pop("version")), **said)
    return go(url_for(".show", saved="yes"))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"parts": PARTS, "decided": settings.get}


@api.get("/")
@signed_in
@only(access.may_manage)
@spec.validate(resp=answers(HTTP_200=PolicyShown), tags=["settings"])
def show_by_api() -> Any:
    """Show what the school decided; check-in and charging have addresses of their own."""
    return _told(policy.facts(actor()))


@api.patch("/")
@signed_in
@only(access.may_manage)
@spec.validate(
    resp=answers(HTTP_200=PolicyShown, HTTP_412=Problem, HTTP_422=Problem),
    tags=["settings"],
)
def decide_by_api(json: PolicyPatch) -> Any:
    """Change what the school decided."""
    return _told(
        policy.decide(
            actor(), seen_version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


def _told(told: dict[str, Any]) -> Any:
    return PolicyShown(**told), 200, {"ETag": f'"v{policy.version(told)}"'}


def _seen(text: str) -> dict[str, Any]:
    """What the page was drawn from. Invalid if no page could have been."""
    try:
        PolicyInput.model_validate_json(text)
    except ValueError:
        raise Invalid(OLD_PAGE) from None
    return dict(json.loads(text))
