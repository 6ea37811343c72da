"""The dashboard in a real browser that can reach no host but this one."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from charts.map import participants_map
from charts.style import ACCENT
from data.selection import Selection
from data.view import View
from geo import shapes
from locales import LANGUAGES, Words
from render import plotly
from tests.conftest import NewContext, NewReader, alternating, location, others_slow, running_dashboard, still
from tests.harness.browser import small_targets, wait_until_drawn
from tests.harness.tables import TABLES

WIDTHS = [390, 768, 1440, 1920]
NAMES = (
    "Maluku Tengah", "Maluku Tenggara", "Kepulauan Tanimbar", "Buru", "Seram Bagian Timur", "Seram Bagian Barat",
    "Kepulauan Aru", "Maluku Barat Daya", "Buru Selatan", "Kota Ambon", "Kota Tual",
)  # fmt: skip


def numbers(page: Page) -> list[str]:
    return page.locator("[data-testid=stMetricValue]").all_inner_texts()


def drawn_regencies(page: Page) -> int:
    """Count the filled areas on the map that are Maluku's: all but the neighbours, the inset and the circles."""
    return page.evaluate(
        "() => { const g = document.querySelector('.st-key-map .js-plotly-plot');"
        " const own = new Set(g.data.filter(t => /^81\\./.test(t.name)).map(t => t.name));"
        " const paths = g.querySelectorAll('.scatterlayer .js-fill, .fills path');"
        " return [...paths].filter(p => p.getBBox().width > 0).length >= own.size ? own.size : -1; }"
    )


def the_key_has_circles_as_large_as_the_maps(page: Page) -> None:
    key = page.locator(".key .discs > span").first.bounding_box()
    shown = page.locator(".st-key-map .main-svg").first.bounding_box()
    assert key is not None
    assert shown is not None
    # 50 of the 80 that the largest circle stands for
    assert key["width"] == pytest.approx(2 * 24 * (50 / 80) ** 0.5 * shown["width"] / 1105, rel=0.06)


# Every figure is of another size than its place.
MISFIT = """
  const sizes = new CSSStyleSheet();
  sizes.replaceSync("#root .main-svg { transform: scale(.5); }");
  document.addEventListener("DOMContentLoaded", () => document.adoptedStyleSheets.push(sizes));
"""


@pytest.mark.slow
def test_a_figure_that_never_comes_to_its_size_does_not_keep_the_live_page_back(
    dashboard: str, context: NewContext
) -> None:
    page = context().new_page()
    page.add_init_script(MISFIT)
    page.goto(f"{dashboard}/rounds")
    wait_until_drawn(page, 1)


@pytest.mark.parametrize(
    ("query", "title", "values", "text"),
    others_slow(
        [
            (
                "",
                "Ikhtisar · Wirausaha Baru IKM Maluku",
                ["11", "3 dari 11", "1 : 20.000"],
                [
                    "220 wirausaha baru IKM asal 4 dari 11",
                    "Buru, Seram Bagian Timur, dan Kota Tual",
                    "4,4 juta",
                    "10,5 juta",
                    "65%",
                    "Peserta terbanyak berasal dari Kepulauan Aru: 80 dari 220",
                ],
            ),
            (
                "?lang=en",
                "Overview · New Small-Industry Entrepreneurs in Maluku",
                ["11", "3 of 11", "1 : 20,000"],
                ["4.4 million", "10.5 million", "65%", "The most participants came from Kepulauan Aru: 80 of 220"],
            ),
        ]
    ),
)
def test_overview_is_drawn_without_the_internet(
    dashboard: str, reader: NewReader, query: str, title: str, values: list[str], text: list[str]
) -> None:
    window = reader()
    page = window.open(f"{dashboard}/{query}")
    assert page.title() == title
    assert numbers(page) == values
    assert drawn_regencies(page) == 11
    names = " ".join(page.locator(".st-key-map .annotation-text:visible").all_text_contents())
    assert [name for name in NAMES if name not in names] == []
    the_key_has_circles_as_large_as_the_maps(page)
    for streamlits_own in ("stAppDeployButton", "stMainMenu"):
        assert page.locator(f"[data-testid={streamlits_own}]:visible").count() == 0
    everything = page.locator("[data-testid=stMain]").inner_text()
    for part in text:
        assert part in everything
    assert (window.foreign, window.failed, window.errors) == ([], [], [])


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_the_menu_stands_on_one_line_of_a_laptop(dashboard: str, reader: NewReader, language: str) -> None:
    page = reader(1366, 768).open(f"{dashboard}/?lang={language}")
    links = page.locator(".st-key-menu a").evaluate_all("links => links.map(link => link.getBoundingClientRect().top)")
    assert len(links) == 10
    assert len(set(links)) == 1


