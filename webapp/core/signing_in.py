"""Who must sign in first is told where, and comes back to the page they were on."""

from urllib.parse import urlsplit

from flask import redirect, request, url_for
from werkzeug.wrappers import Response


def by_htmx() -> bool:
    """Whether a script of the page asks, for a part of it or for a page to take a part from."""
    return "HX-Request" in request.headers


def to_sign_in() -> Response:
    """To where one signs in, and from there back to the page one was on."""
    login = url_for("people.login", next=_page_it_came_from())
    return (
        Response(status=401, headers={"HX-Redirect": login})
        if by_htmx()
        else redirect(login, 303)
    )


def _page_it_came_from() -> str | None:
    """The page a person sees while this is asked, if it is one of ours; its path and query."""
    if request.method == "GET" and not by_htmx():
        return request.full_path.rstrip("?")
    try:
        seen = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    except ValueError:  # it was no address
        return None
    own = seen.netloc == request.host
    return seen._replace(scheme="", netloc="", fragment="").geturl() if own else None
