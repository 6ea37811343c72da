"""Take the README's screenshots: ``make screenshots``."""

from pathlib import Path

from tests.conftest import MORE_FLAGS, ROOT, Reader, running_dashboard
from tests.harness.browser import chromium

FOLDER = ROOT / "docs" / "screenshots"
VIEWS = {
    "overview-id": (1440, 900, "light", ""),
    "overview-en-dark": (1440, 900, "dark", "?lang=en&round=all"),
    "overview-phone": (390, 844, "light", ""),
}


def main(folder: Path = FOLDER) -> None:
    """Write one PNG per view into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with running_dashboard() as address, chromium(*MORE_FLAGS) as browser:
        for name, (width, height, scheme, query) in VIEWS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, locale="id-ID"
            )  # type: ignore[arg-type]
            page = Reader(context).open(f"{address}/{query}")
            page.screenshot(path=folder / f"{name}.png")
            context.close()


if __name__ == "__main__":
    main()
