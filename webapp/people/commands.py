"""What an operator does with people."""

from typing import get_args

import click
from flask.cli import AppGroup
from pydantic import ValidationError

from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.core.errors import Refusal
from webapp.core.inputs import problems
from webapp.core.scopes import Scope

from . import accounts, passwords, people, tokens
from .schemas import LONGEST, NewPersonInput

OPERATOR = Actor(0, "The operator", "admin", 0)

people_group = AppGroup("people", help="People of the school.")
tokens_group = AppGroup("tokens", help="What programs sign in with.")


@people_group.command("add")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option(
    "--role", type=click.Choice(["student", "teacher", "desk", "admin"]), default="student"
)
@click.password_option()
def add(**options: str) -> None:
    """Add a person."""
    try:
        person = dict(NewPersonInput.model_validate(options))
        password_hash = passwords.hashed(person.pop("password"))
        with transaction():
            accounts.add(OPERATOR, **person, password_hash=password_hash)
    except ValidationError as error:
        raise click.ClickException(_in_words(problems(error))) from None
    except Refusal as no:
        raise click.ClickException(_in_words(no.fields) or no.message) from None


@tokens_group.command("issue")
@click.argument("email")
@click.option("--name", default="", help="What it is for.")
@click.option(
    "--may",
    type=click.Choice(get_args(Scope)),
    multiple=True,
    default=("all",),
    show_default=True,
    help="What it may do; say it again for more. Each but all reads, too.",
)
@click.option("--days", type=click.IntRange(1, LONGEST), help="Until it ends.")
def issue(email: str, name: str, may: tuple[str, ...], days: int | None) -> None:
    """Print a new API token, for the only time."""
    try:
        with transaction():
            person = people.by_email(OPERATOR, email)
            issued = tokens.issue_limited(person, name, may=may, days=days, by=OPERATOR)
    except Refusal as no:
        raise click.ClickException(no.message) from None
    click.echo(issued.token)


def _in_words(fields: dict[str, str]) -> str:
    return "; ".join(f"{name}: {words}" for name, words in fields.items())