def test_the_address_carries_round_and_language(dashboard: str, reader: NewReader) -> None:
    window = reader()
    page = window.open(f"{dashboard}/?round=2023&lang=en")
    shows_the_frame(page)
    page.get_by_role("radio", name="2023 stage I", exact=True).click()
    still(page)
    assert numbers(page) == ["14", "3 of 11", "1 : 21,000"], "choosing the chosen again changes nothing"
    page.get_by_role("radio", name="All rounds").click()
    page.get_by_role("heading", name="630 participations in training").wait_for()
    assert re.search(r"[?&]round=all\b", location(page))
    page.get_by_role("radio", name="Indonesia").click()
    page.get_by_role("heading", name="630 keikutsertaan").wait_for()
    assert "lang=" not in location(page)
    assert "round=all" in location(page)

    still(page)
    assert numbers(page) == ["11 dan 30", "3 dari 11", "1 : 7.000"]
    assert (window.foreign, window.errors) == ([], [])


PAGES = {"": 4, "trainings": 1, "regencies": 4, "national": 2, "sources": 0}


@pytest.mark.slow
@pytest.mark.parametrize("page_name", [name for name in PAGES if name])
def test_a_direct_link_to_any_page_shows_the_frame(dashboard: str, reader: NewReader, page_name: str) -> None:
    window = reader()
    page = window.open(f"{dashboard}/{page_name}?lang=en&round=2023", PAGES[page_name])
    shows_the_frame(page)
    assert window.foreign == []


def shows_the_frame(page: Page) -> None:
    page.locator(".st-key-menu").get_by_role("link", name="National picture").wait_for()
    page.get_by_role("radio", name="English").wait_for()
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"


POINTED = "([key, is_pointed]) => !!document.querySelector(`.st-key-${key} .js-plotly-plot`)._hoverdata?.length === is_pointed"


PLACE = """([key, x, y]) => {
    const graph = document.querySelector(`.st-key-${key} .js-plotly-plot`), box = graph.getBoundingClientRect();
    const { xaxis, yaxis } = graph._fullLayout;
    return [box.left + xaxis._offset + xaxis.c2p(x), box.top + yaxis._offset + yaxis.c2p(y)];
}"""


def click_on(page: Page, key: str, x: float, y: float) -> None:
    """Click on a figure at a point of its own axes, as soon as the figure knows that it is pointed at."""
    page.mouse.move(0, 0)
    page.wait_for_function(POINTED, arg=[key, False])
    at = page.evaluate(PLACE, [key, x, y])
    page.mouse.move(*at)
    page.wait_for_function(POINTED, arg=[key, True])
    page.mouse.click(*at)


def test_a_journey_by_clicks_links_and_back(dashboard: str, reader: NewReader) -> None:
    window = reader(height=1400)
    page = window.open(dashboard)
    x, y = next(s.label for s in shapes.regencies() if s.code == "81.07")
    click_on(page, "map", x - 8, y - 60)  # land of Aru, away from its circle
    page.get_by_role("heading", name="80 wirausaha baru IKM dari Kepulauan Aru dilatih (2022)").wait_for()
    assert "regency=81.07" in location(page)

    other = reader(locale="en-US")
    copy = other.open(location(page))
    copy.get_by_role(
        "heading", name="80 new small-industry entrepreneurs from Kepulauan Aru were trained (2022)"
    ).wait_for()
    copy.get_by_role("radio", name="Indonesia").click()
    copy.get_by_role("heading", name="80 wirausaha baru IKM dari Kepulauan Aru dilatih (2022)").wait_for()
    assert "lang=id" in location(copy), "what a reader has chosen wins over what the browser prefers"

    page.get_by_role("link", name="Kabupaten/kota").click()
    page.get_by_role("heading", name="Kepulauan Aru: 80 peserta pada putaran 2022").wait_for()
    assert "regency=81.07" in location(page)
    page.go_back()
    page.get_by_role("heading", name="80 wirausaha baru IKM dari Kepulauan Aru dilatih (2022)").wait_for()
    page.get_by_role("button", name="Hapus pilihan").click()
    page.get_by_role("heading", name="220 wirausaha baru IKM").wait_for()
    assert "regency" not in location(page)
    assert window.errors == []


ACCENT_RGB = f"rgb({', '.join(str(int(ACCENT[i : i + 2], 16)) for i in (1, 3, 5))})"
STROKE = """([key, n]) => getComputedStyle(document.querySelectorAll(
    `.st-key-${key} .scatterlayer > .trace`)[n].querySelector('.js-line')).stroke"""


