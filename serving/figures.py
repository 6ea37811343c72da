"""A figure of a prerendered page as HTML: its words, its drawing, its source, its table, and its files as links.

What stands out of a drawing by a choice is a rule of style, as on the live page: a choice draws nothing anew.
"""

import hashlib
import re
from dataclasses import replace

from markupsafe import Markup

import render.table
from charts.chart import Chart, drawn_once
from charts.plots import MapPlot, Matrix
from exports.figure import Offer, offered
from locales import unbroken
from pages.parts import links, sharing
from pages.parts.page import Figure, drawn, title
from render import image, legend, phone, screen
from render.links import markup
from render.plotly import Form
from render.simplify import simplified
from serving.controls import Place

WIDE, NARROW = Form(paper=False), Form("narrow", paper=False)
NAMED = Form("wide", paper=False)  # with what was taught beside the circles of a matrix
PHONE = screen.IS_PHONE
GROWN_ON_PHONE = 2.25  # times that the labels of a map of one regency are larger there
ATLAS = "figure atlas"  # a map of the province beside its words, in a window of few lines
TALL = "screen and (min-width: 1000.02px) and (min-height: 900px)"  # where it is as wide as its column instead
HALL, TALL_HALL = screen.IS_HALL, f"{screen.IS_HALL} and (min-height: 1199.02px)"
HALL_ATLAS, WIDER_HALL = 960, 1616 / 1256  # px of a map beside its words there, and how much wider pages are
WIDEST = 1080  # px of other drawings: made as wide as a window of 1024 px their letters would be too small to read
# Wider drawings have letters of 5 points on paper, and of 8 px on a tablet: both have the phone's.
WIDEST_ON_PAPER, ON_PAPER, IS_TABLET = 900, "34rem", "screen and (max-width: 56em)"
PATH, OUTLINE = re.compile(r' d="([^"]+)"'), re.compile(r'(?<= data-land) d="[^"]*"')  # of land: by far the most
XMLNS = re.compile(r' xmlns(?::\w+)?="[^"]*"')  # in a page a drawing needs none
_UNMARKED = Markup()


def html(place: Place, block: Figure, width: float) -> tuple[Markup, list[str]]:
    """Return a figure in a column of so many px, and the rules of style that it needs."""
    view = place.view
    chart = block.build(view)
    heading = title(block, chart, view)
    if heading is None:
        return Markup(), []
    parts = [Markup('<h2 id="{}">{}</h2>').format(chart.key, unbroken(heading))] if heading else []
    if chart.is_empty:
        return _figure(parts), []
    bare = drawn(block, chart, view)
    is_atlas = isinstance(bare.plot, MapPlot) and bool(bare.plot.key.entries)
    shape, rules = drawing(
        bare, phone.LAPTOP if is_atlas else round(width), "#first ", chart.text.alt, screen.told(bare)
    )
    rules += _letters(bare, width) if is_atlas else []
    chosen = {name: getattr(view.selection, name) for name in chart.plot.selects}
    rules += screen.emphasis(bare, chosen, f"#first .shape-{chart.key}")
    parts += [
        Markup('<p class="subtitle">{}</p>').format(chart.text.subtitle) if chart.text.subtitle else Markup(),
        shape,
        _listed(place, chart),
        legend.html(chart.plot) if isinstance(chart.plot, MapPlot) else Markup(),
        Markup('<p class="source">{}</p>').format(
            markup(links.of_sources(view, f"{view.words('source.label')} {chart.text.sources}"))
        ),
        Markup('<div class="below">{}{}</div>').format(
            _table(place, chart, name := _name(chart, heading)), _menu(place, chart, name)
        ),
    ]
    return _figure(parts, ATLAS if is_atlas else "figure"), rules


def _letters(chart: Chart, width: float) -> list[str]:
    """Return the rules by which letters are as large as the live page has them, where the drawing is made wider."""
    place = f"#first .shape-{chart.key} > .wide"
    shown = ((TALL, width, 1.0), (HALL, HALL_ATLAS, screen.GROWN), (TALL_HALL, width * WIDER_HALL, screen.GROWN))
    return [
        f"@media {medium} {{ {screen.grown(chart, place, round(times * phone.LAPTOP / px, 3))} }}"
        for medium, px, times in shown
    ]


def _listed(place: Place, chart: Chart) -> Markup:
    """Return the list of a phone's map: each line selects a regency, that of the selected one takes it back."""
    if not isinstance(chart.plot, MapPlot):
        return Markup()
    chosen = place.view.selection

    def address(code: str) -> str:
        return place.of(replace(chosen, regency="" if code == chosen.regency else code))

    return legend.listed(chart.plot, chosen.regency, address if chart.plot.selects else None)


def _figure(parts: list[Markup], kind: str = "figure") -> Markup:
    return Markup('<div class="{}">{}</div>').format(kind, Markup("\n").join(parts))


