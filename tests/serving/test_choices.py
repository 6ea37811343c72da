"""A prerendered page answers by itself: without JavaScript by links and forms, with a script by fetched parts."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from starlette.datastructures import Headers, QueryParams

from charts.figures import FIGURES
from charts.style import DIMMED
from locales import LANGUAGES, Words
from pages import MENU
from render import screen
from serving import api, embed, prerender, resources, routes, scripts
from tests.conftest import NewContext, location, running_dashboard
from tests.harness.servers import free_port
from tests.services import nginx_in_front

PAGES = [name for names in MENU.values() for name in names]
LIVE_ONLY = {"present", "rounds"}  # the slides, and an editor's forms
LINK = re.compile(r'href="\./([^"#]*)')
MOST_SCRIPT, MOST_PAGE, MOST_CHOICE = 4_000, 45_000, 15_000  # bytes, as they are sent


@pytest.fixture
def deferred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_LIVE", "0")


def links(page: str) -> set[str]:
    return {html.unescape(link) for link in LINK.findall(page.partition('<div id="root">')[0])}


@pytest.mark.integration
@pytest.mark.usefixtures("deferred", "undrawn")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str, language: str) -> None:
    made = prerender.view(page, {"regency": "81.07", "lang": language}).body("").decode()
    assert f'src="./{scripts.name_of_choices()}"' in made
    assert (scripts.SENDS_FOR_LIVE_PAGE in made) == (page in LIVE_ONLY)
    assert made.count("<form ") == made.count('<button class="apply">')
    known = {route.path.strip("/") for route in routes.routes()}
    for link in links(made):
        address = urlsplit(link)
        if address.path.startswith("v1/figures/"):
            key, _, form = address.path.rpartition("/")[2].rpartition(".")
            assert key in FIGURES
            if form == "csv":
                asked = QueryParams(parse_qsl(address.query))
                assert resources.response(address.path[3:], asked, Headers()).status_code == 200, link
        elif address.path.startswith("v1/files/"):
            assert address.path.rpartition("/")[2] in api.FILES
        elif address.path == "v1/":
            assert resources.response("", QueryParams(parse_qsl(address.query)), Headers()).status_code == 200
        elif address.path.startswith("embed/"):
            assert embed.response(address.path[6:], QueryParams(parse_qsl(address.query)), Headers()).status_code == 200
        else:
            assert address.path.startswith("app/static/") or address.path in known, link


@pytest.mark.integration
@pytest.mark.usefixtures("deferred")
def test_a_choice_sends_no_drawing_that_is_known() -> None:
    usual, chosen = (prerender.view("overview", asked) for asked in ({}, {"regency": "81.07"}))
    names = prerender.DRAWN.findall(usual.page)
    part = prerender.part(chosen, ",".join(names))
    assert len(part.body("br")) < MOST_CHOICE
    assert "<svg" not in part.page, "a regency stands out by a rule of style"
    whole = prerender.part(chosen, "")
    assert whole.page.count("<svg") > len(names)
    assert prerender.DRAWN.findall(whole.page) == prerender.DRAWN.findall(part.page)
    assert "<h1>" in part.page
    assert '<style id="rules">' in part.page
    assert len(chosen.body("br")) < MOST_PAGE
    assert len(scripts.packed_choices("br")) < MOST_SCRIPT


@pytest.mark.integration
def test_what_a_click_selects_is_told_to_who_points_or_steps_to_it() -> None:
    page = prerender.view("overview", {"lang": "en"}).page
    told = [json.loads(html.unescape(marks)) for marks in re.findall(r'data-marks="([^"]*)"', page)]
    assert len(told) == 3
    assert all(words for marks in told for _, _, words, *_ in marks)
    bars = next(marks for marks in told if any(".barlayer" in selector for _, selector, *_ in marks))
    assert [["81.07"], "Kepulauan Aru · 80"] in [[codes, words[:18]] for codes, _, words, *_ in bars]


@pytest.mark.integration
@pytest.mark.parametrize("page", ["overview", "regencies"])
def test_what_unfolds_below_figures_has_a_name_each(page: str) -> None:
    """Of a regency that a round does not name, three tables had the name of the page's one headline."""
    html_page = prerender.view(page, {"round": "2022", "regency": "81.08"}).page
    names = re.findall(r'<summary aria-label="([^"]*)"', html_page)
    assert len(names) > 3
    assert sorted({*names}) == sorted(names)


