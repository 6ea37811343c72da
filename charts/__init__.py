"""The figures: pure functions, a view in, a ``charts.chart.Chart`` out, which ``render/`` draws."""