def opacities(page: Page, key: str, points: str) -> list[str]:
    return page.eval_on_selector_all(
        f".st-key-{key} {points}", "marks => marks.map(mark => getComputedStyle(mark).opacity)"
    )


BARS, CIRCLES = ".barlayer .point path", ".scatterlayer .points > path"
DRAWN_ONCE = ("map", "participants", "mix")


def test_choosing_a_regency_shows_in_every_figure_and_draws_none_anew(dashboard: str, reader: NewReader) -> None:
    window = reader()
    page = window.open(dashboard)
    for key in DRAWN_ONCE:
        page.evaluate(
            "key => { document.querySelector(`.st-key-${key} .js-plotly-plot`).dataset.drawn = 'once'; }", key
        )
    (mark,) = [
        m for codes, m in plotly.marks(participants_map(View(TABLES, Selection(), Words("id")))) if codes == ("81.07",)
    ]
    place = int(re.search(r"nth-child\((\d+)\)", mark)[1]) - 1
    assert page.evaluate(STROKE, ["map", place]) != ACCENT_RGB
    assert {*opacities(page, "participants", BARS), *opacities(page, "mix", CIRCLES)} == {"1"}
    page.locator(".st-key-regency_choice").get_by_role("combobox").click()
    page.get_by_role("option", name="Kepulauan Aru (Dobo)", exact=True).click()
    page.get_by_role("heading", name="80 wirausaha baru IKM dari Kepulauan Aru dilatih (2022)").wait_for()
    window.settle()
    assert page.evaluate(STROKE, ["map", place]) == ACCENT_RGB
    assert page.evaluate(STROKE, ["map", place - 1]) != ACCENT_RGB
    assert opacities(page, "participants", BARS) == ["0.42"] * 3 + ["1"]  # from the lowest bar up
    assert sorted(opacities(page, "mix", CIRCLES)) == ["0.3"] * 7 + ["1"] * 3
    for key in DRAWN_ONCE:
        assert page.locator(f".st-key-{key} .js-plotly-plot").get_attribute("data-drawn") == "once", key
    page.get_by_role("radio", name="2023 tahap I", exact=True).click()
    page.get_by_role("heading", name="Kepulauan Aru tidak disebut").first.wait_for()
    window.settle()
    assert page.evaluate(STROKE, ["map", place]) == ACCENT_RGB


QUICK = """() => { const now = Date.now(); Date.prototype.getTime = () => now; }"""
BEGIN = """() => { document.querySelector('.st-key-map .js-plotly-plot')._mouseDownTime = 0; }"""


def click_right_after_a_movement(page: Page, x: float, y: float) -> None:
    """Plotly looks up at most every 50 ms what is pointed at; a look-up that comes while the button is down forgets it."""
    page.mouse.move(x - 2, y)
    page.wait_for_function(POINTED, arg=["map", True])
    page.mouse.move(x - 1, y)
    page.mouse.move(x, y)
    page.mouse.click(x, y, delay=150)


@pytest.mark.slow
def test_a_click_selects_and_the_next_takes_it_back_however_quick_and_whatever_was_chosen_between(
    dashboard: str, reader: NewReader
) -> None:
    """Whatever Plotly takes two clicks for: by its clock, all but the first two are at one moment."""
    window = reader(height=2400)
    page = window.open(dashboard)
    place = {s.code: s.label for s in shapes.regencies()}["81.03"]
    tanimbar, everybody = "60 wirausaha baru IKM dari Kepulauan Tanimbar", "220 wirausaha baru IKM"

    def shows(h1: str) -> None:
        page.get_by_role("heading", name=h1, level=1).wait_for()
        window.settle()

    def click(key: str, at: tuple[float, float], h1: str) -> None:
        click_on(page, key, *at)
        shows(h1)

    click_right_after_a_movement(page, *page.evaluate(PLACE, ["map", *place]))
    shows(tanimbar)
    click("map", place, everybody)
    page.evaluate(QUICK)
    click("map", place, tanimbar)
    page.evaluate(BEGIN)  # what comes next may be the first of two
    click("map", place, everybody)
    click("map", place, tanimbar)
    click("participants", (20, 3), "80 wirausaha baru IKM dari Kepulauan Aru")
    assert opacities(page, "participants", BARS) == ["0.42"] * 3 + ["1"], "only the page's own marks count"
    click("map", place, tanimbar)
    click("map", place, everybody)
    click("map", place, tanimbar)
    page.get_by_role("button", name="Hapus pilihan").click()
    shows(everybody)
    click("map", place, tanimbar)
    click("mix", (2, 3), "40 wirausaha baru IKM dari Kepulauan Aru dilatih dalam reparasi dan servis")
    click("mix", (2, 3), everybody)
    assert window.errors == []


