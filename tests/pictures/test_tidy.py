"""Tidying up: removed pictures go after two weeks, with the last one their files; the command tells what is wrong."""

import os
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.pictures.doors import add, remove, restore
from tests.support.photographs import jpeg
from webapp.core import clock, photo_files, photos
from webapp.core.db import db, transaction
from webapp.pictures import tidying
from webapp.pictures.models import PictureFile

LATER = tidying.KEPT + timedelta(hours=1)


@pytest.fixture
def tidy(app, monkeypatch):
    """Tidy up, at once or when so much time has passed."""

    def after(passed=timedelta(0)):
        now = clock.now() + passed
        with monkeypatch.context() as patch, app.app_context():
            patch.setattr(clock, "now", lambda: now)
            patch.setattr(time, "time", now.timestamp)
            return tidying.tidy()

    return after


@pytest.fixture
def command(app):
    return lambda *words: app.test_cli_runner().invoke(args=["pictures", *words])


def known(app):
    with app.app_context():
        return len(db.session.scalars(select(PictureFile.hash)).all())


def test_a_removed_picture_and_its_file_go_after_two_weeks(app, as_, files, tidy):
    add(as_("dora"), "api", jpeg(), jpeg("navy"))
    remove(as_("dora"), "api", 1)
    assert tidy() == 0
    assert restore(as_("dora"), "api", 1).status_code == 200
    remove(as_("dora"), "api", 1)
    assert tidy(LATER) == 1
    assert len(files()) == 3
    assert known(app) == 1
    assert restore(as_("dora"), "api", 1).status_code == 404
    assert tidy(LATER) == 0


def test_a_file_that_another_picture_is_of_stays(as_, files, tidy):
    for id in (1, 2):
        add(as_("dora"), "api", jpeg(), id=id)
    remove(as_("dora"), "api", 1)
    assert tidy(LATER) == 0
    assert len(files()) == 3


def test_what_is_sent_again_meanwhile_stays(app, as_, files, tidy):
    """Whoever tidies up found it unused, and takes its turn only after it was sent again."""
    add(as_("dora"), "api", jpeg())
    remove(as_("dora"), "api", 1)
    tidy(LATER)
    assert files() == []
    with app.app_context():
        hash = photos.read(jpeg()).hash
    add(as_("dora"), "api", jpeg())
    with app.app_context(), transaction():
        tidying.remove(hash)
    assert len(files()) == 3


def test_a_photo_whose_form_was_refused_goes_after_two_weeks(app, as_, files, tidy):
    with app.app_context():
        photo_files.keep(photos.read(jpeg()))
    assert len(files()) == 3
    assert tidy() == 0
    assert tidy(LATER) == 1
    assert files() == []
    assert known(app) == 0


def test_what_nobody_finished_writing_goes(app, as_, folder, files, tidy):
    add(as_("dora"), "api", jpeg())
    draft = next(folder.glob("*/*")).with_suffix(".abc.draft")
    draft.write_bytes(b"half of a")
    tidy()
    assert len(files()) == 4
    os.utime(draft, (0, 0))
    tidy()
    assert len(files()) == 3


def test_all_is_well(as_, command):
    add(as_("dora"), "api", jpeg())
    told = command("verify")
    assert (told.exit_code, told.output) == (0, "0 missing, 0 in no picture\n")


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_missing_or_changed_file_is_told(as_, folder, command, harm):
    add(as_("dora"), "api", jpeg())
    path = next(folder.glob("*/*-full.webp"))
    path.unlink() if harm == "gone" else path.write_bytes(b"something else")
    told = command("verify")
    assert told.exit_code == 1
    assert f"{path} is missing or damaged" in told.output


def test_a_file_of_no_picture_is_told(app, command):
    with app.app_context():
        photo_files.keep(photos.read(jpeg()))
    told = command("verify")
    assert told.exit_code == 0
    assert "0 missing, 1 in no picture" in told.output


def test_an_operator_tidies_up_by_hand(command):
    assert command("tidy").output == "0 removed\n"
