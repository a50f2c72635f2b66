"""Settings come from the environment; a production start without its secrets is refused."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webapp import create_app
from webapp.core import config


def read(given=None, **environ):
    return config.read({f"BACKLINE_{name}": value for name, value in environ.items()}, given or {})


def test_every_setting_has_a_default_and_a_meaning(tmp_path):
    values = read(DATA_DIR=str(tmp_path))
    assert all(setting.meaning and setting.name in values for setting in config.SETTINGS)
    assert values["LETTER_DELAY"] == 60 and values["DEMO"] is False


def test_the_sqlite_files_folder_is_made(tmp_path):
    values = read(DATA_DIR=str(tmp_path / "a" / "b"))
    assert values["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/a/b/backline.db"
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql(scheme):
    values = read(DATABASE_URL=f"{scheme}://backline:secret@db.test/backline")
    assert values["SQLALCHEMY_DATABASE_URI"] == "postgresql://backline:secret@db.test/backline"


def test_what_is_given_wins_over_the_environment():
    assert read({"DEMO": False, "SQLALCHEMY_DATABASE_URI": "sqlite://"}, DEMO="1")["DEMO"] is False


@pytest.mark.parametrize("secret", [{}, {"SECRET_KEY": config.PUBLISHED}])
def test_production_needs_its_secret(secret):
    with pytest.raises(config.Misconfigured, match="BACKLINE_SECRET_KEY"):
        read(BASE_URL="https://school.test", DATABASE_URL="sqlite://", **secret)


def test_without_a_secret_one_is_made_once_and_kept_where_nobody_else_reads_it(tmp_path):
    folder = tmp_path / "var"
    with ThreadPoolExecutor(8) as pool:  # servers and workers that start at once
        keys = set(pool.map(lambda _: read(DATA_DIR=str(folder))["SECRET_KEY"], range(16)))
    assert len(keys) == 1 and len(*keys) >= 43 and keys.isdisjoint(source())
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in (folder, *folder.iterdir())} == {
        "var": "0o700",
        "secret-key": "0o600",
        "backline.db": "0o600",
    }
    assert {read(DATA_DIR=str(tmp_path / "other"))["SECRET_KEY"]}.isdisjoint(keys)


def source():
    """Every text in the program that a key could be."""
    return {word for path in Path(config.__file__).parent.glob("*.py") for word in path.read_text().split('"')}


def test_a_folder_that_cannot_keep_the_secret_stops_the_start(tmp_path):
    (tmp_path / "var").write_text("a file, where the folder should be")
    with pytest.raises(config.Misconfigured, match="BACKLINE_SECRET_KEY"):
        read(DATA_DIR=str(tmp_path / "var"), DATABASE_URL="sqlite://")


def test_a_database_file_that_the_whole_machine_may_read_is_closed(tmp_path):
    for before, after in ((0o644, 0o600), (0o640, 0o640)):
        (tmp_path / "backline.db").touch()
        (tmp_path / "backline.db").chmod(before)
        read(DATA_DIR=str(tmp_path))
        assert (tmp_path / "backline.db").stat().st_mode & 0o777 == after


def test_the_cookie_is_secure_exactly_where_the_address_is():
    given = {"SQLALCHEMY_DATABASE_URI": "sqlite://", "SECRET_KEY": "x" * 32}
    assert create_app(**given, BASE_URL="https://school.test").config["SESSION_COOKIE_SECURE"] is True
    assert create_app(**given).config["SESSION_COOKIE_SECURE"] is False


@pytest.mark.parametrize(("address", "only"), [("https://school.test", True), ("http://127.0.0.1:8000", False)])
def test_behind_https_every_cookie_and_every_later_visit_is_https_too(address, only):
    app = create_app(SQLALCHEMY_DATABASE_URI="sqlite://", SECRET_KEY="x" * 32, BASE_URL=address, WTF_CSRF_METHODS=set())
    browser = app.test_client()
    for chosen in ("dark", ""):
        answer = browser.post("/theme", data={"theme": chosen, "back": "/"})
        assert ("Secure" in answer.headers["Set-Cookie"]) is only, chosen
        assert ("Strict-Transport-Security" in answer.headers) is only


def test_a_number_is_a_number():
    with pytest.raises(config.Misconfigured, match="LETTER_DELAY must be a whole number"):
        read(LETTER_DELAY="soon", DATABASE_URL="sqlite://")
