"""Write the pages as pictures, to be looked at: `python -m tests.web.screenshots FOLDER`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.web.running import BROWSERS, PAGES, free_port, start_demo


def main(folder: Path) -> None:
    """One picture a page at 320 and 1280 px wide."""
    folder.mkdir(parents=True, exist_ok=True)
    demo = start_demo(free_port())
    assert demo.stdout is not None
    site = demo.stdout.readline().removeprefix("Prêt : ").strip().rstrip("/")
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for width in (320, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
            for address in PAGES:
                page.goto(site + address)
                name = address.strip("/").replace("/", "-") or "accueil"
                page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    demo.terminate()
    demo.communicate(timeout=20)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
