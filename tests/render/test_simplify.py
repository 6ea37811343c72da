"""Outlines without the points that nobody sees, and a phone's map that is packed beside the whole one."""

import re
from dataclasses import replace

import numpy as np
import pytest
import shapely

from charts.figures import FIGURES
from charts.plots import MapPlot
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from locales import Words
from render import image, phone
from render.plotly import Form
from render.simplify import SEEN, simplified

WIDE = Form(paper=False)


@pytest.mark.parametrize("key", ["map", "rates_map"])
def test_an_outline_runs_nowhere_further_aside_than_is_seen(key: str) -> None:
    plot = FIGURES[key](View(load(PACKAGED), Selection("2022"), Words("id"))).plot
    assert isinstance(plot, MapPlot)
    thinned = simplified(plot, phone.LAPTOP)
    most = SEEN * (plot.extent[2] - plot.extent[0]) / phone.LAPTOP
    assert sum(len(land.x) for land in thinned.lands) < 0.8 * sum(len(land.x) for land in plot.lands)
    for land, thinner in zip(plot.lands, thinned.lands, strict=True):
        for ring, less in zip(land.rings(), thinner.rings(), strict=True):
            assert {*map(tuple, less.tolist())} <= {*map(tuple, ring.tolist())}
            assert np.array_equal(ring[[0, -1]], less[[0, -1]])
            assert shapely.hausdorff_distance(shapely.LineString(ring), shapely.LineString(less), 0.2) <= most + 0.01


def test_a_phones_map_says_what_the_whole_one_says_already() -> None:
    chart = FIGURES["map"](View(load(PACKAGED), Selection("2022"), Words("id")))
    assert isinstance(chart.plot, MapPlot)
    chart = replace(chart, plot=simplified(chart.plot, phone.LAPTOP))
    whole = image.svg(chart, phone.LAPTOP, form=WIDE)
    outlines = re.findall(r'<path data-code[^>]* d="([^"]+)"', str(phone.svg(chart)))
    rings = [ring for outline in outlines for ring in outline.split("Z")[:-1]]
    assert len(rings) > 200
    assert [ring for ring in rings if ring not in whole] == []
