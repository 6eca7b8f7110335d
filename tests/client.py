"""A browser for tests that reads each page as an auditor would, and fills in forms as a person would."""

import contextvars
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "rect",
    "use",
}
NO_BLOCKS_INSIDE = {"p", "h1", "h2", "h3", "h4", "span", "a", "button", "label"}
BLOCKS = {
    "div",
    "p",
    "ul",
    "ol",
    "table",
    "section",
    "article",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "fieldset",
    "dl",
    "nav",
}
NEEDS_LABEL = {"text", "email", "password", "search", "checkbox", "radio", "number", "url", "tel"}


class Form:
    """A form of a page: where it goes and what is in it."""

    def __init__(self, action: str, method: str, form_id: str) -> None:
        self.action, self.method, self.id = action, method, form_id
        self.fields: dict[str, Any] = {}


class Page(HTMLParser):
    """What the auditor and the person need to know of a page."""

    def __init__(self, response: Any) -> None:
        super().__init__(convert_charrefs=True)
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[tuple[str, dict[str, str]]] = []
        self.h1s: list[str] = []
        self.levels: list[int] = []
        self.title = ""
        self.text = ""
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._stack: list[str] = []
        self._form: Form | None = None
        self._area: tuple[str, list[str]] | None = None
        self._select: str | None = None
        if "html" in response.content_type:
            self.feed(self.html)
            self.close()
            self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._note(tag, found)
        if (
            tag in BLOCKS
            and self._stack
            and self._stack[-1] in NO_BLOCKS_INSIDE
            and self._stack[-1] not in ("a", "label", "span")
        ):
            self.faults.append(f"<{tag}> inside <{self._stack[-1]}>")
        if "style" in found:
            self.faults.append(f"inline style on <{tag}>")
        if any(name.startswith("on") for name in found):
            self.faults.append(f"inline handler on <{tag}>")
        # JSON-LD is data, which no browser runs.
        if tag == "script" and not found.get("src") and found.get("type") != "application/ld+json":
            self.faults.append("inline script")
        if tag not in VOID:
            self._stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._stack or self._stack[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._stack[-1:] or 'nothing'}")
            if tag in self._stack:
                while self._stack.pop() != tag:
                    pass
            return
        self._stack.pop()
        if tag == "form":
            self._form = None
        if tag == "textarea" and self._area and self._form is not None:
            self._form.fields[self._area[0]] = "".join(self._area[1]).removeprefix("\n")
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if "title" in self._stack and "svg" not in self._stack:
            self.title += data
        elif "script" not in self._stack and "head" not in self._stack:
            self.text += data
            if "h1" in self._stack:
                self.h1s[-1] += data
        if self._area is not None:
            self._area[1].append(data)

    def _note(self, tag: str, found: dict[str, str]) -> None:
        if found.get("id"):
            self.ids.append(found["id"])
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
            if tag == "h1":
                self.h1s.append("")
        if tag == "label" and found.get("for"):
            self.labelled.add(found["for"])
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower(), found.get("id", ""))
            self.forms.append(self._form)
        if tag in ("input", "select", "textarea"):
            self.controls.append((tag, found))
            self._fill(tag, found)
        if tag == "option" and self._select and self._form is not None and "selected" in found:
            self._form.fields[self._select] = found.get("value", "")

    def _fill(self, tag: str, found: dict[str, str]) -> None:
        name = found.get("name")
        if not name or self._form is None:
            return
        kind = found.get("type", "text")
        if tag == "textarea":
            self._area = (name, [])
        elif tag == "select":
            self._select = name
            self._form.fields.setdefault(name, "")
        elif kind in ("radio", "checkbox"):
            if "checked" in found:
                self._form.fields[name] = found.get("value", "y")
        else:
            self._form.fields[name] = found.get("value", "")

    def audit(self) -> list[str]:
        """What is wrong with the page, or nothing."""
        faults = list(self.faults)
        faults += [f"still open: {self._stack}"] if self._stack else []
        faults += [f"id twice: {i}" for i in {i for i in self.ids if self.ids.count(i) > 1}]
        if len(self.h1s) != 1:
            faults.append(f"{len(self.h1s)} h1")
        else:
            heading = " ".join(self.h1s[0].split())
            if not heading or not " ".join(self.title.split()).startswith(heading):
                faults.append(f"title {self.title!r} does not begin with h1 {heading!r}")
        for before, after in zip(self.levels, self.levels[1:], strict=False):
            if after > before + 1:
                faults.append(f"h{before} is followed by h{after}")
        for tag, found in self.controls:
            labelled = found.get("id") in self.labelled or found.get("aria-label")
            if (tag != "input" or found.get("type", "text") in NEEDS_LABEL) and not labelled:
                faults.append(f"no label for <{tag} name={found.get('name')}>")
        if "lang=" not in self.html[:200]:
            faults.append("no language")
        return faults


