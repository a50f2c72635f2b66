"""API tokens: shown once, kept only as a hash, good for what they may do until they end or somebody revokes them."""

from collections.abc import Collection
from datetime import timedelta
from secrets import token_urlsafe
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select, update

from webapp.core import clock, rows, scopes, versions
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound
from webapp.core.words import _, lazy

from . import access, notices
from .models import Token, User
from .sign_ins import NOTICED_EVERY, hashed

MISSING = lazy("Person not found")
BY_TOKEN = (
    select(
        User.id,
        User.name,
        User.role,
        or_(Token.last_seen_at.is_(None), Token.last_seen_at < bindparam("noticed")),
        Token.issuer_id.is_distinct_from(Token.user_id),
        Token.issuer_id,
        User.language,
        Token.scopes,
        Token.expires_at.is_not(None),
        versions.NUMBERS,
    )
    .join(Token, Token.user_id == User.id)
    .where(
        Token.token_hash == bindparam("token_hash"),
        Token.revoked_at.is_(None),
        or_(Token.expires_at.is_(None), Token.expires_at > bindparam("now")),
        User.is_active,
    )
)


class Issued(NamedTuple):
    """A token as its row has it, and itself, for the only time."""

    row: Token
    token: str


def issue(user: User, name: str = "", *, by: Actor | None = None) -> str:
    """One that may do all that its person may, until it is revoked."""
    return issue_limited(user, name, may=(scopes.ALL,), by=by).token


def issue_limited(
    user: User,
    name: str,
    *,
    may: Collection[str],
    days: int | None = None,
    by: Actor | None = None,
) -> Issued:
    """One with these scopes, for so many days if they are said. They issue it themselves, or are told who did."""
    token, now = token_urlsafe(32), clock.now()
    row = Token(
        user_id=user.id,
        issuer_id=user.id if by is None else by.id or None,
        name=name,
        token_hash=hashed(token),
        scopes=scopes.stored(may),
        created_at=now,
        expires_at=None if days is None else now + timedelta(days=days),
    )
    db.session.add(row)
    db.session.flush()
    if by and by.id != user.id:
        notices.token_issued(user, row, by=by)
    return Issued(row, token)


def check(actor: Actor, user_id: int) -> None:
    """NotFound for strangers, NotAllowed for those who see the person but may not hold their keys.

    Nor does a token that somebody else issued: what it issued would look like the person's own. One with limits, be it
    an end, would issue one without.
    """
    query = access.visible_people(actor).where(User.id == user_id)
    rows.find(query, MISSING)
    if not access.may_see_tokens(actor, user_id):
        raise NotAllowed(_("Only the person or an admin can issue a token"))
    if actor.is_proxy:
        raise NotAllowed(_("A token that somebody else issued cannot issue another one"))
    if actor.scopes is not None or actor.ends:
        raise NotAllowed(_("A token with limits cannot issue another one"))


def issue_for(
    actor: Actor,
    user_id: int,
    *,
    name: str,
    may: Collection[str],
    days: int | None = None,
) -> Issued:
    """A token in somebody's name, for the only time; Conflict if they are disabled."""
    check(actor, user_id)
    query = select(User).where(User.id == user_id).with_for_update(key_share=True)
    user = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if not user.is_active:
        raise Conflict(
            _("%(user)s is disabled", user=user.name), facts={"is_active": False}
        )
    return issue_limited(user, name, may=may, days=days, by=actor)


def recognise(token: str) -> Actor | None:
    now = clock.now()
    parameters = {"token_hash": hashed(token), "now": now, "noticed": now - NOTICED_EVERY}
    row = db.session.execute(BY_TOKEN, parameters).one_or_none()
    if row is None:
        return None
    id, name, role, unseen, is_proxy, issuer_id, language, limits, ends, numbers = row
    versions.know(numbers)
    issuer = issuer_id if is_proxy else None
    return Actor(
        id,
        name,
        role,
        0,
        token,
        unseen=bool(unseen),
        is_proxy=bool(is_proxy),
        issuer_id=issuer,
        language=language,
        scopes=None if limits is None else frozenset(scopes.read(limits)),
        ends=bool(ends),
    )


def used_by(actor: Actor) -> Token | None:
    """The one that they are signed in with; None for a browser."""
    if not actor.is_program:
        return None
    query = select(Token).where(Token.token_hash == hashed(actor.token))
    return db.session.scalars(query).one_or_none()


def tokens_of(actor: Actor, user_id: int) -> list[Token]:
    """Those that nobody revoked, newest first, those too whose time is over: it is why a program stopped."""
    theirs = (
        select(Token)
        .where(Token.user_id == user_id, Token.revoked_at.is_(None))
        .order_by(Token.id.desc())
    )
    return rows.listed(theirs) if access.may_see_tokens(actor, user_id) else []


def listed(actor: Actor, user_id: int) -> list[Token]:
    """The same. NotFound for whom the actor does not see, NotAllowed but for the person and admins."""
    rows.find(access.visible_people(actor).where(User.id == user_id), MISSING)
    if not access.may_see_tokens(actor, user_id):
        raise NotAllowed(_("Only the person or an admin can see the tokens"))
    return tokens_of(actor, user_id)


def revoke(actor: Actor, id: int) -> Token:
    token = db.session.get(Token, id)
    if token is None or not access.may_see_tokens(actor, token.user_id):
        raise NotFound(_("Token not found"))
    token.revoked_at = token.revoked_at or clock.now()
    db.session.flush()
    return token


def revoke_all(user_id: int) -> None:
    theirs = update(Token).where(Token.user_id == user_id, Token.revoked_at.is_(None))
    db.session.execute(theirs.values(revoked_at=clock.now()))


def notice(token: str) -> None:
    db.session.execute(
        update(Token)
        .where(Token.token_hash == hashed(token))
        .values(last_seen_at=clock.now())
    )
