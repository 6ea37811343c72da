"""Draw a page's description with Streamlit."""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import assert_never

import streamlit as st

from data.view import View
from exports.media_types import media_type
from exports.outlets import OUTLETS
from pages.parts import address, download_card, figure, links, nearest_selections, sorting, ui
from pages.parts.page import (
    AddressControls,
    Amount,
    Block,
    Choice,
    Columns,
    Content,
    Control,
    Controls,
    Depending,
    Download,
    Figure,
    Files,
    Folded,
    Heading,
    Headline,
    Listing,
    Live,
    Numbers,
    Page,
    Paragraph,
    Part,
    Search,
    Switch,
    TableBlock,
    text,
)
from pages.parts.problems import guarded

SEARCH_WIDTH = 416  # px, as the prerendered page has it


def show(page: Page) -> None:
    """Draw a page for the reader's view."""
    view = address.current_view()
    address.carried(sorting.KEY)
    if not page.covers_window:
        with guarded(view.words):
            _headline(page.headline, page.key, view)
    draw(page.blocks if page.covers_window else page.whole, view)


def draw(blocks: Iterable[Block], view: View) -> None:
    """Draw blocks; where one fails, a message takes its place."""
    for block in blocks:
        with guarded(view.words):
            _draw(block, view)


def _headline(headline: Headline, key: str, view: View) -> None:
    if headline.above:
        ui.paragraph("eyebrow", text(headline.above, view))
    ui.heading(text(headline.text, view), key, level=1)
    if headline.of_selection:
        nearest_selections.show(view)
    if headline.lead:
        ui.paragraph("lead", text(headline.lead, view))


def _draw(block: Block, view: View) -> None:
    match block:
        case Controls():
            place = st.container() if block.beneath else nullcontext()
            values = _values(block, view)
            with place:
                draw(block.blocks(view, *values), view)
        case Depending():
            draw(block.blocks(view), view)
        case Part():
            for one in block.blocks:
                _draw(one, view)
        case Folded():
            with st.expander(text(block.label, view), key=block.key):
                draw(block.blocks, view)
        case Columns():
            for place, column in zip(st.columns(block.widths, gap=block.gap), block.columns, strict=True):
                with place:
                    draw(column, view)
        case Live():
            block.draw(view)
        case _:
            _content(block, view)


def _content(block: Content, view: View) -> None:
    match block:
        case Heading():
            ui.heading(text(block.text, view), block.anchor)
        case Paragraph():
            shown = text(block.text, view)
            ui.paragraph(block.kind, links.of_sources(view, shown) if block.kind == "source" else shown)
        case Listing():
            ui.listing(block.items(view), block.kind)
        case Numbers():
            _numbers(block, view)
        case Figure():
            figure.show(view, block)
        case TableBlock():
            _table(block, view)
        case Download():
            _download(block, view)
        case Files():
            _files(view)
        case AddressControls():
            _address_controls(block, view)
        case _:
            assert_never(block)


def _address_controls(block: AddressControls, view: View) -> None:
    """Show lists side by side whose choices go into the address."""
    with st.container(key="address_controls"):
        for place, control in zip(st.columns(block.widths), block.controls, strict=True):
            options, chosen = control.options(view), control.chosen(view)
            if options:
                with place:
                    address.choice(
                        control.key, text(control.label, view), options, chosen,
                        lambda option, control=control: control.option_text(view, option),  # type: ignore[misc]
                        view.words("control.choose"),
                    )  # fmt: skip


def _files(view: View) -> None:
    for outlet in OUTLETS.values():
        download_card.show(view, outlet)


def _numbers(block: Numbers, view: View) -> None:
    with st.container(key="numbers", gap="small"):
        for compute in block.numbers:
            with guarded(view.words):
                number = compute(view)
                with st.container(gap=None):
                    st.metric(number.label, number.value, number.note, delta_color="off", delta_arrow="off")
                    st.html(links.origin(view, number))


def _table(block: TableBlock, view: View) -> None:
    table = block.table(view)
    if block.empty is not None and not table.height:
        ui.paragraph("empty", text(block.empty, view))
        return
    search = str(_control(block.search, view)) if block.has_search(table) else ""
    order = address.sorted_table(block.key, table) if block.key else None
    shown, caption = block.arranged(table, view, order.by if order else "", search)
    ui.table(shown, view.words, caption, order)


def _download(block: Download, view: View) -> None:
    name = block.file_name(view)
    st.download_button(
        text(block.label, view), block.content(view), file_name=name, mime=media_type(name), on_click="ignore"
    )


def _values(block: Controls, view: View) -> list[object]:
    """Show controls side by side and return their values."""
    if len(block.controls) == 1:
        return [_control(block.controls[0], view)]
    values = []
    for place, control in zip(st.columns(len(block.controls), gap=block.gap), block.controls, strict=True):
        with place:
            values.append(_control(control, view))
    return values


def _control(control: Control, view: View) -> object:
    label, key = text(control.label, view), control.key
    match control:
        case Choice():
            chosen, default = control.read(view, address.carried(key)), control.default(view)
            address.choice(
                key, label, control.options(view), chosen, lambda option: control.option_text(view, option),
                default=default, is_disabled=control.is_disabled(view),
            )  # fmt: skip
            return chosen
        case Switch():
            return st.toggle(label, key=key, bind="query-params")
        case Search():
            return st.text_input(label, key=key, live=True, bind="query-params", width=SEARCH_WIDTH) or ""
        case Amount():
            return st.number_input(
                label, control.least, control.most, control.usual, control.step, key=key, bind="query-params"
            )
        case _:
            assert_never(control)
