"""How a figure is passed on: its link, its picture, the device's own sheet, the whole screen, the code that embeds it.

All are links that lead somewhere without a script; ``serving/share.js`` makes them copy, send and fill.
"""

from markupsafe import Markup

from charts.chart import Chart
from charts.figures import FIGURES
from data import settings
from data.parameters import address
from data.view import View
from exports import imprint

HEIGHT = 640  # px of an embedded figure, until the page around it is told by the figure how high it is


def is_addressed(view: View, chart: Chart) -> bool:
    """Whether the addresses of a figure draw it as the page does: else it cannot be passed on by them."""
    registered = FIGURES.get(chart.key)
    return registered is not None and registered(view).text == chart.text


def html(view: View, chart: Chart, here: str) -> Markup:
    """Return the ways to pass a figure on; ``here`` is the address of a page at the place where it shows the figure."""
    words, picture = view.words, _address(view, f"v1/figures/{chart.key}.png", scale="2")
    link = Markup('<a href="{}" data-act="{}" data-figure="{}" data-done="{}">{}</a>')
    done = words("share.copied")
    acts = (("copy", here, done), ("picture", picture, done), ("send", here, ""), ("fill", here, ""))
    links = (link.format(to, act, chart.key, told, words(f"share.{act}")) for act, to, told in acts)
    return Markup(
        '<div class="share"><p class="subtitle">{} <span role="status"></span></p><p class="files">{}</p>{}</div>'
    ).format(words("share.label"), Markup(" ").join(links), _embedding(view, chart))


def _embedding(view: View, chart: Chart) -> Markup:
    words, place = view.words, _address(view, f"embed/{chart.key}")
    own = settings.own_address() or words("api.address")
    code = Markup('<iframe src="{}" title="{}" width="100%" height="{}" style="border: 0" loading="lazy"></iframe>')
    return Markup(
        '<details class="code"><summary>{}</summary><p><a href="{}">{}</a></p>'
        '<textarea readonly rows="4" aria-label="{}">{}</textarea></details>'
    ).format(
        words("share.embed"), place, words("share.embed.open"), words("share.embed"),
        str(code.format(own + place.removeprefix("."), chart.text.headline, HEIGHT)),
    )  # fmt: skip


def _address(view: View, path: str, **more: str) -> str:
    """Return the address of a figure by itself, from any page."""
    return address(f"./{path}", imprint.parameters(view, **more), safe=",")