@pytest.mark.integration
@pytest.mark.usefixtures("deferred")
def test_another_rounds_map_is_sent_without_the_land_that_is_known() -> None:
    usual, chosen = (prerender.view("overview", asked) for asked in ({}, {"round": "all"}))
    part = prerender.part(chosen, ",".join(prerender.DRAWN.findall(usual.page)))
    assert len(part.body("br")) < MOST_CHOICE
    ways = [re.findall(r"<path[^>]* data-land( d=)?", made.page) for made in (usual, chosen, part)]
    assert len(ways[0]) == len(ways[1]) == len(ways[2]) > 100
    assert all(ways[1])
    assert not any(ways[2])
    assert re.findall(r'data-land d="([^"]+)"', usual.page) == re.findall(r'data-land d="([^"]+)"', chosen.page)


@pytest.fixture(scope="module")
def resting() -> Iterator[str]:
    with running_dashboard(IKM_LIVE="0") as address:
        yield address


def opened(address: str, context: BrowserContext) -> Page:
    page = context.new_page()
    page.clock.install()
    page.goto(address)
    page.evaluate("window.isSame = true")
    return page


@pytest.mark.slow
@pytest.mark.integration
def test_choices_are_fetched_and_back_takes_them_back(resting: str, context: NewContext) -> None:
    page = opened(f"{resting}/?lang=en", context(1440, 900))
    page.route("**/static/js/index.*.js", lambda route: route.abort())  # a slow reader rests, and the live page comes
    usual = page.locator("#first h1").inner_text()
    regencies = page.locator("#first select[name=regency]")
    regencies.focus()
    regencies.select_option("81.07")
    expect(page.locator("#first h1")).not_to_have_text(usual)
    chosen = page.locator("#first h1").inner_text()
    assert "regency=81.07" in location(page)
    assert page.evaluate("document.activeElement.name") == "regency"
    expect(page.locator("#changed")).to_have_text(chosen)
    assert page.locator("#first .shape-map svg:visible").count() == 1, "the drawing that was there is there still"
    page.evaluate("history.back()")
    expect(page.locator("#first h1")).to_have_text(usual)
    page.evaluate("history.forward()")
    expect(page.locator("#first h1")).to_have_text(chosen)
    page.get_by_role("link", name="All rounds", exact=True).click()
    expect(page.locator("#first h1")).not_to_have_text(chosen)
    assert page.locator("#first .shape-map path[data-land]").count() > 100
    assert page.locator("#first .shape-map path[data-land]:not([d])").count() == 0, "land that was there is there still"
    chosen = page.locator("#first h1").inner_text()
    page.locator("#first .shape-participants .wide .point path").last.click()
    expect(page.locator("#first h1")).not_to_have_text(chosen)
    clicked = page.locator("#first h1").inner_text()
    page.locator("#first .shape-participants").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#changed")).to_contain_text(" · ")
    page.keyboard.press("Enter")
    expect(page.locator("#first h1")).not_to_have_text(clicked)
    assert page.evaluate("document.activeElement.classList.contains('shape-participants')")
    page.goto(f"{resting}/trainings?lang=en")
    page.evaluate("window.isSame = true")
    box, rows = page.get_by_role("searchbox"), page.locator("#first #sort-trainings tbody tr")
    every = rows.count()
    box.press_sequentially("weav")
    page.clock.run_for(300)
    expect(rows).not_to_have_count(every)
    box.press_sequentially("ing")  # the field that was typed in is the one that is there now
    page.clock.run_for(300)
    expect(page).to_have_url(re.compile("search=weaving$"))
    page.get_by_role("link", name="All rounds", exact=True).click()
    expect(page.locator("#first [aria-current=true]", has_text="All rounds")).to_be_visible()
    page.evaluate("history.back()")
    expect(page.locator("#first [aria-current=true]", has_text="All rounds")).to_have_count(0)
    expect(box).to_have_value("weaving")
    page.goto(f"{resting}/?lang=en")
    page.evaluate("window.isSame = true")
    page.locator("#first #table-map summary").click()
    head = page.locator("#first #table-map a.sort").nth(1)
    head.click()
    expect(page.locator("#first #table-map th[aria-sort=descending]")).to_be_visible()
    assert location(page).endswith("?lang=en&sort=map.-people")
    assert page.evaluate("document.activeElement.className") == "sort", "and the table is unfolded still"
    assert page.evaluate("window.isSame"), "nothing was loaded anew"
    assert page.locator("#root > *").count() == 0, "the live page was not needed"


