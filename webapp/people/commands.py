"""What an operator does with people."""

import click
from flask.cli import AppGroup
from pydantic import ValidationError

from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.core.errors import Refusal
from webapp.core.inputs import problems

from . import accounts, passwords, people, tokens
from .schemas import NewPersonInput

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
def issue(email: str, name: str) -> None:
    """Print a new API token, for the only time."""
    try:
        with transaction():
            token = tokens.issue(people.by_email(OPERATOR, email), name, by=OPERATOR)
    except Refusal as no:
        raise click.ClickException(no.message) from None
    click.echo(token)


def _in_words(fields: dict[str, str]) -> str:
    return "; ".join(f"{name}: {words}" for name, words in fields.items())
