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
WIDTHS, SCHEMES = (320, 390, 1280), ("light", "dark")


def nothing_off(tab, widths=(), schemes=()):
    """At each width and in each scheme, or as the tab is; of the second scheme only the colours are looked at."""
    for width in widths or (tab.viewport_size["width"],):
        if widths:
            tab.set_viewport_size({"width": width, "height": 800})
            tab.wait_for_function("width => innerWidth === width", arg=width)
        for scheme in schemes or (None,):
            if schemes:
                tab.emulate_media(color_scheme=scheme)
            _look(tab, OF_COLOURS if scheme in schemes[1:] else None, f"{tab.url} at {width} {scheme or ''}")


def _look(tab, rules, where):
    """Once the page is drawn, for axe measures half-drawn colours too."""
    tab.evaluate(DRAWN)
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    found = AxeResults(tab.evaluate(LOOK, rules))
    assert found.violations_count == 0, f"{where}: {found.generate_report()}"
    assert tab.evaluate(FITS), where
