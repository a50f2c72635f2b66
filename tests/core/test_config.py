"""Settings come from the environment; a production start without its secrets is refused."""

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


@pytest.mark.parametrize("secret", [{}, {"SECRET_KEY": config.NO_SECRET}])
def test_production_needs_its_secret(secret):
    with pytest.raises(config.Misconfigured, match="BACKLINE_SECRET_KEY"):
        read(BASE_URL="https://school.test", DATABASE_URL="sqlite://", **secret)


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
