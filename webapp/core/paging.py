"""Lists a page at a time: an opaque cursor that says where the last page ended."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

from .errors import Invalid


def cursor(*keys: Any) -> str:
    """The place after a row with these sort keys."""
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


def place(after: str | None, *types: type) -> tuple[Any, ...] | None:
    """The keys in a cursor; Invalid at `after` if it is not one of ours."""
    if after is None:
        return None
    try:
        keys = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if [type(key) for key in keys] != list(types):
            raise ValueError
    except (ValueError, TypeError):
        raise Invalid(fields={"after": "Use the cursor of the Link header as it is"}) from None
    return tuple(keys)


def link(path: str, args: dict[str, str], after: str) -> str:
    """The Link header of a page that has a next one (RFC 8288)."""
    return f'<{path}?{urlencode(args | {"after": after})}>; rel="next"'
