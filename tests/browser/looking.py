"""What every page must be for everybody: readable by all, and never wider than the screen."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

DRAWN = """async () => {
  await document.fonts.ready;
  const last = document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(last.map(each => each.finished.catch(() => {})));
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}"""
FITS = "document.documentElement.scrollWidth <= innerWidth"
LOOK = """async runOnly => {
  const found = await axe.run({resultTypes: ["violations"], ...(runOnly && {runOnly})});
  return {violations: found.violations};
}"""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
WIDTHS = (320, 390, 1280)
ONLY_FITS = 320  # laid out as at 390: there it is read, here it only must not be too wide
SCHEMES = {
    "light": (WIDTHS, None),
    "dark": (WIDTHS[-1:], OF_COLOURS),
}  # where it is looked at, and by which rules


def walk(tab, paths):
    """Each of these pages is read at every width, its colours in either scheme, and the console has nothing to say.

    The scheme is chosen before a page is drawn.
    """
    for scheme, (widths, rules) in SCHEMES.items():
        tab.emulate_media(color_scheme=scheme)
        for path in paths:
            answer = tab.goto(path)
            nothing_off(tab, widths, rules)
            assert not [
                line
                for line in tab.said
                if answer.ok or "Failed to load resource" not in line
            ], path
            tab.said.clear()


def nothing_off(tab, widths=(), rules=None):
    """At each width, or as the tab is, once the page is drawn, for axe measures half-drawn colours too."""
    for width in widths or (tab.viewport_size["width"],):
        if widths:
            tab.set_viewport_size({"width": width, "height": 800})
            tab.wait_for_function("width => innerWidth === width", arg=width)
        tab.evaluate(DRAWN)
        assert tab.evaluate(FITS), f"{tab.url} at {width}"
        if width == ONLY_FITS:
            continue
        if not tab.evaluate("'axe' in window"):
            tab.evaluate(AXE_SCRIPT)
        found = AxeResults(tab.evaluate(LOOK, rules))
        assert found.violations_count == 0, (
            f"{tab.url} at {width}: {found.generate_report()}"
        )
