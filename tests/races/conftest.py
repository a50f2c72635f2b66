"""A school for each engine with sixteen people of each role, served by several processes."""

import contextlib
import shutil
from typing import Any, NamedTuple

import pytest

from tests.conftest import fresh
from tests.races import servers
from tests.races.unguarded import drop_guards
from webapp import create_app
from webapp.core.db import db, transaction
from webapp.people import tokens
from webapp.people.models import User

ROLES = "student", "teacher", "desk"
ALONE = "admin"  # of whom one is enough


class Arena(NamedTuple):
    app: Any
    people: dict  # role: ids
    clients: dict  # role: sixteen of them
    log: Any

    def order(self, order, count):
        """The answers of each round, and how often in each the second did not know of the first."""
        rounds = self._prepare(order, count)
        lanes = enumerate(order.roles)
        runners = [self.clients[role][lane] for lane, role in lanes]
        answers = servers.race(runners, rounds)
        with self.app.app_context():
            return answers, [order.wrong(each.prize) for each in rounds]

    def race(self, contest, count):
        """The answers of each round, and how often each prize was won by each of the contest's counts, then `also`."""
        rounds = self._prepare(contest, count)
        answers = servers.race(self.clients[contest.role], rounds)
        with self.app.app_context():
            return answers, [
                [found()[each.prize] for each in rounds]
                for found in (*contest.counts, *contest.also)
            ]

    def _prepare(self, contest, count):
        with self.app.app_context(), transaction():
            return list(contest.rounds(count, self.people["student"]))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request):
    return request.param


@pytest.fixture(scope="module")
def open_arena(engine, school, tmp_path_factory, request):
    def new_school():
        uri = fresh(engine, "race", tmp_path_factory, request, template="school")
        if engine == "sqlite":
            original = school(engine)
            shutil.copy(original.removeprefix("sqlite:///"), uri.removeprefix("sqlite:///"))
        return uri

    @contextlib.contextmanager
    def open_(application, guarded=True):
        school(engine)  # is there to be copied
        uri = new_school()
        app = create_app(SQLALCHEMY_DATABASE_URI=uri)
        with app.app_context(), transaction():
            ids, keys = _runners()
            if not guarded:
                drop_guards(db.session.connection())
        log = tmp_path_factory.mktemp("race") / "log"
        with (
            servers.gunicorn(application, uri, log) as port,
            contextlib.ExitStack() as at_the_end,
        ):
            clients = {
                role: servers.clients(port, keys[role], at_the_end) for role in ROLES
            }
            clients[ALONE] = [servers.Client(port, keys[ALONE][0])]
            at_the_end.callback(clients[ALONE][0].http.close)
            yield Arena(app, ids, clients, log)
        with app.app_context():
            db.engine.dispose()

    return open_


def _runners():
    """The ids and the tokens of those who race, by their role."""
    people = {role: _sixteen(role) for role in (*ROLES, ALONE)}
    ids = {role: [person.id for person in people[role]] for role in people}
    keys = {role: [tokens.issue(person) for person in people[role]] for role in people}
    return ids, keys


def _sixteen(role):
    people = [
        User(
            email=f"{role}{i}@school.test",
            name=f"{role} {i}",
            role=role,
            password_hash="none",
        )
        for i in range(servers.CLIENTS)
    ]
    db.session.add_all(people)
    db.session.flush()
    return people
