"""Lists a page at a time: an opaque cursor that says where the last page ended."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import request

from .errors import Invalid


def cursor(*keys: Any) -> str:
    """The place after a row with these sort keys."""
    told = json.dumps([key.isoformat() if isinstance(key, datetime) else key for key in keys])
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def place(after: str | None, *types: type) -> tuple[Any, ...] | None:
    """The keys in a cursor; Invalid at `after` if it is not one of ours."""
    if after is None:
        return None
    try:
        told = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        return tuple(_key(each, kind) for each, kind in zip(told, types, strict=True))
    except (ValueError, TypeError):
        raise Invalid(fields={"after": "Use the cursor of the Link header as it is"}) from None


def answer(
    found: Sequence[Any], limit: int, key: Callable[[Any], tuple[Any, ...]]
) -> tuple[Sequence[Any], dict[str, str]]:
    """At most `limit` rows, and if there are more the Link header that leads on (RFC 8288)."""
    if len(found) <= limit:
        return found, {}
    args = request.args.to_dict() | {"after": cursor(*key(found[limit - 1]))}
    return found[:limit], {"Link": f'<{request.path}?{urlencode(args)}>; rel="next"'}


def _key(told: Any, kind: Any) -> Any:
    """What every database can compare with: nothing unprintable, no number out of range, no time without a zone."""
    if kind is datetime:
        at = datetime.fromisoformat(told)
        if at.tzinfo is not None and 2000 <= at.year < 3000:
            return at
    elif type(told) is kind and (told.isprintable() if kind is str else abs(told) < 2**31):
        return told
    raise ValueError
