"""What an operator does with people."""

from typing import Any

import click
from flask.cli import AppGroup
from pydantic import ValidationError

from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.core.errors import Refusal
from webapp.core.inputs import problems

from . import passwords, people, tokens
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
def add(**said: Any) -> None:
    """Add a person."""
    try:
        read = dict(NewPersonInput.model_validate(said))
        password_hash = passwords.hashed(read.pop("password"))
        with transaction():
            people.add(OPERATOR, **read, password_hash=password_hash)
    except ValidationError as error:
        raise click.ClickException(_told(problems(error))) from None
    except Refusal as no:
        raise click.ClickException(_told(no.fields) or no.message) from None


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


def _told(fields: dict[str, str]) -> str:
    return "; ".join(f"{name}: {words}" for name, words in fields.items())
