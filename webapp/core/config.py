"""Every setting of a deployment, in one list; the school's own policy is in `school.settings`."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Any, NamedTuple

from sqlalchemy import make_url

from . import mail, postgresql, private

PREFIX = "BACKLINE_"
PUBLISHED = "only for the demo"  # once the key where none was set; anybody can read it


class Setting(NamedTuple):
    name: str
    default: str | int | bool
    meaning: str


SETTINGS = (
    Setting("DATA_DIR", "var", "Folder for what Backline keeps in files"),
    Setting(
        "DATABASE_URL",
        "",
        "sqlite:///… or postgresql://…; empty is the file backline.db in DATA_DIR",
    ),
    Setting(
        "SECRET_KEY",
        "",
        "Signs cookies; required where BASE_URL is https, else one is made and kept in DATA_DIR",
    ),
    Setting(
        "LEDGER_KEY",
        "",
        "Signs the ledger's hourly checkpoints; empty is SECRET_KEY, but this one never changes",
    ),
    Setting(
        "BASE_URL",
        "http://127.0.0.1:8000",
        "Where people reach Backline; the links in e-mails start with it",
    ),
    Setting(
        "PROXIES",
        0,
        "How many reverse proxies stand in front; what they say of the visitor is believed",
    ),
    Setting(
        "SMTP_URL",
        "",
        "smtp://user:password@host:port, or smtps://…; empty keeps e-mails without sending them",
    ),
    Setting(
        "IMAP_URL",
        "",
        "imaps://user:password@host/folder to which e-mail comes back; empty reads none",
    ),
    Setting("MAIL_FROM", "Backline <backline@localhost>", "The sender of every e-mail"),
    Setting(
        "LETTER_DELAY",
        60,
        "Seconds a decision's e-mail waits, so that the decision can be undone",
    ),
    Setting("DEMO", False, "Show the demo's mailbox at /demo/mail; never in production"),
)

FIXED = {
    "WTF_CSRF_CHECK_DEFAULT": False,  # `doors.admit` asks, so that bearer tokens need none
    "WTF_CSRF_TIME_LIMIT": None,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_REFRESH_EACH_REQUEST": False,  # a sign-in lasts as long as the server says
    "MAX_CONTENT_LENGTH": 1_000_000,
}


class Misconfigured(Exception):
    """The start is refused; the message says what to set."""


Values = dict[str, Any]  # as Flask's configuration holds them


def read(environ: Mapping[str, str], given: Mapping[str, Any]) -> Values:
    """Flask's configuration: what was given, else the environment, else the default."""
    values: Values = {
        each.name: given[each.name] if each.name in given else _from(environ, each)
        for each in SETTINGS
    }
    _check(values)
    values["BASE_URL"] = values["BASE_URL"].rstrip("/")
    values["SECRET_KEY"] = values["SECRET_KEY"] or _kept_secret(Path(values["DATA_DIR"]))
    uri = given.get("SQLALCHEMY_DATABASE_URI") or _database(values)
    _make_room(uri)
    values["SQLALCHEMY_DATABASE_URI"] = uri
    values["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(uri)
    return {**FIXED, "SESSION_COOKIE_SECURE": _is_https(values), **given, **values}


def _is_https(values: Values) -> bool:
    return str(values["BASE_URL"]).startswith("https://")


def _check(values: Values) -> None:
    """Misconfigured where a start would be unsafe, or of no use."""
    if _is_https(values) and values["SECRET_KEY"] in ("", PUBLISHED):
        raise Misconfigured(
            f"Set {PREFIX}SECRET_KEY: BASE_URL is https, so this is not a demo"
        )
    if not mail.may_send(values["MAIL_FROM"]):
        example = "an address such as Music School <desk@school.example>"
        raise Misconfigured(
            f"Set {PREFIX}MAIL_FROM to {example}: no e-mail can be sent from {values['MAIL_FROM']!r}"
        )


def _from(environ: Mapping[str, str], setting: Setting) -> str | int | bool:
    text = environ.get(PREFIX + setting.name, "").strip()
    if not text:
        return setting.default
    if isinstance(setting.default, bool):
        return text.lower() in ("1", "true", "yes", "on")
    if isinstance(setting.default, int):
        if not (text.isascii() and text.isdecimal()):
            raise Misconfigured(
                f"{PREFIX}{setting.name} must be a whole number, not {text!r}"
            )
        return int(text)
    return text


def _database(values: Values) -> str:
    url = (
        str(values["DATABASE_URL"])
        or f"sqlite:///{Path(values['DATA_DIR']).absolute() / 'backline.db'}"
    )
    return (
        url.replace("postgres://", "postgresql://", 1)
        if url.startswith("postgres://")
        else url
    )


def _engine_options(uri: str) -> Values:
    """What is typed at the school stands in the parameters of statements, so no error may quote them."""
    is_postgresql = make_url(uri).get_backend_name() == "postgresql"
    return {"hide_parameters": True} | (postgresql.ENGINE_OPTIONS if is_postgresql else {})


def _kept_secret(folder: Path) -> str:
    """A key of this deployment's own, made once, where only its user may read it. All processes see the same one."""
    path = folder / "secret-key"
    try:
        private.make_folder(folder)
        if not path.exists():
            draft = folder / f"secret-key.{token_hex(8)}"
            with open(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
            ) as file:
                file.write(token_urlsafe(48))
            with suppress(FileExistsError):  # another process was faster: then it is theirs
                os.link(draft, path)
            draft.unlink()
        private.close(path)
        secret = path.read_text().strip()
    except OSError as error:
        raise Misconfigured(
            f"Set {PREFIX}SECRET_KEY, for none can be kept in DATA_DIR: {error}"
        ) from None
    if not secret:
        raise Misconfigured(f"{path} is empty: remove it, or set {PREFIX}SECRET_KEY")
    return secret


def _make_room(uri: str) -> None:
    """The folder of SQLite's file, which SQLite does not make, and the file, which only its user may read. SQLite gives
    the files beside it the same permissions."""
    url = make_url(uri)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        path = Path(url.database)
        private.make_folder(path.parent)
        path.touch(mode=0o600)
        for each in (
            path,
            *(path.with_name(f"{path.name}-{part}") for part in ("wal", "shm")),
        ):
            private.close(
                each, but_for_group=True
            )  # who lets a group read it, for backups, meant to
