"""Show a chart as every page does: the headline, what is measured, the chart, its source, its table."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from charts.chart import Chart, drawn_once
from charts.plots import MapPlot, Matrix
from data.view import View
from pages.parts import address, figure_menu, links, ui
from pages.parts.page import Figure, drawn, title
from render import legend, phone, plotly, screen, table

# Every click counts as one: what Plotly takes for the second of two, it takes for "select nothing", and what it then
# believes to be selected is no longer what the server was told, so that a later click says nothing new and is lost.
CONFIG = {"displayModeBar": False, "responsive": True, "doubleClickDelay": 0}

# What it shows is drawn by the dashboard itself; every text in it is escaped.
_on_phone = st.components.v2.component(
    "on_phone",
    html='<div class="on-phone" role="img"></div>',
    js="""export default function ({ parentElement, data }) {
      const place = parentElement.querySelector(".on-phone");
      place.innerHTML = data.drawing;
      place.setAttribute("aria-label", data.alt);
    }""",
    isolate_styles=False,
)


def show(view: View, block: Figure) -> None:
    """Show a chart. Its drawing is the same whatever is selected by a click on it, but for what stands out.

    That is a rule of style: a choice neither sends nor draws the chart again.
    """
    chart = block.build(view)
    heading = title(block, chart, view)
    if heading is None:
        return
    bare = drawn(block, chart, view)
    chosen = {name: getattr(view.selection, name) for name in chart.plot.selects}
    places = f":is(.st-key-{chart.key}, .st-key-phone_{chart.key})"
    show_chart(chart, view, heading, bare, screen.emphasis(bare, chosen, places))


def show_chart(chart: Chart, view: View, heading: str, drawn: Chart | None = None, rules: Sequence[str] = ()) -> None:
    """Show a chart with its words, its sources led to from a view. The element key is the chart's own key.

    A click on a mark, or Enter on one that arrow keys stepped to, selects what the chart says; the same choices are in
    the lists above every page. ``drawn`` is what is drawn where the chart's own drawing is made of that and of some
    ``rules`` of style.
    """
    words, key, text, selects = view.words, chart.key, chart.text, chart.plot.selects
    _style(drawn or chart, rules)
    with st.container(key=f"figure_{key}"):  # what stays together on paper
        if heading:
            ui.heading(heading, key)
        if chart.is_empty:
            return
        ui.paragraph("subtitle", text.subtitle)
        with st.container(key=f"shape_{key}"):
            st.plotly_chart(
                plotly.figure(drawn or chart),
                key=key,
                config=CONFIG,
                alt=text.alt,
                height="stretch" if chart.plot.aspect else "content",
                on_select=(lambda: _clicked(key, selects)) if selects else "ignore",
                selection_mode="points",
            )
        if small := phone.svg(drawn or chart):  # in its place there
            with st.container(key=f"phone_{key}"):
                _on_phone(key=f"drawn_{key}", data={"drawing": small, "alt": text.alt})
        if marks := screen.told(drawn or chart):
            st.html(Markup('<div class="told" hidden{}></div>').format(marks))
        if isinstance(chart.plot, MapPlot) and selects == ("regency",):
            ui.labels({n: label.code for n, label in enumerate(plotly.labels(chart.plot)) if label.code})
        if isinstance(chart.plot, MapPlot) and chart.plot.listed:
            st.html(legend.listed(chart.plot, view.selection.regency, lambda code: f"?regency={code}"))
        if isinstance(chart.plot, MapPlot) and (key_of_map := legend.html(chart.plot)):
            st.html(key_of_map)
        source = f"{words('source.label')} {text.sources}"
        ui.paragraph("source", links.of_sources(view, source))
    with st.container(key=f"below_{key}", horizontal=True, gap="small"):
        if chart.table.columns:
            with st.expander(words("table.show"), key=f"table_{key}"):
                st.html(table.of_chart(chart, address.sorted_table(key, chart.table)))
        with st.container(width="content"):
            figure_menu.menu(chart, words)


def _clicked(key: str, selects: Sequence[str]) -> None:
    """Select what was clicked; a click on what is selected already takes the selection back."""
    points = [p["customdata"] for p in st.session_state[key]["selection"]["points"] if p.get("customdata")]
    # The browser counts clicks by itself: the second on the same point comes without it.
    last = f"clicked_{key}"
    data = points[0] if points else st.session_state.get(last)
    if not data:
        return
    st.session_state[last] = data
    codes = data if isinstance(data, list) else [data]
    chosen = dict(zip(selects, map(str, codes), strict=False))
    again = all(st.session_state.get(name) == code for name, code in chosen.items())
    for name, code in chosen.items():
        address.select(name, "" if again else code)


def _style(chart: Chart, more: Sequence[str]) -> None:
    """Give a chart its shape at any width, each width the labels that are meant for it, and ``more`` rules."""
    if rules := [*_own_rules(chart), *more]:
        st.html(f"<style>{' '.join(rules)}</style>")


@drawn_once
def _own_rules(chart: Chart) -> list[str]:
    rules = screen.label_rules(chart, f".st-key-{chart.key}")
    if isinstance(chart.plot, Matrix):  # its rules ask how wide it is
        rules.append(f".st-key-shape_{chart.key} {{ container-type: inline-size; }}")
    if chart.plot.aspect:
        rules.append(f".st-key-shape_{chart.key} {{ aspect-ratio: {chart.plot.aspect:.4f}; }}")
    return rules
