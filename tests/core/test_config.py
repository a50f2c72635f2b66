"""Settings come from the environment; a production start without its secrets is refused."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webapp import create_app
from webapp.core import config, mail
from webapp.core.clock import now
from webapp.core.outbox import Letter


def read(given=None, **environ):
    return config.read(
        {f"BACKLINE_{name}": value for name, value in environ.items()}, given or {}
    )


def test_every_setting_has_a_default_and_a_meaning(tmp_path):
    values = read(DATA_DIR=str(tmp_path))
    assert all(setting.meaning and setting.name in values for setting in config.SETTINGS)
    assert values["LETTER_DELAY"] == 60
    assert values["DEMO"] is False


def test_the_sqlite_files_folder_is_made(tmp_path):
    values = read(DATA_DIR=str(tmp_path / "a" / "b"))
    assert values["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/a/b/backline.db"
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql(scheme):
    values = read(DATABASE_URL=f"{scheme}://backline:secret@db.test/backline")
    assert (
        values["SQLALCHEMY_DATABASE_URI"] == "postgresql://backline:secret@db.test/backline"
    )


def test_what_is_given_wins_over_the_environment():
    assert (
        read({"DEMO": False, "SQLALCHEMY_DATABASE_URI": "sqlite://"}, DEMO="1")["DEMO"]
        is False
    )


@pytest.mark.parametrize("secret", [{}, {"SECRET_KEY": config.PUBLISHED}])
def test_production_needs_its_secret(secret):
    with pytest.raises(config.Misconfigured, match="BACKLINE_SECRET_KEY"):
        read(BASE_URL="https://school.test", DATABASE_URL="sqlite://", **secret)


def test_without_a_secret_one_is_made_once_and_kept_where_nobody_else_reads_it(tmp_path):
    folder = tmp_path / "var"
    with ThreadPoolExecutor(8) as pool:  # servers and workers that start at once
        keys = set(pool.map(lambda _: read(DATA_DIR=str(folder))["SECRET_KEY"], range(16)))
    assert len(keys) == 1
    assert len(*keys) >= 43
    assert keys.isdisjoint(source())
    assert {
        path.name: oct(path.stat().st_mode & 0o777) for path in (folder, *folder.iterdir())
    } == {
        "var": "0o700",
        "secret-key": "0o600",
        "backline.db": "0o600",
    }
    assert {read(DATA_DIR=str(tmp_path / "other"))["SECRET_KEY"]}.isdisjoint(keys)


def source():
    """Every text in the program that a key could be."""
    return {
        word
        for path in Path(config.__file__).parent.glob("*.py")
        for word in path.read_text().split('"')
    }


def test_a_folder_that_cannot_keep_the_secret_stops_the_start(tmp_path):
    (tmp_path / "var").write_text("a file, where the folder should be")
    with pytest.raises(config.Misconfigured, match="BACKLINE_SECRET_KEY"):
        read(DATA_DIR=str(tmp_path / "var"), DATABASE_URL="sqlite://")


def test_what_was_left_open_is_closed_and_an_open_folder_is_told(tmp_path, caplog):
    folder = tmp_path / "var"
    key = read(DATA_DIR=str(folder))["SECRET_KEY"]
    assert caplog.messages == []
    (folder / "backline.db-wal").touch()
    for path in folder.iterdir():
        path.chmod(0o664)
    folder.chmod(0o755)
    assert read(DATA_DIR=str(folder))["SECRET_KEY"] == key
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o755
    assert any(f"may look into {folder}" in told for told in caplog.messages)


@pytest.mark.parametrize("mode", [0o640, 0o660])
def test_a_key_is_no_groups_either(tmp_path, mode):
    read(DATA_DIR=str(tmp_path))
    (tmp_path / "secret-key").chmod(mode)
    read(DATA_DIR=str(tmp_path))
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


SENDERS = (
    *(
        "desk@school.example",
        "Music School <desk@school.example>",
        "Backline <backline@localhost>",
    ),
    *('"School, the" <desk@school.example>', "Musikschule Köln <desk@xn--kln-sna.example>"),
)
NO_SENDERS = (
    *(
        "Music School",
        "desk@",
        "@school.example",
        "a,b@x.example",
        "a..b@x.example",
        "Desk <desk@school.example",
    ),
    *(
        "School, the <desk@school.example>",
        "A <a@x.example>, B <b@x.example>",
        "Desk <büro@school.example>",
    ),
    *(
        "Desk <desk@school.example>\nBcc: all@school.example",
        "desk@127.0.0.1",
        "undisclosed:;",
    ),
)


@pytest.mark.parametrize("sender", SENDERS)
def test_a_sender_is_one_address(sender):
    assert (
        read(MAIL_FROM=sender, DATABASE_URL="sqlite://", SECRET_KEY="x" * 32)["MAIL_FROM"]
        == sender
    )
    letter = Letter(
        address="sol@school.test",
        name="Sol",
        subject="x",
        text="x",
        message_id="<x@y>",
        written_at=now(),
    )
    assert mail.message(letter, sender=sender)["From"].addresses[0].addr_spec in sender


@pytest.mark.parametrize("sender", NO_SENDERS)
def test_a_sender_no_e_mail_can_be_sent_from_stops_the_start(sender):
    with pytest.raises(
        config.Misconfigured, match="Set BACKLINE_MAIL_FROM to an address such as"
    ) as no:
        read(MAIL_FROM=sender, DATABASE_URL="sqlite://", SECRET_KEY="x" * 32)
    assert repr(sender) in str(no.value)


def test_a_database_file_that_the_whole_machine_may_read_is_closed(tmp_path):
    for before, after in ((0o644, 0o600), (0o640, 0o640)):
        (tmp_path / "backline.db").touch()
        (tmp_path / "backline.db").chmod(before)
        read(DATA_DIR=str(tmp_path))
        assert (tmp_path / "backline.db").stat().st_mode & 0o777 == after


def test_the_cookie_is_secure_exactly_where_the_address_is():
    given = {"SQLALCHEMY_DATABASE_URI": "sqlite://", "SECRET_KEY": "x" * 32}
    assert (
        create_app(**given, BASE_URL="https://school.test").config["SESSION_COOKIE_SECURE"]
        is True
    )
    assert create_app(**given).config["SESSION_COOKIE_SECURE"] is False


@pytest.mark.parametrize(
    ("address", "only"), [("https://school.test", True), ("http://127.0.0.1:8000", False)]
)
def test_behind_https_every_cookie_and_every_later_visit_is_https_too(address, only):
    app = create_app(
        SQLALCHEMY_DATABASE_URI="sqlite://",
        SECRET_KEY="x" * 32,
        BASE_URL=address,
        WTF_CSRF_METHODS=set(),
    )
    browser = app.test_client()
    for chosen in ("dark", ""):
        answer = browser.post("/theme", data={"theme": chosen, "back": "/"})
        assert ("Secure" in answer.headers["Set-Cookie"]) is only, chosen
        assert ("Strict-Transport-Security" in answer.headers) is only


def test_a_number_is_a_number():
    with pytest.raises(config.Misconfigured, match="LETTER_DELAY must be a whole number"):
        read(LETTER_DELAY="soon", DATABASE_URL="sqlite://")
