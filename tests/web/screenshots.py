"""Write the pages as pictures, to be looked at: `python -m tests.web.screenshots FOLDER [SOURCE PAGE…]`."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from droitcommun.usecases.sources import DEFAULT_SOURCE
from tests.web.running import BROWSERS, PAGES, free_port, start_demo


def main(folder: Path, source: str = DEFAULT_SOURCE, pages: Sequence[str] = PAGES) -> None:
    """One picture a page at 320 and 1280 px wide."""
    folder.mkdir(parents=True, exist_ok=True)
    demo = start_demo(free_port(), source)
    assert demo.stdout is not None
    site = demo.stdout.readline().removeprefix("Prêt : ").strip().rstrip("/")
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for width in (320, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
            for address in pages:
                page.goto(site + address)
                name = address.strip("/").replace("/", "-") or "accueil"
                page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    demo.terminate()
    demo.communicate(timeout=20)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3], *([sys.argv[3:]] if sys.argv[3:] else []))
