"""Together: the parts of a set stand together with it, wherever the lines of a request are told of."""

from collections.abc import Iterable

from .models import Checkout, RequestSet

Together = tuple[RequestSet | None, list[Checkout]]


def together(lines: Iterable[Checkout]) -> list[Together]:
    """Lines of requests in their order, those of a set together with it, those of none each by themselves."""
    groups: dict[int, Together] = {}
    for line in lines:
        key = -line.request_set_id if line.request_set_id else line.id
        groups.setdefault(key, (line.asked_set, []))[1].append(line)
    return list(groups.values())
