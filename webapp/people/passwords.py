"""Passwords: slow on purpose, so never while writing."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    return hasher.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """As slow for nobody's hash, so that strangers learn nothing."""
    try:
        return (
            hasher.verify(password_hash or _nobodys_hash(), password)
            and password_hash is not None
        )
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return hasher.hash("nobody")