def drawing(
    chart: Chart, width: int, place: str = "", alt: str = "", marked: Markup = _UNMARKED
) -> tuple[Markup, list[str]]:
    """Return a chart's drawing in its place, ``width`` px wide on a laptop, and the rules of style that it needs.

    On a phone it is another drawing; a map of one regency has larger labels. ``place`` begins the rules' selectors,
    ``alt`` is another text alternative than the chart's own, ``marked`` are attributes that say what a click selects.
    """
    place, rules = f"{place}.shape-{chart.key}", []
    if isinstance(chart.plot, MapPlot):
        chart = _light(chart)
    wide = image.svg(chart, width, form=NAMED if isinstance(chart.plot, Matrix) else WIDE)
    if small := phone.svg(chart):
        rules = screen.label_rules(chart, f"{place} > .wide")
        drawings = [_svg(wide, "wide"), small]
    elif chart.plot.aspect:
        rules = screen.label_rules(chart, place)
        rules.append(f"@media {PHONE} {{ {screen.grown(chart, place, GROWN_ON_PHONE)} }}")
        drawings = [_svg(wide, "any")]
    else:
        drawings = [_svg(wide, "wide"), _svg(image.svg(chart, phone.WIDTH, form=NARROW), "narrow")]
        if width > WIDEST_ON_PAPER:
            rules.append(
                f"@media print, {IS_TABLET} {{ {place} > .wide {{ display: none; }} "
                f"{place} > .narrow {{ display: block; max-width: {ON_PAPER}; }} }}"
            )
    content, land = _with_land(chart, width, Markup("").join(drawings))
    name = hashlib.sha256(content.encode()).hexdigest()[:10]
    shape = Markup('<div class="shape shape-{}" role="img" aria-label="{}" data-drawn="{}" data-land="{}"{}>{}</div>')
    return shape.format(chart.key, alt or chart.text.alt, name, land, marked, content), rules


@drawn_once
def _light(chart: Chart) -> Chart:
    """Return a map without what is not seen: a click is looked up by what it meets, a phone has the same outlines."""
    assert isinstance(chart.plot, MapPlot)
    plot = replace(chart.plot, targets=())
    return replace(chart, plot=simplified(plot, phone.LAPTOP) if plot.listed else plot)


@drawn_once
def _bare(chart: Chart) -> Chart:
    """Return a map with nothing but its land."""
    assert isinstance(chart.plot, MapPlot)
    lands = tuple(replace(land, kind="other", tone=0.0) for land in chart.plot.lands)
    return replace(
        chart,
        plot=MapPlot(chart.plot.extent, lands, listed=chart.plot.listed[:1], is_simplified=chart.plot.is_simplified),
    )


def _with_land(chart: Chart, width: int, content: Markup) -> tuple[Markup, str]:
    """Return the drawing of a map with the outlines of land marked, and what they are called; "" of any other.

    They are the same in every round's map, so that a reader who has one is sent the others without them.
    """
    if not isinstance(chart.plot, MapPlot):
        return content, ""
    plain = _bare(chart)
    outlines = {*PATH.findall(image.svg(plain, width, form=WIDE) + str(phone.svg(plain)))}
    marked = PATH.sub(lambda d: f" data-land{d[0]}" if d[1] in outlines else d[0], content)
    name = hashlib.sha256("".join(OUTLINE.findall(marked)).encode()).hexdigest()[:10]
    return Markup(marked), name  # noqa: S704  # nosec B704


def _svg(drawn: str, width: str) -> Markup:
    """Return a drawing that is as wide as its place, hidden from screen readers: its place has the text alternative."""
    named = drawn.replace("<svg ", f'<svg class="{width}" aria-hidden="true" ', 1)
    return Markup(re.sub(r' (?:width|height)="\d+"', "", XMLNS.sub("", named, count=2), count=2))  # noqa: S704  # nosec B704


def _name(chart: Chart, heading: str) -> str:
    """Return what a figure is called: the headline above it or, where the page has told it, what is measured."""
    return heading or chart.text.subtitle.partition(". ")[0] or chart.text.headline


def _table(place: Place, chart: Chart, name: str) -> Markup:
    """Return a figure's table, folded but where its reader sorts it; ``name`` is what the page calls the figure."""
    if not chart.table.columns:
        return Markup()
    sorting = place.sorting(chart.key, chart.table, f"table-{chart.key}")
    label, table = chart.words("table.show"), render.table.of_chart(chart, sorting)
    return Markup('<details id="table-{}"{}>{}{}</details>').format(
        chart.key, Markup(" open") if sorting.by else "", _summary(name, label), table
    )


def _summary(name: str, label: str) -> Markup:
    """Return what unfolds, named after its figure: the same words stand below every one."""
    return Markup('<summary aria-label="{}: {}">{}</summary>').format(label, name, label)


def _menu(place: Place, chart: Chart, name: str) -> Markup:
    """Return the ways to pass a figure on, and its files, as links, folded.

    There are none where the addresses draw it otherwise than the page does.
    """
    if not sharing.is_addressed(place.view, chart):
        return Markup()
    group = Markup('<p class="subtitle">{}</p><p class="files">{}</p>')
    groups = (
        group.format(label, Markup(" ").join(_link(place, chart, offer) for offer in offers))
        for label, offers in offered(chart)
    )
    here = f"{place.here(round=place.view.selection.round)}#{chart.key}"
    label, content = chart.words("take.figure"), sharing.html(place.view, chart, here) + Markup("").join(groups)
    return Markup('<details id="take-{}" class="menu">{}{}</details>').format(chart.key, _summary(name, label), content)


def _link(place: Place, chart: Chart, offer: Offer) -> Markup:
    parameters = {key: value for key, value in place.parameters.items() if key not in place.asked}
    address = place.address(f"v1/figures/{chart.key}.{offer.form}", {**parameters, **offer.how})
    return Markup('<a href="{}" download>{}</a>').format(address, offer.label)
