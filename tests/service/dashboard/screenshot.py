"""A picture of the dashboard: ``python -m tests.service.dashboard.screenshot URL OUT.png``."""

import sys
from pathlib import Path

from tests.service.browser import driven, find_browser
from tests.service.dashboard.visitor import READY

WIDTH, HEIGHT = 1366, 768


def photograph(url: str, picture: Path, *, whole: bool = True) -> None:
    """Save what a page shows once it is drawn, 1366 pixels wide and as long as it is."""
    with driven(find_browser() or "chromium") as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="ru-RU")
        page.goto(url)
        page.wait_for_selector(READY)
        page.screenshot(path=picture, full_page=whole)


if __name__ == "__main__":
    photograph(sys.argv[1], Path(sys.argv[2]))