@pytest.mark.slow
def test_clicking_circle_bar_and_matrix(dashboard: str, reader: NewReader) -> None:
    window = reader(height=2400)
    page = window.open(dashboard)
    x, y = next(s.label for s in shapes.regencies() if s.code == "81.03")
    click_on(page, "map", x, y)
    page.get_by_role("heading", name="60 wirausaha baru IKM dari Kepulauan Tanimbar").wait_for()
    window.settle()
    click_on(page, "participants", 20, 0)  # the lowest bar
    page.get_by_role("heading", name="40 wirausaha baru IKM dari Seram Bagian Barat").wait_for()
    window.settle()
    click_on(page, "mix", 2, 3)  # Aru × repair and service
    page.get_by_role(
        "heading", name="40 wirausaha baru IKM dari Kepulauan Aru dilatih dalam reparasi dan servis"
    ).wait_for()
    assert "group=repair" in location(page)


def test_everything_can_be_chosen_with_the_keyboard(dashboard: str, reader: NewReader) -> None:
    window = reader()
    page = window.open(dashboard)
    page.locator(".st-key-regency_choice input").focus()
    page.keyboard.type("MTB")  # its earlier name
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="60 wirausaha baru IKM dari Kepulauan Tanimbar").wait_for()
    window.settle()
    page.locator(".st-key-shape_participants .stPlotlyChart").focus()  # and on a figure, mark by mark
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#changed")).to_have_text(re.compile("^Kepulauan Aru · 80"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="80 wirausaha baru IKM dari Kepulauan Aru").wait_for()
    head = page.locator(".st-key-table_participants a.sort").first
    page.locator(".st-key-table_participants summary").press("Enter")
    head.press("Enter")
    page.locator(".st-key-table_participants th[aria-sort=ascending]").wait_for()
    assert "sort=participants.regency" in location(page)
    expect(head).to_be_focused()


@pytest.mark.slow  # the journey goes back as well
def test_back_walks_through_choices(dashboard: str, reader: NewReader) -> None:
    page = reader().open(dashboard)
    page.get_by_role("link", name="Pelatihan").click()
    page.get_by_role("heading", name="Daftar pelatihan").wait_for()
    page.get_by_role("radio", name="2023 tahap I", exact=True).click()
    page.get_by_role("heading", name="Reparasi dan servis paling banyak diajarkan: 5 dari 14 kelas").wait_for()
    page.get_by_role("link", name="Sumber").click()
    page.get_by_role("heading", name="Sumber setiap angka").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Reparasi dan servis paling banyak diajarkan: 5 dari 14 kelas").wait_for()
    assert "round=2023" in location(page)


@pytest.mark.parametrize(
    ("scheme", "language", "names"),
    others_slow(
        [
            ("light", "id", ["", "national"]),
            *((*both, list(PAGES)) for both in alternating(["light", "dark"], LANGUAGES)),
        ]
    ),
)
def test_axe_finds_no_violation(
    dashboard: str, reader: NewReader, language: str, scheme: str, names: list[str]
) -> None:
    window = reader(scheme=scheme)
    window.open(f"{dashboard}/?lang={language}&regency=81.07")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
    for page_name in names:
        page = window.go(f"/{page_name}?lang={language}&regency=81.07", PAGES[page_name])
        assert page.locator("h1").count() == 1
        assert page.title().startswith(Words(language)(f"page.{page_name or 'overview'}"))
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
        assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == [], page_name
        assert small_targets(page) == [], page_name


OVERLAPS = """
key => {
  const boxes = [...document.querySelectorAll(`.st-key-${key} :is(.annotation-text, .xtick text, .ytick text, .bartext, .textpoint text)`)]
    .filter(e => e.checkVisibility({ visibilityProperty: true }) && e.textContent.trim())
    .filter(e => !e.closest('.annotation') || getComputedStyle(e.closest('.annotation')).display !== 'none')
    .map(e => [e.textContent, e.getBoundingClientRect()]);
  const frame = document.querySelector(`.st-key-${key}`).getBoundingClientRect();
  const found = [];
  for (const [text, b] of boxes) {
    if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1) found.push(`${text} leaves the figure`);
  }
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    const w = Math.min(p.right, q.right) - Math.max(p.left, q.left), h = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (w > 1 && h > 2) found.push(`${a} × ${b}`);
  }));
  return found;
}
"""


