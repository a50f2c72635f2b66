"""How to speak to a head of Backline: a module a head, named after its commit; `this` is for the newest ones.

A head is measured over HTTP only. What an adapter knows is how it moves a school in, how its people sign in, and at
which addresses its pages are.
"""

import importlib
import pkgutil

from .this import Head


def for_commit(commit: str) -> type[Head]:
    """The adapter written for the full hash `commit`, or today's where no module is named after it."""
    for module in pkgutil.iter_modules(__path__):
        if commit.startswith(module.name.removeprefix("head_")):
            head: type[Head] = importlib.import_module(f"{__name__}.{module.name}").Head
            return head
    return Head
