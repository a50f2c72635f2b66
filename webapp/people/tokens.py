"""API tokens: shown once, kept only as a hash, good until somebody revokes them."""

from secrets import token_urlsafe

from sqlalchemy import bindparam, or_, select, update

from webapp.core import clock, rows, versions
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound
from webapp.core.words import _

from . import access, notices
from .models import Token, User
from .sign_ins import NOTICED_EVERY, hashed

BY_TOKEN = (
    select(
        User.id,
        User.name,
        User.role,
        or_(Token.last_seen_at.is_(None), Token.last_seen_at < bindparam("noticed")),
        Token.issuer_id.is_distinct_from(Token.user_id),
        Token.issuer_id,
        User.language,
        versions.NUMBERS,
    )
    .join(Token, Token.user_id == User.id)
    .where(
        Token.token_hash == bindparam("token_hash"),
        Token.revoked_at.is_(None),
        User.is_active,
    )
)


def issue(user: User, name: str = "", *, by: Actor | None = None) -> str:
    """The token itself, for the only time. They issue it themselves, or are told who did."""
    token = token_urlsafe(32)
    issuer_id = user.id if by is None else by.id or None
    row = Token(user_id=user.id, issuer_id=issuer_id, name=name, token_hash=hashed(token))
    db.session.add(row)
    db.session.flush()
    if by and by.id != user.id:
        notices.token_issued(user, row, by=by)
    return token


def check(actor: Actor, user_id: int) -> None:
    """NotFound for strangers, NotAllowed for those who see the person but may not hold their keys.

    Nor does a token that somebody else issued: what it issued would look like the person's own.
    """
    query = access.visible_people(actor).where(User.id == user_id)
    rows.find(query, _("Person not found"))
    if not access.may_see_tokens(actor, user_id):
        raise NotAllowed(_("Only the person or an admin can issue a token"))
    if actor.is_proxy:
        raise NotAllowed(_("A token that somebody else issued cannot issue another one"))


def issue_for(actor: Actor, user_id: int, *, name: str) -> str:
    """A token in somebody's name, for the only time; Conflict if they are disabled."""
    check(actor, user_id)
    query = select(User).where(User.id == user_id).with_for_update(key_share=True)
    user = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if not user.is_active:
        raise Conflict(
            _("%(user)s is disabled", user=user.name), facts={"is_active": False}
        )
    return issue(user, name, by=actor)


def recognise(token: str) -> Actor | None:
    parameters = {"token_hash": hashed(token), "noticed": clock.now() - NOTICED_EVERY}
    row = db.session.execute(BY_TOKEN, parameters).one_or_none()
    if row is None:
        return None
    id, name, role, unseen, is_proxy, issuer_id, language, numbers = row
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
    )


def used_by(actor: Actor) -> Token | None:
    """The one that they are signed in with; None for a browser."""
    if not actor.is_program:
        return None
    query = select(Token).where(Token.token_hash == hashed(actor.token))
    return db.session.scalars(query).one_or_none()


def tokens_of(actor: Actor, user_id: int) -> list[Token]:
    """Those still good."""
    theirs = (
        select(Token)
        .where(Token.user_id == user_id, Token.revoked_at.is_(None))
        .order_by(Token.id)
    )
    return rows.listed(theirs) if access.may_see_tokens(actor, user_id) else []


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
