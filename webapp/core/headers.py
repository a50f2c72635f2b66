"""What every answer forbids a browser to do or to keep, and whose word about a visitor is taken."""

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
# reads codes in pictures with WebAssembly, in a worker, which has no page to change
READER = "/static/js/reading_worker.js"
READER_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",  # the scan box may use the camera
}


HTTPS_ONLY = "max-age=31536000"  # seconds: a year; about its other names the school's domain decides itself


def _forbid(response: Response) -> Response:
    if request.path == READER:
        response.headers["Content-Security-Policy"] = READER_POLICY
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
    return response


def _keep_to_one(response: Response) -> Response:
    """A page is drawn for one person and one moment: no browser keeps it for who comes back to it later."""
    response.vary.update(("HX-Request", "HX-Request-Type"))
    caching = "no-store" if response.mimetype == "text/html" else "private, no-cache"
    response.headers.setdefault("Cache-Control", caching)
    return response


def init_app(app: Flask) -> None:
    app.after_request(_forbid)
    app.after_request(_keep_to_one)
    if proxies := app.config["PROXIES"]:  # else anybody could claim another address
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
