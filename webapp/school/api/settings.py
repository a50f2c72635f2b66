"""The school's settings for programs."""

from flask import Blueprint

from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answers
from webapp.people import access

from .. import policy
from ..schemas.policy import PolicyPatch, PolicyShown

bp = Blueprint("settings_api", __name__, url_prefix="/api/inventory/settings")


@bp.get("/")
@signed_in
@only(access.may_manage)
@answers("settings", PolicyShown)
def show_by_api() -> Answer:
    """Show the school's settings; check-in and charging have addresses of their own."""
    return _shown(policy.facts(actor()))


@bp.patch("/")
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
