"""A page's form as somebody had filled it in: what was typed put back into the page that a GET draws, the refusal at its head.

The page is read once and only the tags that change are written anew; every other byte stays as it was drawn.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

Attributes = dict[str, str | None]
Change = tuple[int, int, str]
"""From where to where of the page, and what stands there then."""

_BUTTONS = frozenset({"submit", "button", "reset", "image"})
_NEVER = _BUTTONS | {"password", "file"}
"""Fields that hold nothing typed, and those a server does not fill in."""
_TOKEN = "csrfmiddlewaretoken"


@dataclass(slots=True)
class _Tag:
    """A start tag and where it stands in the page."""

    name: str
    attributes: Attributes
    start: int
    end: int

    def written(self) -> str:
        said = (
            f" {name}" if value is None else f' {name}="{escape(value)}"'
            for name, value in self.attributes.items()
        )
        return f"<{self.name}{''.join(said)}>"

    def change(self) -> Change:
        return self.start, self.end, self.written()

    def with_value(self, name: str, value: str) -> Change:
        self.attributes[name] = value
        return self.change()

    def set(self, name: str, holds: bool) -> None:
        """An attribute without value, or none."""
        self.attributes.pop(name, None)
        if holds:
            self.attributes[name] = None


@dataclass(slots=True)
class _Control:
    """A field: an input, a textarea with the end of its text, or a select with its options."""

    tag: _Tag
    folds: list[_Tag]
    text_end: int = 0
    options: list[tuple[_Tag, list[str]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.tag.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (
            (self.tag.attributes.get("type") or "text").lower() if self.tag.name == "input" else self.tag.name
        )


@dataclass(slots=True)
class _Form:
    tag: _Tag
    folds: list[_Tag]
    """The `details` it lies in."""
    controls: list[_Control] = field(default_factory=list)
    other_actions: list[str] = field(default_factory=list)
    """Where its buttons send to that do not send to the form's own address."""


class _Reader(HTMLParser):
    """Finds the forms of a page with their fields, also those that name their form from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.links: list[_Tag] = []
        """Links to the page itself with another query."""
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._folds: list[_Tag] = []
        self._form: _Form | None = None
        self._control: _Control | None = None
        self._elsewhere: list[tuple[str, _Control | str]] = []
        self.feed(page)
        self.close()
        by_id = {form.tag.attributes.get("id"): form for form in self.forms}
        for form_id, part in self._elsewhere:
            if form_id in by_id:
                self._belongs(by_id[form_id], part)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = self._here()
        found = _Tag(tag, dict(attrs), here, here + len(self.get_starttag_text() or ""))
        if tag == "details":
            self._folds.append(found)
        elif tag == "form":
            self._form = _Form(found, list(self._folds))
            self.forms.append(self._form)
        elif tag in ("input", "textarea", "select"):
            control = _Control(found, list(self._folds), found.end)
            self._control = None if tag == "input" else control
            self._part(found, control)
        elif tag == "button" and (action := found.attributes.get("formaction")):
            self._part(found, action)
        elif tag == "a" and (found.attributes.get("href") or "").startswith("?"):
            self.links.append(found)
        elif tag == "option" and self._control is not None:
            self._control.options.append((found, []))

    def _part(self, tag: _Tag, part: _Control | str) -> None:
        """A field, or the address of a button, of the form it lies in or names."""
        if (owner := tag.attributes.get("form")) is not None:
            self._elsewhere.append((owner, part))
        elif self._form is not None:
            self._belongs(self._form, part)

    @staticmethod
    def _belongs(form: _Form, part: _Control | str) -> None:
        if isinstance(part, _Control):
            form.controls.append(part)
        else:
            form.other_actions.append(part)

    def handle_data(self, data: str) -> None:
        if self._control is not None and self._control.options:
            self._control.options[-1][1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self._folds:
            self._folds.pop()
        elif tag == "form":
            self._form = None
        elif tag in ("textarea", "select") and self._control is not None:
            self._control.text_end = self._here()
            self._control = None


def as_typed(
    page: str, *, address: str, action: str, typed: Mapping[str, Sequence[str]], sentence: str
) -> str | None:
    """The page with its form that sends to `action` filled in as it was sent: the sentence, if there is one, at its head, and the folds
    open in which it lies or a box is ticked.

    `address` is the page's own path, to which a form without an action sends; `typed` are all values by field. None where the page
    has no such form: what could be done when it was opened can be done no more, or the form speaks of another state of the thing
    than was sent (a hidden field differs).
    """
    read = _Reader(page)
    form = next((form for form in read.forms if _is_meant(form, address, action, typed)), None)
    if form is None:
        return None
    changes = [(form.tag.end, form.tag.end, _said(sentence))] if sentence else []
    # It is shown under the address it was sent to: what means "this page" has to name it.
    for other in read.forms:
        if not other.tag.attributes.get("action"):
            changes.append(other.tag.with_value("action", address))
    changes += [link.with_value("href", f"{address}{link.attributes['href']}") for link in read.links]
    folds = {fold.start: fold for fold in form.folds}
    seen: dict[str, int] = defaultdict(int)
    for control in form.controls:
        values = typed.get(control.name, ())
        changes += _filled(control, values, seen[control.name])
        seen[control.name] += 1
        if control.kind in ("checkbox", "radio") and "checked" in control.tag.attributes:
            folds |= {fold.start: fold for fold in control.folds}
    for fold in folds.values():
        fold.set("open", True)
        changes.append(fold.change())
    for start, end, text in sorted(changes, reverse=True):
        page = page[:start] + text + page[end:]
    return page


def _is_meant(form: _Form, address: str, action: str, typed: Mapping[str, Sequence[str]]) -> bool:
    if (form.tag.attributes.get("method") or "get").lower() != "post":
        return False
    if action not in {
        urlsplit(to).path or address for to in (form.tag.attributes.get("action") or "", *form.other_actions)
    }:
        return False
    told = ((one.name, one.tag.attributes.get("value")) for one in form.controls if one.kind == "hidden")
    return all(value in typed.get(name, ()) for name, value in told if value and name != _TOKEN)


def _said(sentence: str) -> str:
    return f'<p class="alert alert-danger" role="alert" tabindex="-1" autofocus>{escape(sentence)}</p>'


def _filled(control: _Control, values: Sequence[str], at: int) -> list[Change]:
    """What changes in the page: `at` says how many fields of this name stand before it."""
    tag, kind = control.tag, control.kind
    if not control.name or kind in _NEVER or "disabled" in tag.attributes:
        return []
    nth = values[at] if at < len(values) else None
    if kind == "select" and (nth is not None or "multiple" in tag.attributes):
        chosen: Sequence[str | None] = values if "multiple" in tag.attributes else [nth]
        return [_option(option, "".join(words).strip(), chosen) for option, words in control.options]
    if kind in ("checkbox", "radio"):
        tag.set("checked", (tag.attributes.get("value") or "on") in values)
    elif nth is None or kind == "select" or (kind == "hidden" and tag.attributes.get("value")):
        return []
    elif kind == "textarea":
        # A browser leaves out a line break right behind the tag: one more keeps a text that begins with one.
        return [(tag.end, control.text_end, "\n" + escape(nth))]
    else:
        tag.attributes["value"] = nth
    return [tag.change()]


def _option(option: _Tag, words: str, chosen: Sequence[str | None]) -> Change:
    value = option.attributes.get("value")
    option.set("selected", (words if value is None else value) in chosen)
    return option.change()
