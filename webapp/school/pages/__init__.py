"""What the school decides, in a browser: a file for each noun."""

from webapp.core.blueprints import blueprints_of

BLUEPRINTS = blueprints_of(__name__, "settings", "opening", "jobs", "kind_words")
