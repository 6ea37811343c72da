"""Windows that one test after the other opens pages in: what a window has compiled, it does not compile for each anew."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.conftest import NewContext, NewReader, Reader, new_context


@pytest.fixture(scope="session")
def idle() -> dict[str, list[Reader]]:
    """Windows that are in no test's hands, by their browser's language."""
    return {}


@pytest.fixture
def reader(
    request: pytest.FixtureRequest, browser: Browser, context: NewContext, idle: dict[str, list[Reader]]
) -> Iterator[NewReader]:
    """Open windows as elsewhere, emptied ones that earlier tests had; of a test that fails, no other gets one."""
    used: list[tuple[str, Reader]] = []
    failed = request.session.testsfailed

    def new(
        width: int = 1440, height: int = 900, scheme: str = "light", locale: str = "id-ID", **settings: str
    ) -> Reader:
        if settings:
            return Reader(context(width, height, color_scheme=scheme, locale=locale, **settings))
        free = idle.setdefault(locale, [])
        window = free.pop() if free else Reader(new_context(browser, locale=locale))
        used.append((locale, window))
        window.begin(width, height, scheme)
        return window

    yield new
    for locale, window in used:
        if request.session.testsfailed == failed and not window.page.is_closed():
            window.empty()
            idle[locale].append(window)
        else:
            window.page.context.close()