@pytest.mark.slow
@pytest.mark.integration
def test_a_figure_is_passed_on_before_the_live_page_is_there_and_after(resting: str, context: NewContext) -> None:
    reader = context(1440, 900)
    reader.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.new_page()
    page.goto(f"{resting}/?regency=81.07")
    for is_live in (False, True):
        if is_live:
            page.locator("[data-send]").click()
            page.wait_for_selector("#first", state="detached")
            page.locator(".st-key-take_map button").first.click()
        else:
            page.locator("#take-map summary").first.click()
        menu = page.locator(".share:visible")
        menu.locator("[data-act=copy]").click()
        expect(menu.get_by_role("status")).to_have_text(Words("id")("share.copied"))
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        assert copied.startswith(resting)
        assert {"regency=81.07", "round=2022"} <= set(urlsplit(copied).query.split("&"))
        assert urlsplit(copied).fragment == "map"
        menu.locator("summary").click()
        code = menu.locator("textarea")
        expect(code).to_have_value(re.compile(re.escape(f'src="{resting}/embed/map?')))
        menu.locator("[data-act=fill]").click()
        page.wait_for_function("() => document.fullscreenElement !== null")
        if not is_live:
            widths = (page.locator(f"#first .atlas {one}").bounding_box() for one in (".key", ".shape-map svg.wide"))
            key, drawn = (box["width"] for box in widths if box)
            assert key == pytest.approx(drawn, abs=2), "its circles are as large as those of the map"
            assert page.evaluate("document.fullscreenElement.scrollHeight <= innerHeight"), "and in view"
        page.evaluate("document.exitFullscreen()")
        page.wait_for_function("() => document.fullscreenElement === null")
        page.evaluate("document.querySelectorAll('details[open]').forEach((one) => one.open = false)")


@pytest.mark.slow
@pytest.mark.integration
def test_the_live_page_comes_when_asked_for_or_after_a_rest(resting: str, context: NewContext) -> None:
    asked = opened(f"{resting}/trainings", context(1440, 900))
    asked.get_by_role("button", name=Words("id")("first.live")).click()
    asked.wait_for_selector("#first", state="detached")
    rested = opened(f"{resting}/trainings?search=kayu", context(1440, 900))
    rested.clock.fast_forward(7_000)
    rested.wait_for_selector("#first", state="detached")
    assert rested.locator(".st-key-search input").input_value() == "kayu", "what was searched is searched still"


# Where the words of each heading are in the window.
HEADINGS = """place => Object.fromEntries([...document.querySelectorAll(`${place} :is(h1, h2)`)].map(heading => {
  const range = document.createRange();
  range.selectNodeContents(heading);
  return [heading.textContent.trim(), range.getBoundingClientRect().top];
}))"""


@pytest.mark.slow
@pytest.mark.integration
@pytest.mark.parametrize(("path", "width", "scrolled"), [("", 390, 3000), ("sources", 1366, 5000), ("", 1366, 0)])
def test_what_is_being_read_stays_where_it_is_when_the_live_page_comes(
    resting: str, context: NewContext, path: str, width: int, scrolled: int
) -> None:
    page = context(width, 800).new_page()
    page.goto(f"{resting}/{path}")
    assert page.locator("#live").evaluate("live => live.content.childElementCount") == 0, (
        "what is not needed is not sent"
    )
    page.evaluate(f"document.querySelector('#first').scrollTop = {scrolled}")
    before = page.evaluate(HEADINGS, "#first")
    page.locator("[data-send]").evaluate("button => button.click()")  # as if from here: nothing is scrolled
    page.wait_for_selector("#first", state="detached")
    after = page.evaluate(HEADINGS, "#root")
    read = min(before, key=lambda name: abs(before[name] - 400))
    assert after[read] == pytest.approx(before[read], abs=8 if not scrolled else 1), read


