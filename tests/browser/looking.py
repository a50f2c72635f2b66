"""What every page must be for everybody: readable by all, and never wider than the screen."""

from axe_playwright_python.sync_playwright import Axe

DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
FITS = "document.documentElement.scrollWidth <= innerWidth"
MOVES = """() => Promise.all(
  document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime !== Infinity)
    .map(each => each.finished.catch(() => {}))
).then(() => true)"""
WIDTHS = (320, 390, 1280)
axe = Axe()


def nothing_off(tab, widths=()):
    """At each width, or at the tab's own, looked at once the page is drawn, for axe measures half-drawn colours too."""
    for width in widths or (tab.viewport_size["width"],):
        if widths:
            tab.set_viewport_size({"width": width, "height": 800})
            tab.wait_for_function("width => innerWidth === width", arg=width)
        tab.evaluate("document.fonts.ready.then(() => true)")
        tab.evaluate(MOVES)
        tab.evaluate(DRAWN)
        found = axe.run(tab)
        assert found.violations_count == 0, f"{tab.url} at {width}: {found.generate_report()}"
        assert tab.evaluate(FITS), f"{tab.url} at {width}"
