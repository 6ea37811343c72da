"""What a comparison shows where the reader leaves it open, and its form in the address bar."""

from collections.abc import Mapping

from data import observations
from data.observations import Definition
from data.parameters import COMPARISON
from data.province import PROVINCE
from data.selection import Comparison
from data.tables import BrokenTableError, Tables

# With which indicator one is compared, unless the reader says with which: the first that has the same areas.
PARTNERS = ("participants_per_100k", "poverty_rate", "imk_workers_per_establishment", "imk_output_per_establishment")
EAST = (PROVINCE.code, *PROVINCE.neighbours)  # what small panels show first
MOST_AREAS = 12
FEWEST = 3  # areas that two indicators need in common to be set against each other


def offered(tables: Tables) -> dict[str, Definition]:
    """Return the indicators that can be chosen: those of which the tables know anything, and broken ones."""
    return {key: one for key, one in observations.definitions(tables).items() if _has_values(tables, key)}


def _has_values(tables: Tables, key: str) -> bool:
    try:
        return bool(observations.periods(tables, key))
    except BrokenTableError:
        return True  # it is offered, and says what is wrong with it


def indicator(tables: Tables, chosen: Comparison) -> Definition:
    """Return the chosen indicator, or else the first."""
    every = offered(tables)
    return every.get(chosen.indicator) or next(iter(every.values()))


def period(tables: Tables, chosen: Comparison) -> str:
    """Return the chosen period of the indicator, or else its latest; "" where it has none."""
    known = periods(tables, indicator(tables, chosen).key)
    return chosen.period if chosen.period in known else known[-1] if known else ""


def partners(tables: Tables, key: str) -> list[str]:
    """Return the indicators that an indicator can be set against: of the same areas, enough of them in common.

    Small industry by different concepts (IKM, IMK, UMKM) is never set against each other.
    """
    mine = observations.definitions(tables)[key]
    return [
        other
        for other, definition in offered(tables).items()
        if other != key
        and definition.level == mine.level
        and not observations.are_mixed(mine, definition)
        and len(in_common(tables, key, other)) >= FEWEST
    ]


def in_common(tables: Tables, one: str, other: str) -> list[str]:
    """Return the areas of which two indicators are known, each in any period; none if one of them is broken."""
    try:
        known = [observations.areas_with_values(tables, key) for key in (one, other)]
    except BrokenTableError:
        return []
    level = observations.areas_of(tables, observations.definitions(tables)[one].level).area
    return [area for area in level if area in known[0] & known[1]]


def against(tables: Tables, chosen: Comparison) -> str:
    """Return the second indicator, or else the first of ``PARTNERS`` that fits; "" where none does."""
    fitting = partners(tables, indicator(tables, chosen).key)
    if chosen.against in fitting:
        return chosen.against
    return next((key for key in (*PARTNERS, *fitting) if key in fitting), "")


def areas(tables: Tables, chosen: Comparison) -> tuple[str, ...]:
    """Return the areas whose years stand side by side: the chosen ones beside Maluku, or else all regencies."""
    definition = indicator(tables, chosen)
    level = list(observations.areas_of(tables, definition.level).area)
    wanted = [code for code in chosen.areas if code in level]
    if wanted:
        return tuple(dict.fromkeys([*([PROVINCE.code] if PROVINCE.code in level else []), *wanted]))[:MOST_AREAS]
    return tuple(level if len(level) <= MOST_AREAS else [code for code in EAST if code in level])


def from_address(parameters: Mapping[str, str], tables: Tables) -> tuple[Comparison, list[str]]:
    """Read a comparison from address parameters; also return the names of those whose value is unknown."""
    asked = {name: parameters.get(name, "") for name in COMPARISON}
    if not any(asked.values()):
        return Comparison(), []
    unknown = [] if asked["indicator"] in ("", *offered(tables)) else ["indicator"]
    wanted = Comparison("" if unknown else asked["indicator"])
    key = indicator(tables, wanted).key
    level = set(observations.areas_of(tables, observations.definitions(tables)[key].level).area)
    codes = tuple(dict.fromkeys(code for code in asked["areas"].split(",") if code))
    known = {
        "period": asked["period"] in ("", *periods(tables, key)),
        "against": asked["against"] in ("", *partners(tables, key)),
        "areas": set(codes) <= level and len(codes) <= MOST_AREAS,
    }
    unknown += [name for name, is_known in known.items() if not is_known]
    kept = {name: "" if name in unknown else asked[name] for name in COMPARISON}
    areas_kept = () if "areas" in unknown else codes
    return Comparison(kept["indicator"], kept["period"], kept["against"], areas_kept), unknown


def periods(tables: Tables, key: str) -> tuple[str, ...]:
    """Return the periods that can be chosen, in order of time; none of a broken indicator, or of one that is none."""
    try:
        return observations.periods(tables, key)
    except (BrokenTableError, KeyError):
        return ()


def to_address(chosen: Comparison) -> dict[str, str]:
    """Return the parameters that bring the comparison back; what is left open needs none."""
    parameters = {
        "indicator": chosen.indicator, "period": chosen.period, "against": chosen.against,
        "areas": ",".join(chosen.areas),
    }  # fmt: skip
    return {name: value for name, value in parameters.items() if value}
