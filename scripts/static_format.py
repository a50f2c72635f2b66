"""Writes the stylesheets and scripts one declaration and one statement a line; with `--check` says which are not.

Run as `python -m scripts.static_format`; this is the one place where the formatters are set up.
"""

import sys
from pathlib import Path

import cssbeautifier
import jsbeautifier

STATIC = Path(__file__).parents[1] / "static"
COMMON = {"indent_size": 2, "end_with_newline": True, "max_preserve_newlines": 2}
CSS = {**COMMON, "space_around_combinator": True}


def options(defaults, wanted):
    for name, value in wanted.items():
        setattr(defaults, name, value)
    return defaults


def formatted(path):
    """The text of a stylesheet or script as it should stand in its file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        return cssbeautifier.beautify(text, options(cssbeautifier.default_options(), CSS))
    return jsbeautifier.beautify(text, options(jsbeautifier.default_options(), COMMON))


def files():
    """What is ours among the files a browser fetches, in the order of their names."""
    return sorted([*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")])


def unformatted():
    return [path for path in files() if path.read_text(encoding="utf-8") != formatted(path)]


def main(only_check):
    """The exit status: 1 when something is not as it should be and was left so."""
    for path in unformatted():
        if only_check:
            print(
                f"not formatted: {path.relative_to(STATIC.parent)} (make format mends it)"
            )
        else:
            path.write_text(formatted(path), encoding="utf-8")
            print(f"formatted {path.relative_to(STATIC.parent)}")
    return int(only_check and bool(unformatted()))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
