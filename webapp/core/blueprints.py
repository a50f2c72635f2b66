"""The routes of a folder: its modules in one list, each with what it adds."""

from importlib import import_module

from flask import Blueprint


def blueprints_of(folder: str, *names: str) -> tuple[Blueprint, ...]:
    """The blueprints that the modules of these names in a folder add their routes to, in this order.

    Each once: several modules may share one. `folder` is the `__name__` of its `__init__`.
    """
    modules = [import_module(f"{folder}.{name}") for name in names]
    values = [value for module in modules for value in vars(module).values()]
    return tuple(dict.fromkeys(each for each in values if isinstance(each, Blueprint)))
