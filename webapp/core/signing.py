"""Links that carry their own permission: what they say, signed, with the day they end."""

import hashlib
from datetime import timedelta
from functools import lru_cache

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from webapp.core.words import lazy

from . import clock
from .errors import NotFound

ENDED = lazy("This link is no longer valid")


class Ended(NotFound):
    """A link that was good once: it opens nothing, but leads to what it is about. `about` is that one's id."""

    def __init__(self, about: int):
        super().__init__(ENDED)
        self.about = about


def sign(purpose: str, *numbers: int) -> str:
    """A token for a link; whoever has it may do what the purpose allows, and nothing else."""
    return str(_serializer(purpose).dumps(numbers))


def read(purpose: str, token: str, *, days: int) -> tuple[int, ...]:
    """What was signed for this purpose. NotFound if it was not, Ended if it is older than so many days."""
    try:
        numbers, signed_at = _serializer(purpose).loads(token, return_timestamp=True)
    except BadData:
        raise NotFound(ENDED) from None
    if clock.now() - signed_at > timedelta(days=days):
        raise Ended(numbers[0])
    return tuple(numbers)


def key(purpose: str) -> bytes:
    """A key of its own for a purpose, made from LEDGER_KEY for the ledger and from SECRET_KEY for all else."""
    secret = (
        purpose == "ledger" and current_app.config["LEDGER_KEY"]
    ) or current_app.config["SECRET_KEY"]
    return hashlib.sha256(f"backline.{purpose}.{secret}".encode()).digest()


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return _made(current_app.config["SECRET_KEY"], purpose)


@lru_cache(maxsize=64)
def _made(secret: str, purpose: str) -> URLSafeTimedSerializer:
    """An e-mail has a dozen links."""
    return URLSafeTimedSerializer(secret, salt=f"backline.{purpose}")
