"""Signing in and out, in a browser; whoever asks is known by their cookie, or a program by its token."""

import re
from contextlib import suppress

from flask import Request, current_app, g, request, session, url_for
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from webapp.core import unsent
from webapp.core.actor import Actor
from webapp.core.db import reading, transaction
from webapp.core.doors import actor, go, go_to, page, public, signed_in
from webapp.core.errors import Refusal

from .. import (
    devices,
    sign_ins,
    throttle,
    tokens,
)
from ..forms import SignInForm
from .people import bp

login = LoginManager()


@login.user_loader  # type: ignore[untyped-decorator]
def by_cookie(token: str) -> Actor | None:
    """Not where there is an Authorization header: then only that counts."""
    return (
        None
        if "Authorization" in request.headers
        else _seen(sign_ins.recognise(token), sign_ins.notice)
    )


@login.request_loader  # type: ignore[untyped-decorator]
def by_bearer(request: Request) -> Actor | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return (
        _seen(tokens.recognise(token), tokens.notice)
        if kind.lower() == "bearer" and token
        else None
    )


@bp.after_app_request
def note_who_was_here(response: Response) -> Response:
    """The one trace that looking leaves, at most every five minutes; no answer fails for it."""
    if unseen := g.pop("unseen", None):
        with suppress(Refusal, SQLAlchemyError), transaction():
            notice, token = unseen
            notice(token)
    return response


@bp.get("/login", endpoint="login")
@public
def sign_in_form() -> Response:
    return page("people/login", form=SignInForm())


@bp.post("/login")
@public
def sign_in() -> Response:
    with SignInForm() as form:
        typed = form.read()
        email, shared = typed["email"], typed.pop("shared")
        device = devices.read(request.cookies.get("device", ""))
        source = device.source(email, request.remote_addr or "")
        with transaction():
            throttle.count(email, source, is_known=device.knows(email))
        with reading():
            user = sign_ins.check(**typed)
        who = sign_ins.open(user, shared=shared, agent=request.user_agent.string)
    throttle.forgive(email, source)
    to = _begin_session(who, is_permanent=not shared)
    return _remember(device.note(email), go(to))


def _typed_before_by(who: Actor) -> unsent.Unsent | None:
    """What they sent when they were signed out; nobody else's who sat at this computer."""
    typed = unsent.take()
    return typed if sign_ins.whose(session.get("_user_id", "")) == who.id else None


@bp.get("/send-again")
@signed_in
def send_again() -> Response:
    typed = unsent.take()
    return page("people/send_again", unsent=typed) if typed else go("/")


def _begin_session(who: Actor, *, is_permanent: bool) -> str:
    """With nothing in it of whoever was here before, but what they typed themselves; where to go on."""
    typed = _typed_before_by(who)
    session.clear()
    session.permanent = is_permanent
    login_user(who)
    if not typed:
        return _next()
    unsent.put_back(typed)
    return url_for("people.send_again")


@bp.post("/logout")
@signed_in
def sign_out() -> Response:
    sign_ins.close(actor())
    logout_user()
    return go_to("people.login")


def _seen(who: Actor | None, notice: object) -> Actor | None:
    if who and who.unseen:
        g.unseen = notice, who.token
    return who


def _remember(note: str, response: Response) -> Response:
    """The device, for the next time somebody mistypes their password there."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    lasts = devices.LASTS_DAYS * 24 * 3600
    response.set_cookie(
        "device",
        note,
        max_age=lasts,
        path="/login",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _next() -> str:
    wanted = request.args.get("next", "")
    return wanted if re.fullmatch(r"/(?![/\\])[^\\\x00-\x20]*", wanted) else "/"