class PageClient:
    """Opens pages, audits each, fills in forms with their tokens."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """A bare request. It runs outside of the test's own application context, as a real one would."""
        return contextvars.Context().run(lambda: getattr(self.http, method)(path, buffered=True, **more))

    def get(self, path: str, status: int = 200, follow: bool = True, **more: Any) -> Page:
        return self._checked(self.ask("get", path, follow_redirects=follow, **more), status, path)

    def post(self, path: str, data: Any = None, status: int = 200, follow: bool = True, **more: Any) -> Page:
        return self._checked(self.ask("post", path, data=data, follow_redirects=follow, **more), status, path)

    def submit(
        self,
        path: str,
        values: dict[str, Any] | None = None,
        status: int = 200,
        form: int | str | None = None,
        follow: bool = True,
    ) -> Page:
        """Open a page, fill in its (last posting) form and send it."""
        return self.send(self.get(path), path, values, status, form, follow)

    def send(
        self,
        page: Page,
        path: str,
        values: dict[str, Any] | None = None,
        status: int = 200,
        form: int | str | None = None,
        follow: bool = True,
    ) -> Page:
        found = self._form(page, form)
        data = {**found.fields, **(values or {})}
        data = {name: value for name, value in data.items() if value is not None}
        return self.post(found.action or path, data, status, follow)

    def act(self, public_id: str, act: str, status: int = 200, follow: bool = True) -> Page:
        """Press a button that only posts, with the token of the comment's page."""
        page = self.get(f"/comments/{public_id}")
        token = next((form.fields["csrf_token"] for form in page.forms if "csrf_token" in form.fields), self.token())
        return self.post(f"/comments/{public_id}/{act}", {"csrf_token": token}, status, follow)

    def token(self) -> str:
        page = self.get("/sign-in/link")
        return self._form(page, None).fields["csrf_token"]

    def sign_in(self, account: Any, password: str | None = None) -> "PageClient":
        from tests.factories import PASSWORD

        self.submit("/sign-in", {"email": account.email, "password": password or PASSWORD})
        return self

    def _form(self, page: Page, which: int | str | None) -> Form:
        posting = [form for form in page.forms if form.method == "post"]
        if isinstance(which, str):
            return next(form for form in posting if which in form.action)
        assert posting, f"no form to send on the page: {page.text[:300]}"
        return posting[which if which is not None else -1]

    def _checked(self, response: Any, status: int, path: str) -> Page:
        page = Page(response)
        assert response.status_code == status, f"{path}: {response.status_code}, wanted {status}: {page.text[:400]}"
        if (
            "html" in response.content_type
            and not urlsplit(path).path.endswith("/talk")
            and response.status_code != 500
            and "<html" in page.html
        ):
            faults = page.audit()
            assert not faults, f"{path}: {faults}"
        self._check_headers(response, path)
        return page

    def _check_headers(self, response: Any, path: str) -> None:
        headers = response.headers
        assert "default-src 'none'" in headers.get("Content-Security-Policy", ""), path
        assert headers.get("X-Content-Type-Options") == "nosniff", path
        assert not any(name.startswith("X-Portal") for name in headers.keys()), path  # noqa: SIM118 - headers iterate in pairs
