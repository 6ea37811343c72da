"""How a chart is drawn: the only readers of ``charts.chart.Chart``, one file an outlet.

``plotly`` draws it for the screen, ``image`` makes SVG and PNG of that, ``screen`` holds the rules of style by which a
page lights its marks and chooses its labels, ``table`` writes its numbers as HTML and CSV, ``pptx`` and ``xlsx`` draw
it natively. Each escapes the plain texts of a chart as its format asks.
"""
