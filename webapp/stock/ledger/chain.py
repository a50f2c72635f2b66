"""The chain: every movement's hash seals the movement, the act it belongs to, and all movements before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from webapp.core.db import db

from ..models import Movement

HEAD = select(Movement.id, Movement.hash).order_by(Movement.id.desc()).limit(1)
ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
SEALED = (
    "reason",
    "reference",
    "approved_by",
    "transfer_id",
    "repair_id",
    "stocktake_id",
)  # if an act has them


def head() -> tuple[int, str]:
    """The newest movement's id and hash; (0, "") before the first."""
    row = db.session.execute(HEAD).one_or_none()
    return (row.id, row.hash) if row else (0, "")


def fingerprint(prev_hash: str, row: Mapping[str, Any], act: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, over the hash before and what is sealed of a movement and its act."""
    return hashlib.sha256(prev_hash.encode() + sealed(row, act).encode()).hexdigest()


def sealed(row: Mapping[str, Any], act: Mapping[str, Any]) -> str:
    """The canonical text of a movement and its act: JSON in UTF-8, sorted keys, integers, instants in UTC.

    Frozen: moving between databases depends on it; what came later is sealed only where an act has it. Notes are left
    out, so that they may be redacted.
    """
    said = dict(row)
    said.pop("prev_hash", None)
    said.pop("hash", None)
    said["created_at"] = _instant(row["created_at"])
    said["operation_kind"], said["actor_id"] = act["kind"], act["actor_id"]
    for name in SEALED:
        if act[name]:
            said[f"operation_{name}"] = act[name]
    return ENCODE(said)


@lru_cache(maxsize=16)  # all movements of an act have one
def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
