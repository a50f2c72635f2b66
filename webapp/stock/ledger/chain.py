"""The chain: every movement's hash seals the movement, the act it belongs to, and all movements before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
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
    "happened_on",
)  # if an act has them


Columns = Mapping[str, Any]  # of a row, by name, as the database gives them


def head() -> tuple[int, str]:
    """The newest movement's id and hash; (0, "") before the first."""
    row = db.session.execute(HEAD).one_or_none()
    return (row.id, row.hash) if row else (0, "")


def fingerprint(prev_hash: str, row: Columns, act: Columns) -> str:
    """SHA-256, in hexadecimal, over the hash before and what is sealed of a movement and its act."""
    return hashlib.sha256(prev_hash.encode() + sealed(row, act).encode()).hexdigest()


def sealed(row: Columns, act: Columns) -> str:
    """The canonical text of a movement and its act: JSON in UTF-8, sorted keys, integers, instants in UTC.

    Frozen: moving between databases depends on it; what came later is sealed only where an act has it. Notes are left
    out, so that they may be redacted.
    """
    facts = dict(row)
    facts.pop("prev_hash", None)
    facts.pop("hash", None)
    facts["created_at"] = _instant(row["created_at"])
    facts["operation_kind"], facts["actor_id"] = act["kind"], act["actor_id"]
    for name in SEALED:
        if act[name]:
            facts[f"operation_{name}"] = _plain(act[name])
    return ENCODE(facts)


def _plain(value: Any) -> Any:
    """As JSON has it: a day in ISO's form, all else as it is."""
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(maxsize=16)  # all movements of an act have one
def _instant(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
