"""Write each state of the import page as a picture: `python -m tests.web.import_pictures FOLDER`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from droitcommun.catalogue.loader import load_source
from tests.web.import_states import STATES, made
from tests.web.running import BROWSERS, free_port, start_demo


def main(folder: Path) -> None:
    """One picture a state at 320 and 1280 px wide, the page without a script."""
    folder.mkdir(parents=True, exist_ok=True)
    files = made(load_source("catalogue:paris-2015-2020"), folder)
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for width in (320, 1280):
            demo = start_demo(free_port())
            assert demo.stdout is not None
            site = demo.stdout.readline().removeprefix("Prêt : ").strip()
            page: Page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
            for name, reach in STATES.items():
                reach(page, site, files)
                page.screenshot(path=folder / f"import-{name}-{width}.png", full_page=True)
            demo.terminate()
            demo.communicate(timeout=20)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
