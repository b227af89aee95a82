"""A picture of the dashboard: ``python -m tests.service.dashboard.screenshot URL OUT.png``."""

import sys
from pathlib import Path

from tests.service.browser import driven, find_browser
from tests.service.dashboard.visitor import READY

WIDTH, HEIGHT = 1366, 768


def photograph(program: str, url: str, picture: Path) -> None:
    """Save what a page shows once it is drawn, 1366 pixels wide and as long as it is."""
    with driven(program) as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="ru-RU")
        page.goto(url)
        page.wait_for_selector(READY)
        page.screenshot(path=picture, full_page=True)


if __name__ == "__main__":
    found = find_browser()
    if found is None:
        sys.exit("no browser is installed: 'apt-get install chromium' brings one")
    photograph(found, sys.argv[1], Path(sys.argv[2]))
