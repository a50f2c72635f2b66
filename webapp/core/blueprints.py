"""The routes of a folder: its modules in one list, each with what it adds."""

from types import ModuleType

from flask import Blueprint


def blueprints_of(*modules: ModuleType) -> tuple[Blueprint, ...]:
    """The blueprints that these modules add their routes to, each once: several modules may share one."""
    values = [value for module in modules for value in vars(module).values()]
    return tuple(dict.fromkeys(each for each in values if isinstance(each, Blueprint)))
