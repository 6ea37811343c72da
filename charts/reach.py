"""What is still to do: the people of the regencies not reached, and what an equal reach would take."""

import pandas as pd
import plotly.graph_objects as go

from charts import style
from charts.bars import Bar, bars
from charts.words import names_by_code, round_phrase, source_line
from data import indicators
from data.selection import ALL_ROUNDS, Selection
from data.tables import Tables
from locales import Words

UNREACHED_KEY = "unreached"
LEVEL_KEY = "to_level"


@style.kept
def unreached_people(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw the population of each regency that the selected rounds did not reach, the largest on top."""
    rounds = selection.only_round()
    rows = tables["regencies"]
    took_part = rounds.of(tables["participation"]).regency
    others = rows[~rows.code.isin(took_part)].sort_values(["population", "code"], ascending=[False, True])
    phrase = round_phrase(tables, words, rounds)
    listed = [(str(r["name"]), words.number(r.population)) for _, r in others.iterrows()]
    people = words.number(others.population.sum())
    about = style.About(
        UNREACHED_KEY,
        words.count("unreached.finding", len(others), people=people, rounds=phrase)
        if listed
        else words("overview.not_reached.none"),
        words("unreached.subtitle", rounds=phrase),
        words("unreached.alt", rounds=phrase, listed=words.join(f"{n} {p}" for n, p in listed) or words("missing")),
        source_line(words, tables, [indicators.measure(tables, "population")]),
        ((words("table.regency"), words("measure.population")), *listed),
    )
    drawn = [
        Bar(code, name, int(n), f"<b>{words.number(n)}</b>", selection.regency in ("", code))
        for code, name, n in zip(others.code, others["name"], others.population, strict=True)
    ]
    return bars(drawn, about, words("measure.population"))


@style.kept
def participants_to_level(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw how many more participants each regency needs to be where the best reached one is: arithmetic."""
    everything = Selection(ALL_ROUNDS)
    gap = indicators.in_whole_people(indicators.participants_to_level(tables))
    names = names_by_code(tables)
    rates = indicators.participants_per_100k(tables, everything)
    best = indicators.leaders(rates.value)
    known = gap.value.dropna().sort_values(ascending=False, kind="stable")
    listed = [(str(c), names[str(c)], int(n)) for c, n in known.items()]
    level = words.number(rates.value.max() if best else None, 1)
    who = words.join(style.plain(names[c]) for c in best)
    about = style.About(
        LEVEL_KEY,
        _finding(tables, words, known, who) if best else words("participants.finding.none"),
        words("level.subtitle", level=level, who=who or words("missing")),
        words("level.alt", listed=words.join(f"{n} {words.number(k)}" for _, n, k in listed) or words("missing")),
        source_line(words, tables, [gap]),
        ((words("table.regency"), words("indicator.participants_to_level")),
         *((name, words.number(n)) for _, name, n in listed)),
    )  # fmt: skip
    drawn = [Bar(c, n, k, f"<b>{words.number(k)}</b>", selection.regency in ("", c)) for c, n, k in listed]
    return bars(drawn, about, words("indicator.participants_to_level"))


def _finding(tables: Tables, words: Words, known: pd.Series, who: str) -> str:
    more = float(known.sum())
    rounds = indicators.participants_by_round(tables, Selection(ALL_ROUNDS)).value
    return words(
        "level.finding",
        who=who,
        more=words.number(more),
        times=words.number(more / float(rounds.mean()), 1),
    )
