"""A page's controls as HTML: links and forms that ask the page's own address with another parameter.

They work without a script; with one (``serving/choices.js``) a choice takes effect at once, without a button.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from markupsafe import Markup

from charts.table import Column, Table
from charts.words import group_names, regency_choices, round_choice
from data import comparison
from data.parameters import SELECTION, address, of_language
from data.selection import Selection, default_round, group_codes, regency_codes, round_codes, to_address
from data.view import View
from pages import path_of
from pages.parts import sorting
from pages.parts.address import SIDE_BY_SIDE
from pages.parts.page import (
    AddressChoice,
    AddressControls,
    Amount,
    Choice,
    Control,
    Controls,
    Search,
    Sort,
    Switch,
    text,
)
from render.table import Sorting

type Columns = dict[str, Sequence[Column]]  # of tables, by their keys

FIRST_OF_COMPARISON = "indicator"  # with another one, what was chosen for the one before goes


@dataclass(frozen=True)
class Place:
    """Where a page is: its key, what it shows, and the values of its own controls that are not those without a reader.

    ``asked`` are address parameters, named as the controls' keys; ``ignored`` are those whose value is none of theirs.
    ``drawn`` is filled while the page is.
    """

    page: str
    view: View
    asked: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[tuple[str, str], ...] = ()
    drawn: Columns = field(default_factory=dict, compare=False)  # of the tables that can be sorted

    @property
    def selected(self) -> dict[str, str]:
        """The parameters of what is selected."""
        return to_address(self.view.selection, self.view.tables)

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of all that this page's address says, but for the language."""
        return {**self.selected, **comparison.to_address(self.view.comparison), **self.asked}

    def here(self, **changed: str) -> str:
        """Return the address of this page with other parameters; an empty one goes."""
        return self.address(self.page, {**self.parameters, **changed})

    def of(self, selection: Selection) -> str:
        """Return the address of this page for another selection."""
        return self.here(**{**dict.fromkeys(SELECTION, ""), **to_address(selection, self.view.tables)})

    def sorting(self, table: str, drawn: Table, anchor: str = "") -> Sorting:
        """Return how a table of this page is sorted, and where each of its heads leads: to another order of it."""
        self.drawn[table] = drawn.columns
        place = anchor or self.table_name(table)
        return sorting.of(
            self.asked.get(sorting.KEY, ""), table, lambda asked: f"{self.here(**{sorting.KEY: asked})}#{place}"
        )

    def unsorted(self) -> "Place":
        """Return this page with its tables as they are without a reader."""
        asked = {name: value for name, value in self.asked.items() if name != sorting.KEY}
        return replace(self, asked=asked, drawn={})

    def settled(self, columns: Columns) -> "Place":
        """Return this page without an order by what no table has, if those have these columns; it tells of that."""
        orders = self.asked.get(sorting.KEY, "")
        if not (wrong := sorting.wrong(orders, columns)):
            return self
        left = {**self.asked, sorting.KEY: sorting.written({**sorting.read(orders), **dict.fromkeys(wrong, "")})}
        asked = {name: value for name, value in left.items() if value}
        return replace(self, asked=asked, drawn={}, ignored=(*self.ignored, (sorting.KEY, sorting.written(wrong))))

    @staticmethod
    def table_name(table: str) -> str:
        """Return the name of a table's place on the page."""
        return f"{sorting.KEY}-{table}"

    def address(self, path: str, parameters: Mapping[str, str]) -> str:
        """Return an address in the reader's language, relative to where the dashboard is."""
        return address(f"./{path_of(path)}", {**of_language(self.view.words), **parameters})


def read(asked: Mapping[str, str], controls: Iterable[Control | Sort], view: View) -> dict[str, str]:
    """Return those of the parameters that set a control to something else than it has without a reader."""
    values = ((one.key, one.read(view, asked.get(one.key, "")), one.default(view)) for one in controls)
    return {key: written(value) for key, value, usual in values if value != usual}


