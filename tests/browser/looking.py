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
SCHEMES = {"light": None, "dark": OF_COLOURS}  # and the rules looked at in it; chosen before a page is drawn


def walk(tab, paths):
    """Each of these pages is read in every scheme and at every width, and the console has nothing to say."""
    for scheme, rules in SCHEMES.items():
        tab.emulate_media(color_scheme=scheme)
        for path in paths:
            answer = tab.goto(path)
            nothing_off(tab, WIDTHS, rules)
            assert not [line for line in tab.said if answer.ok or "Failed to load resource" not in line], path
            tab.said.clear()


def nothing_off(tab, widths=(), rules=None):
    """At each width, or as the tab is, once the page is drawn, for axe measures half-drawn colours too."""
    for width in widths or (tab.viewport_size["width"],):
        if widths:
            tab.set_viewport_size({"width": width, "height": 800})
            tab.wait_for_function("width => innerWidth === width", arg=width)
        tab.evaluate(DRAWN)
        if not tab.evaluate("'axe' in window"):
            tab.evaluate(AXE_SCRIPT)
        found = AxeResults(tab.evaluate(LOOK, rules))
        assert found.violations_count == 0, f"{tab.url} at {width}: {found.generate_report()}"
        assert tab.evaluate(FITS), f"{tab.url} at {width}"
