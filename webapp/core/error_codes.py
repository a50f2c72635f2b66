"""What the codes of refusals mean to a program, and what it does next: for the API's description and its page."""

from collections.abc import Mapping
from typing import NamedTuple

from .errors import Refusal


class Meaning(NamedTuple):
    """Of a code: the status it comes with, what was wrong, and what helps."""

    status: int
    what: str
    then: str


CODES: Mapping[str, Meaning] = {
    "unreadable": Meaning(
        400,
        "The request could not be read: it is cut off, or a form's token is missing.",
        "Send it again in full. With a token in the header no form's token is needed.",
    ),
    "not_signed_in": Meaning(
        401,
        "There is no token, or none that opens anything: it was mistyped, revoked, or its time is over.",
        "Have another one issued on the person's page. Do not try again with the same.",
    ),
    "not_allowed": Meaning(
        403,
        "The person may not do this, or the token may not: then `facts` name the `scope` that it lacks.",
        "Have a token with this scope issued, or let somebody do it who may.",
    ),
    "not_found": Meaning(
        404,
        "Nothing is there, or the person may not see it; which of the two is not told.",
        "Check the id. Lists show what there is.",
    ),
    "not_this_way": Meaning(
        405,
        "The address is there, and does not take this method.",
        "`Allow` lists those that it takes.",
    ),
    "conflict": Meaning(
        409,
        "It clashes with what is so by now: nothing is free, or somebody was faster. `facts` say what is so.",
        "Read the thing anew. `offers` are the same request with other inputs, or another that would do.",
    ),
    "stale": Meaning(
        412,
        "Somebody changed it since the version that `If-Match` says.",
        "Read it again, decide again, and send the new `ETag`.",
    ),
    "too_large": Meaning(
        413,
        "The body is larger than the school takes; `detail` says how large it may be.",
        "Send less at a time.",
    ),
    "wrong_type": Meaning(
        415,
        "The body is not what its `Content-Type` says, or not JSON.",
        "Send JSON with `Content-Type: application/json`.",
    ),
    "invalid": Meaning(
        422,
        "Something in it makes no sense: `fields` say what, each with a sentence for people.",
        "Mend these fields. Fields of lists are named by their place, as in `lines.0.item`.",
    ),
    "too_many": Meaning(
        429,
        "Too many tries of a password or a code.",
        "Wait for the seconds of `Retry-After`; the same number is `t` in `RateLimit`.",
    ),
    "broken": Meaning(
        500,
        "A fault of Backline; nothing was saved.",
        "Tell the operator when it was. With the same `Idempotency-Key` it may be tried again.",
    ),
    "busy": Meaning(
        503,
        "Too many write at once, or the database is away; nothing was saved.",
        "Wait a second or two, then send the same again, with the same `Idempotency-Key`.",
    ),
    "not_ready": Meaning(
        503,
        "The server is not ready to serve: `/readyz` alone says so.",
        "Send requests to another server, or later.",
    ),
}


def waiting(no: Refusal) -> dict[str, str]:
    """The headers that say when it may be tried again; none where a refusal does not know."""
    seconds = no.facts.get("retry_after")
    if seconds is None:
        return {}
    return {"Retry-After": str(seconds), "RateLimit": f'"tries";r=0;t={seconds}'}


def in_markdown() -> str:
    """All of them as a list, for the description of the field."""
    lines = (
        f"- `{code}` ({each.status}): {each.what} {each.then}"
        for code, each in CODES.items()
    )
    return "\n".join(("What was wrong: the same whatever the sentence says.", "", *lines))
