"""Looks at a page as the rules of the house do: axe, size of targets and text, contrast, and nothing cut off."""

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Beyond axe's own defaults: 7:1 because of sunlight, and targets that a finger hits.
STRICTER = {
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
USUAL: dict[str, object] = {"resultTypes": ["violations"]}
# Nothing else hangs on the colours, so the dark page is asked only about them.
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "color-contrast-enhanced"]}

# What was scrolled away lies under the title, and is near nothing that a finger sees.
FROM_THE_TOP = "() => { scrollTo(0, 0); document.getElementById('main')?.scrollTo(0, 0); }"

# What is wider than the screen, by its own words.
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const over = [...document.body.querySelectorAll('*')].filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    const scrolled = getComputedStyle(one).overflowX === 'auto';
    const cut = one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1 && !scrolled;
    const outside = width > 1 && (right > wide + 1 || left < -1);
    const meant = one.closest('.visually-hidden, .skip-link, .table-box');
    return (cut || outside) && !meant && one.matches(':not(input, :has(*))');
  });
  const scrolls = document.documentElement.scrollWidth > wide;
  const said = over.map((one) => `${one.tagName} "${one.textContent.trim().slice(0, 40)}"`);
  return scrolls ? [...said, 'the page'] : said;
}"""

# Targets by the row that is tapped: a radio's or a file's label stands for it.
SMALL = """() => {
  const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
  const target = (one) => one.closest('label') ?? one;
  const all = [...document.querySelectorAll('a[href], button, input, textarea, select')].filter(shown);
  const places = [...new Set(all.filter((one) => !one.closest('.skip-link')).map(target))];
  const said = (one, why) => `${why}: ${one.tagName} "${one.textContent.trim().slice(0, 40)}"`;
  const box = (one) => one.getBoundingClientRect();
  const small = places.filter((one) => box(one).height < 47.5 || box(one).width < 47.5);
  const primary = places.filter((one) => one.matches('.button:not(.button-second, .button-quiet)'));
  const low = primary.filter((one) => box(one).height < 55.5);
  const written = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const letters = [...document.body.querySelectorAll('*')].filter((one) => shown(one) && written(one)
    && !one.closest('.visually-hidden') && parseFloat(getComputedStyle(one).fontSize) < 16);
  const gap = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
  const near = places.filter((one) => one.matches('.button-danger'))
    .flatMap((danger) => places.filter((one) => one !== danger && gap(box(one), box(danger)) < 11.5));
  return [
    ...small.map((one) => said(one, `${Math.round(box(one).width)} x ${Math.round(box(one).height)}`)),
    ...low.map((one) => said(one, 'low primary')),
    ...letters.map((one) => said(one, 'small text')),
    ...near.map((one) => said(one, 'close to a destructive one')),
    ...(document.querySelectorAll('.actions .button:not(.button-quiet)').length > 1 ? ['two primary actions'] : []),
    ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one title']),
  ];
}"""


class Eye:
    """Looks again and again at one page, which takes axe in once for each document it loads."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def findings(self) -> list[str]:
        """Everything wrong with what stands on the phone's screen now; empty where nothing is."""
        self._page.evaluate(FROM_THE_TOP)
        found = [*self._page.evaluate(SMALL)]
        found += self.axe("light", STRICTER)
        found += self.axe("dark", COLOURS)
        self._page.emulate_media(color_scheme=None)
        return found + self._squeezed()

    def axe(self, colours: Literal["light", "dark"], options: dict[str, object]) -> list[str]:
        """What axe finds in these colours."""
        self._page.emulate_media(color_scheme=colours)
        if self._page.evaluate("typeof axe === 'undefined'"):
            self._page.evaluate(AXE_SCRIPT)
        violations = self._page.evaluate("options => axe.run(options).then((result) => result.violations)", options)
        return [f"{colours}: {one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"]]

    def _squeezed(self) -> list[str]:
        """On the smallest phone, with letters twice as large, and written from right to left."""
        usual = self._page.viewport_size
        found = []
        self._page.set_viewport_size({"width": 320, "height": 640})
        for size in ("100%", "200%"):
            for direction in ("ltr", "rtl"):
                self._page.evaluate(
                    "([size, dir]) => Object.assign(document.documentElement, { dir }).style.fontSize = size",
                    [size, direction],
                )
                wide = self._page.evaluate(TOO_WIDE)
                found += [f"too wide at 320 px, {size}, {direction}: {said}" for said in wide]
        self._page.evaluate("Object.assign(document.documentElement, { dir: 'ltr' }).style.fontSize = ''")
        if usual:
            self._page.set_viewport_size(usual)
        return found