# A proxy as offices have them: it hands everything on but websockets.
PROXY = """events {{ worker_connections 64; }}
pid {folder}/nginx.pid;
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass {behind}; }}
        location /_stcore/stream {{ return 403; }}
    }}
}}
"""


@pytest.mark.integration
def test_the_first_key_leads_past_the_menu(resting: str, context: NewContext) -> None:
    page = opened(f"{resting}/?lang=id&round=2022", context())
    link = page.locator("#first .skip")
    bottom = "link => link.getBoundingClientRect().bottom"
    assert link.evaluate(bottom) <= 0, "nobody else sees it"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == Words("id")("access.skip")
    assert link.evaluate(bottom) > 24
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') != null")


@pytest.mark.integration
def test_who_points_at_the_live_page_waits_no_longer_for_what_it_begins_with(resting: str, context: NewContext) -> None:
    page = opened(f"{resting}/?lang=en", context())
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    button = page.get_by_role("button", name=Words("en")("first.live"))
    with page.expect_response("**/live.html"):
        button.hover()
    with page.expect_request("**/static/js/index.*.js"):
        button.click()
    assert asked.count("live.html") == 1


@pytest.mark.slow
@pytest.mark.integration
def test_where_websockets_are_blocked_the_page_says_what_works(
    resting: str, context: NewContext, tmp_path: Path
) -> None:
    port = free_port()
    said = PROXY.format(folder=tmp_path, port=port, behind=resting)
    with nginx_in_front(said, port, tmp_path) as address:
        page = context(1366, 768, may_be_late=True).new_page()
        page.goto(f"{address}/?lang=en")
        late = page.locator("#first .late")
        expect(late).to_be_hidden()
        page.get_by_role("button", name=Words("en")("first.live")).click()
        expect(late).to_be_visible(timeout=60_000)
        expect(late).to_contain_text("WebSocket")
        usual = page.locator("#first h1").inner_text()
        page.locator("#first select[name=regency]").select_option("81.07")
        expect(page.locator("#first h1")).not_to_have_text(usual)
        page.evaluate("window.isSame = true")
        page.locator("#first .late a").click()
        page.wait_for_function("() => !window.isSame")
        assert "regency=81.07" in location(page)
        rested = opened(f"{address}/?lang=en", context(1366, 768, may_be_late=True))
        rested.clock.fast_forward(7_000)  # it is sent for, and nobody needs it: nothing is said
        rested.wait_for_function("() => document.querySelector('script[src*=\"static/js\"]')")
        rested.clock.fast_forward(30_000)
        expect(rested.locator("#first .late")).to_be_hidden()
        rested.get_by_role("button", name=Words("en")("first.live")).click()
        expect(rested.locator("#first .late")).to_have_css("animation-delay", re.compile("^-"))  # should long be there
        expect(rested.locator("#first .late")).to_be_visible()
        page.goto(f"{address}/present")  # the slides are live alone: it says so by itself
        expect(page.locator("#first .late")).to_be_visible(timeout=60_000)
        expect(page.locator("#first .late a")).to_have_text(Words("id")("first.late.again"))


@pytest.mark.integration
def test_a_browser_that_keeps_nothing_chooses_and_rests_as_any(resting: str, context: NewContext) -> None:
    """As one does that refuses cookies: to ask it for what it keeps is an error."""
    window = context(1366, 768)
    refuses = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    window.add_init_script(refuses)
    page, errors = opened(f"{resting}/trainings?lang=en", window), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    usual = page.locator("#first h1").inner_text()
    page.locator("#first select[name=regency]").select_option("81.07")
    expect(page.locator("#first h1")).not_to_have_text(usual)
    assert page.evaluate("window.isSame"), "nothing was loaded anew"
    saves = page.locator("[data-saves]")
    saves.check()
    page.clock.fast_forward(30_000)
    assert page.locator("#root > *").count() == 0
    saves.uncheck()
    page.clock.fast_forward(7_000)
    page.wait_for_selector("#root > *", state="attached")
    assert errors == []


