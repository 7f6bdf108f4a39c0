"""HTML of mails as plain text: no script, no style, nothing that is fetched; quotes begin with `>`."""

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "head", "title", "template", "noscript", "object", "svg", "iframe"}
BLOCKS = {
    "p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "pre", "hr",
    "blockquote", "header", "footer", "center",
}  # fmt: skip
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
LONGEST = 1_000_000
"Characters that are looked at: parsing what is malformed on purpose takes longer than its length."
SPACES = re.compile(r"[ \t\n\r\f\xa0]+")


def plain(html: str) -> str:
    """What a reader would see of it."""
    reading = _Reading()
    reading.feed(html[:LONGEST])
    reading.close()
    lines = [line.strip() for line in "".join(reading.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent: list[str] = []
        self._quotes = 0
        self._link: tuple[str, int] | None = None
        self._kept_as_is = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in SILENT:
            self._silent.append(tag)
        if self._silent:
            return
        if tag == "blockquote":
            self._quotes += 1
        if tag in BLOCKS or tag == "br":
            self._line(twice=tag in APART)
        match tag:
            case "li":
                self._line()
                self.said.append("- ")
            case "td" | "th":
                self._say(" ")
            case "a":
                self._link = (given.get("href") or "", len(self.said))
            case "img" if given.get("alt"):
                self._say(f"[{given['alt']}]")
            case "pre":
                self._kept_as_is += 1

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                del self._silent[len(self._silent) - 1 - self._silent[::-1].index(tag) :]
            return
        if tag == "a" and self._link:
            self._told(*self._link)
            self._link = None
        if tag == "pre":
            self._kept_as_is = max(0, self._kept_as_is - 1)
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        if tag in BLOCKS:
            self._line(twice=tag in APART)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._say(data)

    def _say(self, text: str) -> None:
        """Spaces are one, but in what is kept as it is."""
        if self._kept_as_is:
            self.said.append(text.replace("\n", "\n" + self._mark))
            return
        shown = SPACES.sub(" ", text)
        if shown == " " and (not self.said or self.said[-1].endswith((" ", "\n"))):
            return
        self.said.append(shown)

    def _told(self, address: str, since: int) -> None:
        """Where a link leads, unless that is what it says."""
        words = "".join(self.said[since:]).strip()
        if address.startswith(("http://", "https://")) and address.rstrip("/") not in (words, f"https://{words}"):
            self.said.append(f" ({address})" if words else address)

    @property
    def _mark(self) -> str:
        return "> " * min(self._quotes, 5)

    def _line(self, *, twice: bool = False) -> None:
        ends = "\n" + self._mark
        self.said.append(ends * 2 if twice else ends)