def the_map_keeps_its_shape(page: Page, width: int) -> None:
    box = page.locator(".st-key-map .main-svg:visible, .st-key-phone_map svg:visible").first.bounding_box()
    assert box is not None
    if width > 640:  # a phone's map has a shape of its own, of panels
        assert box["width"] / box["height"] == pytest.approx(1105 / 688, rel=0.02)
    else:
        assert box["height"] > box["width"] * 688 / 1105, "a phone's map is higher than the wide one is at its width"


@pytest.mark.parametrize("width", others_slow(WIDTHS))
def test_no_label_overlaps_or_is_cut_off_and_the_map_keeps_its_shape(
    dashboard: str, reader: NewReader, width: int
) -> None:
    window = reader(width, 900)
    page = window.open(dashboard)
    the_map_keeps_its_shape(page, width)
    for n, query in enumerate(("lang=id", "round=2023", "round=all&lang=en")):
        if n:
            window.go(f"/?{query}")
        for key in ("map", "participants", "mix", "national_shares"):
            assert page.evaluate(OVERLAPS, key) == [], (query, key)
        window.go(f"/regencies?{query}&regency=81.71", 2)
        page.wait_for_selector(".st-key-rank .main-svg")
        window.settle(2)
        for key in ("regency_map", "rank"):
            assert page.evaluate(OVERLAPS, key) == [], (query, key)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), "no sideways scrolling"


def colour_of(page: Page, selector: str, what: str) -> str:
    return page.evaluate("([s, w]) => getComputedStyle(document.querySelector(s))[w]", [selector, what])


@pytest.mark.parametrize(
    ("scheme", "ink", "paper"),
    others_slow([
        ("dark", "rgb(232, 237, 241)", "rgb(16, 23, 28)"), ("light", "rgb(27, 39, 51)", "rgb(255, 255, 255)"),
    ]),
)  # fmt: skip
def test_both_themes(dashboard: str, reader: NewReader, scheme: str, ink: str, paper: str) -> None:
    page = reader(scheme=scheme).open(dashboard)
    assert colour_of(page, ".stApp", "backgroundColor") == paper
    for text in (
        ".st-key-map .annotation-text",
        ".st-key-participants .ytick text",
        ".st-key-participants .bartext",
        "h1",
    ):
        assert colour_of(page, text, "fill" if text != "h1" else "color") == ink


@pytest.mark.slow  # test_pages.py says it of every page
def test_a_broken_table_is_said_in_the_browser(reader: NewReader, folder) -> None:  # type: ignore[no-untyped-def]
    path = folder / "participation.csv"
    path.write_text(path.read_text().replace("81.07,80", "81.07,delapan puluh"))
    with running_dashboard(folder) as address:
        window = reader()
        page = window.open(address, figures=2)
        text = page.locator("[data-testid=stMain]").inner_text()
        assert "participation.csv, baris 5, kolom participants: “delapan puluh” bukan bilangan bulat" in text
        assert "99% unit usaha" in text
        assert "Traceback" not in text
        assert window.errors == []
        # Mended while the dashboard runs: the next load shows the page.
        path.write_text(path.read_text().replace("delapan puluh", "80"))
        window.open(address)
        assert numbers(page)[0] == "11"


def test_a_number_that_is_searched_is_in_view_where_a_hit_leads_also_in_a_folded_table(
    dashboard: str, context: NewContext
) -> None:
    page = context(width=1366, height=768).new_page()
    page.route("**/static/js/index.*.js", lambda route: route.abort())  # else the live page takes its place
    page.goto(f"{dashboard}/sources?number_search=4.558")
    page.locator("#first a[href*='indicator_panels']").first.click()
    number = page.locator("#first td", has_text=re.compile(r"^4\.558$")).first
    expect(number).to_be_in_viewport()


@pytest.mark.slow
def test_what_is_searched_is_cleared_as_in_the_browsers_own_fields(dashboard: str, reader: NewReader) -> None:
    page = reader().open(f"{dashboard}/trainings?lang=en&search=weav", 1)
    field, rows = page.get_by_role("searchbox"), page.get_by_role("table").last.get_by_role("row")
    fewer = rows.count()
    assert fewer
    box = field.bounding_box()
    assert box
    field.hover()
    page.mouse.click(box["x"] + box["width"] - 20, box["y"] + box["height"] / 2)  # where the field's own button stands
    expect(field).to_have_value("")
    expect(rows).not_to_have_count(fewer)