@pytest.mark.slow
@pytest.mark.integration
def test_where_a_script_is_refused_choices_have_their_buttons(resting: str, context: NewContext) -> None:
    page = context(1366, 768).new_page()
    page.route("**/choices-*.js", lambda route: route.abort())
    page.goto(f"{resting}/?lang=en")
    page.locator("#first select[name=regency]").select_option("81.07")
    page.locator("#first .selects .apply").click(timeout=60_000)
    page.wait_for_url("**regency=81.07**")


# Names of a map that lie on each other, and how high each line of them is.
NAMES = """() => {
  const boxes = [...document.querySelectorAll('#first .shape-map .wide .annotation-text')]
    .map(name => [name.textContent, name.getBoundingClientRect()]).filter(([, box]) => box.width);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  return [
    boxes.flatMap(([one, a], i) => boxes.slice(i + 1).filter(([, b]) => meet(a, b)).map(([other]) => [one, other])),
    Math.min(...boxes.map(([, box]) => box.height)),
  ];
}"""


@pytest.mark.slow
@pytest.mark.integration
def test_names_on_a_map_are_as_large_as_the_live_page_has_them_and_have_room(resting: str, context: NewContext) -> None:
    window = context(1366, 768)
    for page in ("", "regencies"):
        shown = opened(f"{resting}/{page}?round=all&lang=id", window)
        sizes = []
        for width, height in ((1366, 768), (1440, 1000), (1920, 1080), (1920, 1300)):
            shown.set_viewport_size({"width": width, "height": height})
            meeting, size = shown.evaluate(NAMES)
            assert meeting == [], (page, width, height)
            sizes.append(size)
        laptop, tall, hall, tall_hall = sizes
        assert laptop == pytest.approx(tall, rel=0.03)
        assert [hall, tall_hall] == pytest.approx([laptop * screen.GROWN] * 2, rel=0.03)
        shown.close()


@pytest.mark.integration
def test_a_tap_on_a_phones_map_selects_and_the_next_takes_it_back(resting: str, context: NewContext) -> None:
    page = context(360, 800, has_touch=True, is_mobile=True).new_page()
    page.goto(f"{resting}/?round=2022")
    usual, circle = page.locator("#first h1").inner_text(), "#first .shape-map .narrow circle[data-code='81.07']"
    for is_selected in (True, False):
        page.locator(circle).first.tap()
        expect(page.locator("#first h1")).to_have_text(
            "80 wirausaha baru IKM dari Kepulauan Aru dilatih (2022)" if is_selected else usual
        )
        assert ("regency=81.07" in location(page)) == is_selected


@pytest.mark.integration
def test_a_click_on_a_name_selects_what_it_names(resting: str, context: NewContext) -> None:
    """A name in the sea did nothing, as large as it is; one on land beside its own selected that land."""
    page = context(1366, 768).new_page()
    for name, code in (("Kepulauan Aru", "81.07"), ("Maluku Tenggara", "81.02")):
        page.goto(f"{resting}/?round=2022")
        name_on_map = page.locator("#first .shape-map .annotation-text:visible", has_text=name).first
        name_on_map.click()
        page.wait_for_url(f"**regency={code}*")


@pytest.mark.integration
def test_the_matrix_names_what_was_taught_where_its_letters_are_large(resting: str, context: NewContext) -> None:
    """Below a tablet's width it is the phone's drawing: the wide one had letters of 8 px there, and no names."""
    page = context(1366, 768).new_page()
    page.goto(f"{resting}/trainings?round=2022&regency=81.07")
    name, other = (page.locator("#first .shape-mix text", has_text=text) for text in ("Anyaman lidi", "Ikan asap cair"))
    expect(name).to_be_visible()
    assert other.evaluate("name => getComputedStyle(name.closest('.annotation')).opacity") == str(DIMMED["text"])
    for width in (768, 640):
        page.set_viewport_size({"width": width, "height": 900})
        expect(name).to_be_hidden()
        regency = page.locator("#first .shape-mix text:visible", has_text="Kepulauan Aru")
        assert regency.bounding_box()["height"] >= 12  # type: ignore[index]
        regencies = page.locator("#first select[name=regency]")
        assert regencies.bounding_box()["width"] >= 13 * 16  # type: ignore[index]  # all of "Semua kabupaten/kota"
