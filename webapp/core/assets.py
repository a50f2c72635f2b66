"""What a browser fetches besides pages: one stylesheet, addresses that change with their content, little to send."""

import gzip
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from flask import Flask, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from .doors import public

TEXT = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/javascript",
    "application/wasm",
    "image/svg+xml",
)
NEVER_CHANGED = ("/static/fonts/", "/static/vendor/")  # their names say which version it is
FOREVER = "public, max-age=31536000, immutable"


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _squeeze(response: Response) -> Response:
    if not response.content_type or not response.content_type.startswith(TEXT):
        return response
    if response.is_streamed and not response.direct_passthrough:
        return response  # reading it to the end here would undo the streaming
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") and response.status_code not in (
        204,
        206,
        304,
    ):
        response.direct_passthrough = False
        response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and (
        "v" in request.args or request.path.startswith(NEVER_CHANGED)
    ):
        response.headers["Cache-Control"] = FOREVER
    return response


def _icon(asset: Callable[[str], str], name: str) -> Markup:
    """A picture of the one file that has them all."""
    return Markup(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>'
    ).format(asset("icons/icons.svg"), name)


def time_classes() -> str:
    """Rules for a time of day or a length of time: `t-h14 t-m30` is fourteen and a half hours.

    A block's place and size on a day's grid come from the data, and the policy forbids style attributes.
    """
    hours = [f"  .t-h{hour} {{ --hours: {hour}; }}" for hour in range(25)]
    minutes = [f"  .t-m{minute} {{ --mins: {minute}; }}" for minute in range(60)]
    return "\n".join(["@layer pages {", *hours, *minutes, "}", ""])


def stylesheet_text(folder: Path) -> str:
    """The whole stylesheet: the order of layers, every component by name, and the classes no one writes by hand."""
    first = folder / "layers.css"
    components = sorted(set(folder.glob("*.css")) - {first})
    texts = [path.read_text(encoding="utf-8") for path in (first, *components)]
    return "\n".join([*texts, time_classes()])


def init_app(app: Flask) -> None:
    static = Path(app.static_folder or "")
    css = stylesheet_text(static / "css").encode()
    sheet = f"/static/app.{_hash(css)}.css"

    @app.get(sheet, endpoint="stylesheet")
    @public
    def stylesheet() -> Response:
        return Response(
            css, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOREVER}
        )

    @cache  # a page draws dozens of icons, all from one file
    def asset(name: str) -> str:
        if name == "app.css":
            return sheet
        return (
            f"{app.static_url_path}/{quote(name)}?v={_hash((static / name).read_bytes())}"
        )

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["icon_called"] = cache(partial(_icon, asset))
    app.after_request(_squeeze)
    app.after_request(_keep)
