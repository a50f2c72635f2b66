"""What every page must be for everybody: readable by all, and never wider than the screen."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

DRAWN = """async width => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let tries = 0; width && innerWidth !== width && tries < 600; tries++) await frame();
  await document.fonts.ready;
  const last = document.getAnimations().filter(each => each.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(last.map(each => each.finished.catch(() => {})));
  await frame();
  await frame();
  return (!width || innerWidth === width) && document.documentElement.scrollWidth <= innerWidth;
}"""  # and does it fit?
LOOK = """async runOnly => {
  const media = {preload: {assets: ["media"]}};  // the rules that run ask for no stylesheet
  const found = await axe.run({resultTypes: ["violations"], ...media, ...(runOnly && {runOnly})});
  return {violations: found.violations};
}"""
AT_ONCE = """() => {
  const none = new CSSStyleSheet();
  none.replaceSync("*, *::before, *::after { transition: none !important }");
  document.adoptedStyleSheets.push(none);
}"""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
WIDTHS = (320, 390, 1280)
ONLY_FITS = 320  # laid out as at 390: there it is read, here it only must not be too wide


def walk(tab, paths):
    """Each of these pages is read at every width, its colours in either scheme, and the console has nothing to say."""
    for path in paths:
        answer = tab.goto(path)
        nothing_off_in_either_scheme(tab, WIDTHS)
        assert not [
            line for line in tab.said if answer.ok or "Failed to load resource" not in line
        ], path
        tab.said.clear()


def nothing_off_in_either_scheme(tab, widths):
    """Light at each width; what the dark changes, which is colours alone, at the last of them."""
    nothing_off(tab, widths)
    tab.evaluate(AT_ONCE)  # a colour on its way from light to dark is neither
    tab.emulate_media(color_scheme="dark")
    nothing_off(tab, rules=OF_COLOURS)
    tab.emulate_media(color_scheme="light")


def nothing_off(tab, widths=(), rules=None):
    """At each width, or as the tab is, once the page is drawn, for axe measures half-drawn colours too."""
    for width in widths or (None,):
        if width:
            tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(DRAWN, width), f"{tab.url} at {width}"
        if width == ONLY_FITS:
            continue
        if not tab.evaluate("'axe' in window"):
            tab.evaluate(AXE_SCRIPT)
        found = AxeResults(tab.evaluate(LOOK, rules))
        assert found.violations_count == 0, (
            f"{tab.url} at {width}: {found.generate_report()}"
        )
