"""People in a browser: signing in and out, people, their groups and their API tokens."""

from . import groups, people, tokens

ROUTES = (people, tokens, groups)  # of which the first two share a blueprint
BLUEPRINTS = (people.bp, groups.bp)