def written(value: str | int | bool) -> str:
    """Return a control's value as the address has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def filters(place: Place) -> Markup:
    """Return the lists of regencies and groups that stand above every page, and of rounds where those are many."""
    view, selection = place.view, place.view.selection
    names, groups = regency_choices(view), group_names(view)
    rounds = [] if are_side_by_side(view) else [_rounds(view)]
    lists = [
        *rounds,
        _list("regency", view.words("control.regency"), ["", *regency_codes(view.tables)], (selection.regency,),
              lambda code: names[code] if code else view.words("control.regency.all")),
        _list("group", view.words("control.group"), ["", *group_codes(view.tables)], (selection.group,),
              lambda code: groups[code] if code else view.words("control.group.all")),
    ]  # fmt: skip
    return form(place, ("round",) * len(rounds) + ("regency", "group"), "selects", Markup("").join(lists))


def are_side_by_side(view: View) -> bool:
    """Whether there are so few rounds that all of them stand beside each other."""
    return len(round_codes(view.tables)) <= SIDE_BY_SIDE


def _rounds(view: View) -> Markup:
    usual, words = default_round(view.tables), view.words
    codes = {"" if code == usual else code: code for code in round_codes(view.tables)}
    shown = "" if view.selection.round == usual else view.selection.round
    return _list(
        "round", words("control.round"), list(codes), (shown,),
        lambda option: round_choice(view, codes[option]),
    )  # fmt: skip


def of_block(place: Place, block: Controls, values: Sequence[object]) -> Markup:
    """Return a block's controls with their values, in one form."""
    shown = [_control(control, value, place.view) for control, value in zip(block.controls, values, strict=True)]
    return form(place, [control.key for control in block.controls], "controls", Markup("").join(shown))


def of_search(place: Place, box: Search, value: str) -> Markup:
    """Return the field that searches a table, in a form of its own."""
    return form(place, [box.key], "controls", _control(box, value, place.view))


def of_address(place: Place, block: AddressControls) -> Markup:
    """Return lists whose choices are what the page compares."""
    offered = [(control, control.options(place.view)) for control in block.controls]
    shown = [_address_choice(control, options, place.view) for control, options in offered if options]
    return form(place, [control.key for control, options in offered if options], "controls", Markup("").join(shown))


def form(place: Place, names: Sequence[str], kind: str, inner: Markup) -> Markup:
    """Return a form that asks this page's address with other values of the parameters of these names.

    What it shows is what the address says: browsers that go back fill in nothing of their own.
    """
    words, anchor = place.view.words, f"by-{names[0]}"
    kept = {**of_language(words), **{key: value for key, value in place.parameters.items() if key not in names}}
    hidden = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup(
        '<form id="{}" class="{}" action="{}#{}" autocomplete="off">{}{}<button class="apply">{}</button></form>'
    ).format(
        anchor, kind, place.address(place.page, {}).partition("?")[0], anchor,
        Markup("").join(hidden.format(*one) for one in kept.items()), inner, words("control.apply"),
    )  # fmt: skip


def _control(control: Control, value: object, view: View) -> Markup:
    label = text(control.label, view)
    match control:
        case Choice():
            chosen = _list(
                control.key, "", control.options(view), (str(value),),
                lambda option: control.option_text(view, option), control.is_disabled(view),
            )  # fmt: skip
            return _labelled(label, chosen)
        case Search():
            return _labelled(label, Markup('<input type="search" name="{}" value="{}">').format(control.key, value))
        case Amount():
            number = Markup('<input type="number" name="{}" value="{}" min="{}" max="{}" step="1" required>')
            return _labelled(label, number.format(control.key, value, control.least, control.most))
        case Switch():
            box = Markup('<label class="switch"><input type="checkbox" name="{}" value="true"{}> {}</label>')
            return box.format(control.key, Markup(" checked") if value else "", label)
        case _:
            assert_never(control)


def _address_choice(control: AddressChoice, options: Sequence[str], view: View) -> Markup:
    chosen = control.chosen(view)
    shown = _list(
        control.key, "", options, (chosen,) if isinstance(chosen, str) else chosen,
        lambda option: control.option_text(view, option), several=not isinstance(chosen, str),
    )  # fmt: skip
    return _labelled(text(control.label, view), shown)


def _labelled(label: str, control: Markup) -> Markup:
    return Markup("<label><span>{}</span>{}</label>").format(label, control)


def _list(
    name: str, label: str, options: Sequence[str], chosen: Sequence[str], option_text: Callable[[str], str],
    is_disabled: bool = False, several: bool = False,
) -> Markup:  # fmt: skip
    option = Markup('<option value="{}"{}>{}</option>')
    items = (option.format(o, Markup(" selected") if o in chosen else "", option_text(o)) for o in options)
    states = {
        "aria-label": label, "disabled": is_disabled, "multiple": several, "data-alone": name == FIRST_OF_COMPARISON,
    }  # fmt: skip
    attributes = Markup("").join(
        Markup(' {}="{}"').format(state, value) if isinstance(value, str) else Markup(" {}").format(state)
        for state, value in states.items()
        if value
    )
    return Markup('<select name="{}"{}>{}</select>').format(name, attributes, Markup("").join(items))
