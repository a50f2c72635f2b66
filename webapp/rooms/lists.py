"""Where a list goes on: the last row's sort keys, packed so that nobody builds them by hand."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from webapp.core.errors import Invalid


def pack(key: str, id: int) -> str:
    return urlsafe_b64encode(json.dumps([key, id]).encode()).decode().rstrip("=")


def unpack(after: str) -> tuple[str, int]:
    try:
        key, id = json.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if isinstance(key, str) and type(id) is int and 0 < id < 2**31 and "\0" not in key:
            return key.encode().decode(), id
    except (ValueError, TypeError):
        pass
    raise Invalid(fields={"after": "Take this from the Link header"})
