"""What a load balancer asks: is it alive, and may it serve."""

from collections.abc import Iterable

from flask import Blueprint, Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from . import guards, migrations, zones
from .db import db
from .doors import public
from .errors import Refusal
from .guards import Guard
from .openapi import Problem

bp = Blueprint("watch", __name__)


class NotReady(Refusal):
    status, code, title = 503, "not_ready", "Backline is not ready"


@bp.get("/healthz")
@public
def alive() -> Response:
    return Response("alive\n", content_type="text/plain")


@bp.get("/readyz")
@public
def ready() -> Response:
    try:
        check()
    except NotReady as no:
        body = Problem.of(no).model_dump_json(exclude_defaults=True)
        return Response(body, no.status, content_type="application/problem+json")
    return Response(f"ready\ntime zone rules: {zones.VERSION}\n", content_type="text/plain")


def check() -> None:
    """The database answers, its schema is this program's, and its guards are on duty."""
    try:
        connection = db.session.connection()
        here = migrations.there(connection)
        off_duty = guards.missing(connection, current_app.extensions["guards"])
    except SQLAlchemyError as error:
        raise NotReady("The database does not answer") from error
    needed = current_app.extensions["migrate"].needed
    if here != needed:
        facts = {"schema": sorted(here), "needed": sorted(needed)}
        raise NotReady(
            "The database has another version: run `flask --app wsgi db upgrade`",
            facts=facts,
        )
    if off_duty:
        raise NotReady(
            "The database lost some of its guards", facts={"missing": sorted(off_duty)}
        )


def refuse_unready(app: Flask) -> None:
    """Before a server serves anybody; commands such as `db upgrade` do not ask."""
    with app.app_context():
        try:
            check()
        finally:
            db.session.remove()
            db.engine.dispose()


def init_app(app: Flask, expected: Iterable[Guard]) -> None:
    app.extensions["guards"] = tuple(expected)
    app.register_blueprint(bp)
