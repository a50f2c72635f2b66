"""After how many months loans forget who had them, in a browser, which first shows what that would forget."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import form_addresses
from webapp.core.doors import actor, go_to, looks, page, signed_in
from webapp.core.forms import read_query

from ..forgetting import deciding
from ..forms.forgetting import ForgettingForm
from ..schemas.forgetting import ForgettingQuery
from .blueprint import bp

PATH = "/settings/forgetting"


@bp.get(PATH)
@signed_in
def forgetting() -> Response:
    """What is decided; or, where the address says how many months, what that would forget today."""
    now = deciding.facts(actor())
    asked = read_query(ForgettingQuery).months if "months" in request.args else None
    wanted = now if asked is None else deciding.facts(actor(), asked)
    form = ForgettingForm(months=wanted.months, version=now.version)
    form.around = lambda: {"now": now, "wanted": wanted if asked is not None else None}
    return page(form.template, form=form)


@bp.post(f"{PATH}/preview")
@signed_in
@looks
def look_at_forgetting() -> Response:
    """The same page with what so many months would forget; nothing is decided."""
    now = deciding.facts(actor())
    with ForgettingForm() as form:
        form.around = lambda: {"now": now, "wanted": None}
        months = form.read()["months"]
        path = url_for(".forgetting")
        address = form_addresses.to_address([("months", str(months))], path=path)
        wanted = deciding.facts(actor(), months)
        form.around = lambda: {"now": now, "wanted": wanted}
        return address or page(form.template, form=form)


@bp.post(PATH)
@signed_in
def decide_forgetting() -> Response:
    now = deciding.facts(actor())
    with ForgettingForm() as form:
        form.around = lambda: {"now": now, "wanted": None}
        typed = form.read()
        version = typed["version"]
        deciding.decide(actor(), months=typed["months"], seen_version=version)
    return go_to(".forgetting", saved="yes")
