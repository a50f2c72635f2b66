"""Commands whose modules are loaded once somebody gives them: no server needs what the demo school is made of."""

from collections.abc import Callable

import click


class LaterCommand(click.Command):
    """One that is listed by its name and help, and is another as soon as it is given."""

    def __init__(self, name: str, help: str, load: Callable[[], click.Command]) -> None:
        super().__init__(name, help=help)
        self.load = load

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: object,
    ) -> click.Context:
        """The other's, which click then runs."""
        return self.load().make_context(info_name, args, parent, **extra)
