"""What an officer does at a screen, in the words of the journeys. Keying is done with the keyboard alone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping

from playwright.sync_api import ConsoleMessage, Page, expect
from tests.functional.town import PASSWORD

# A page that was refused on purpose, or a line that was cut on purpose, is no fault of the page.
_EXPECTED = re.compile(
    r"status of 40[1349]|status of 422|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INTERNET_DISCONNECTED|status of 50[0-9]"
)


class Officer:
    """One person at one browser."""

    def __init__(self, page: Page, address: str, login: str) -> None:
        self.page, self.address, self.login = page, address, login
        self.faults: list[str] = []
        self.knows_of_trouble = False  # the server is about to be killed
        page.on("pageerror", lambda error: self.faults.append(f"{login}: {error}"))
        page.on("console", self._listen)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _EXPECTED.search(message.text):
            self.faults.append(f"{self.login}: {message.text}")

    def goes(self, path: str) -> Officer:
        self.page.goto(self.address + path)
        return self

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def signs_in(self, path: str = "/") -> Officer:
        self.goes(path)
        expect(self.page.locator("#id_login")).to_be_focused()
        self.page.keyboard.type(self.login)
        self.presses("Tab")
        self.page.keyboard.type(PASSWORD)
        with self.page.expect_navigation():
            self.presses("Enter")
        return self

    def signs_out(self) -> None:
        self.tabs_to("Đăng xuất")
        with self.page.expect_navigation():
            self.presses("Enter")
        expect(self.page).to_have_url(re.compile("/dang-nhap/"))

    def tabs_to(self, words: str) -> None:
        """Moves the focus with Tab until it stands on something with these words."""
        for _ in range(120):
            said = self.page.evaluate("document.activeElement.closest('a, button')?.innerText ?? ''")
            if words in " ".join(said.split()):
                return
            self.presses("Tab")
        raise AssertionError(f"Tab never came to “{words}”")

    def reaches(self, selector: str) -> None:
        """Moves the focus with Tab until it stands on what the selector names."""
        for _ in range(150):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.presses("Tab")
        raise AssertionError(f"Tab never came to {selector}")

    def fills(self, selector: str, text: str) -> None:
        """Tabs to a box and types in place of what stands in it."""
        self.reaches(selector)
        self.presses("Control+a")
        self.page.keyboard.insert_text(text)

    def chooses(self, selector: str, label: str) -> None:
        """Tabs to a list and walks it with the arrows until it says this."""
        self.reaches(selector)
        self.presses("Home")
        for _ in range(40):
            if label in self.page.evaluate("document.activeElement.selectedOptions[0]?.label ?? ''"):
                return
            self.presses("ArrowDown")
        raise AssertionError(f"{selector} never says “{label}”")

    def enters(self, words: str) -> None:
        """Tabs to a link or a button and presses Enter; another page comes."""
        self.tabs_to(words)
        with self.page.expect_navigation():
            self.presses("Enter")

    def gets(self, words: str, within: str = "main") -> bytes:
        """The file behind a link, as the browser is given it; the link itself is reached with Tab by who looks for it."""
        link = self.page.locator(within).get_by_role("link", name=words).first
        answer = self.page.request.get(self.address + str(link.get_attribute("href")))
        assert answer.ok, f"{answer.status} for {words}"
        return answer.body()

    # At the entry desk

    def opens_next(self) -> str:
        """From “việc hôm nay” to the next entry, with Enter; says which entry it is."""
        expect(self.page.get_by_role("link", name="Nhập trường hợp tiếp theo")).to_be_focused()
        self.presses("Enter")
        return self.is_at_an_entry()

    def is_at_an_entry(self, *, other_than: str = "") -> str:
        """Waits for the desk with its first field under the cursor."""
        if other_than:
            self.page.wait_for_url(lambda url: "/nhap/" in url and other_than not in url)
        expect(self.page.locator("[data-field]:focus")).to_be_visible()
        return self.page.url.rstrip("/").rpartition("/")[2]

    def turns_to_an_empty_entry(self) -> str:
        """Turns on from entry to entry with PgDn until one has nothing keyed in it: journeys before may have left some half keyed."""
        entry = self.is_at_an_entry()
        for _ in range(60):
            if self.page.locator('[data-field="registration.number"]').input_value() == "":
                assert self.field == "registration.number"
                return entry
            self.presses("PageDown")
            entry = self.is_at_an_entry(other_than=entry)
        raise AssertionError("every entry has a number")

    @property
    def field(self) -> str | None:
        """The field under the cursor."""
        return self.page.evaluate("document.activeElement?.dataset?.field ?? null")

    def keys(self, values: Mapping[str, str]) -> None:
        """Walks the form with Enter and types what the book has; a field of the book without words is marked F9."""
        left = dict(values)
        for _ in range(120):
            field = self.field
            if field is None or not left:
                break
            if field in left:
                text = left.pop(field)
                if text == "":  # a column left empty: one key says so and goes on
                    self.goes_on_from(field, "F9")
                    continue
                self.page.keyboard.type(text)
            self.goes_on_from(field, "Enter")
        assert not left, f"the cursor never came to {sorted(left)}"

    def goes_to(self, field: str) -> None:
        """Walks the form with Enter to a field."""
        for _ in range(120):
            here = self.field
            if here == field:
                return
            self.goes_on_from(here, "Enter")
        raise AssertionError(f"the cursor never came to {field}")

    def goes_on_from(self, field: str | None, key: str) -> None:
        """Presses a key that leaves the field, and waits until it has: who types reads the next column of the book meanwhile."""
        from playwright.sync_api import TimeoutError as Late

        self.presses(key)
        with contextlib.suppress(Late):  # a list took the key, or a question is asked
            self.page.wait_for_function(
                "field => (document.activeElement?.dataset?.field ?? null) !== field",
                arg=field,
                timeout=400,
                polling=10,
            )

    def sees_saved(self) -> None:
        """Everything keyed is on the server, as the screen says it."""
        expect(self.page.locator("[data-entry-saved]")).to_have_attribute("data-entry-saved", "server")
        expect(self.page.locator('[data-field]:not([data-saved="server"])')).to_have_count(0)

    def has_sent_all(self) -> None:
        """The desk says that nothing is on its way any more. A page that is no desk sends nothing by itself."""
        words = self.page.locator(".shift-words")
        if words.count() > 0:
            expect(words).to_have_attribute("data-unsent", "0")

    def decides(self, decision: str, of: str = "") -> None:
        """In the look-up, or in that of one of several people, by the key that stands on its button."""
        whose = f'[data-look-up="{of}"] ' if of else ""
        button = self.page.locator(f'{whose}.decisions [data-decision="{decision}"]')
        expect(button).to_be_visible()
        if self.page.evaluate("document.activeElement?.closest('.panels') === null"):
            self.presses("Control+l")
        shortcut = button.locator("kbd").inner_text()
        self.presses(shortcut.replace("Ctrl", "Control"))

    def keys_again(self, values: Mapping[str, str]) -> list[str]:
        """Ctrl+L to what differs from the register, and each of these fields once more as the book has it; says which."""
        expect(self.page.get_by_role("button", name="Nhập lại từ sổ")).to_be_visible()
        self.presses("Control+l")
        done: list[str] = []
        while field := self.page.evaluate("document.activeElement?.dataset?.again ?? null"):
            assert field not in done, f"{field} is asked a third time"
            done.append(field)
            self.page.keyboard.type(values[field])
            self.presses("Enter")
        return done

    def outcome(self) -> str:
        return self.page.locator("[data-look-up]").get_attribute("data-outcome") or ""

    def expects_outcome(self, outcome: str, of: str = "") -> None:
        panel = self.page.locator(f'[data-look-up="{of}"]' if of else "[data-look-up]")
        expect(panel).to_have_attribute("data-outcome", outcome)

    def completes(self, entry: str) -> str:
        """Ctrl+Enter, a reason where something unusual is kept, and the next entry opens."""
        self.presses("Control+Enter")
        question = self.page.locator(".choice")
        for _ in range(3):
            try:
                return self.is_at_next(entry)
            except AssertionError:
                if question.count() == 0:
                    raise
                self.presses("Alt+1")
        return self.is_at_next(entry)

    def is_at_next(self, entry: str) -> str:
        from playwright.sync_api import TimeoutError as Late

        try:
            self.page.wait_for_url(lambda url: "/nhap/" in url and entry not in url, timeout=2_500)
        except Late as late:
            raise AssertionError(self.page.locator("#desk").inner_text()[:1500]) from late
        return self.is_at_an_entry()
