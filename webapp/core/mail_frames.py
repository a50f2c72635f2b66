"""An e-mail as a mail program shows it: a page frames it, and it may neither run nor fetch anything."""

from werkzeug.wrappers import Response

AS_A_MAIL_PROGRAM = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'"
)


def framed(html: str, *, target: str) -> Response:
    """The HTML of an e-mail for a frame of ours; `target` is where its links open, as `<base>` says."""
    shown = html.replace("<head>", f'<head>\n<base target="{target}">', 1)
    headers = {"Content-Security-Policy": AS_A_MAIL_PROGRAM}
    return Response(shown, content_type="text/html; charset=utf-8", headers=headers)
