"""Somebody who looks at the dashboard."""

from playwright.sync_api import Locator, Page, Response

from bank_rs.service.dashboard.dashboard import PATH

READY = "#board[aria-busy=false]"


class Visitor:
    """A page, and what the browser complained of while it was shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._judge)

    def visit(self, url: str) -> None:
        self.page.goto(url)

    def open(self, address: str, board: str, **choices: str) -> None:
        """Open a dashboard and wait until it is drawn."""
        query = "&".join(f"{name}={value}" for name, value in choices.items())
        self.page.goto(f"{address}{PATH}?board={board}&refresh=off&{query}")
        self.page.wait_for_selector(READY)

    def again(self) -> None:
        """Ask for everything once more and wait for it."""
        with self.page.expect_response(lambda answer: "/data?" in answer.url):
            self.page.get_by_role("button", name="Обновить").click()
        self.page.wait_for_selector(READY)

    def choose(self, what: str, name: str) -> None:
        """Choose in one of the lists above the panels and wait for what is shown then."""
        with self.page.expect_response(lambda answer: "/data?" in answer.url):
            self.choice(what).select_option(label=name)
        self.page.wait_for_selector(READY)

    def choice(self, what: str) -> Locator:
        return self.page.get_by_role("combobox", name=what, exact=True)

    def panel(self, title: str) -> Locator:
        return self.page.get_by_role("region", name=title, exact=True)

    def figure(self, title: str) -> str:
        return plain(self.panel(title).locator(".figure").inner_text())

    def bars(self, title: str) -> dict[str, str]:
        """What each bar of a panel is called and says."""
        rows = self.panel(title).locator(".bars li")
        return {
            row.locator(".name").inner_text(): plain(row.locator(".value").inner_text())
            for row in rows.all()
        }

    def said(self, selector: str) -> list[str]:
        """Visible texts."""
        return self.page.locator(f"{selector}:visible").all_inner_texts()

    def _note(self, kind: str, text: str) -> None:
        told = any(f"status of {status}" in text for status in self.expected)
        if kind in ("error", "warning") and not told:
            self.complaints.append(text)

    def _judge(self, answer: Response) -> None:
        if answer.status >= 400 and answer.status not in self.expected:
            self.complaints.append(f"{answer.status} {answer.url}")


def plain(text: str) -> str:
    """Numbers without the spaces between their digits."""
    return text.replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "")
