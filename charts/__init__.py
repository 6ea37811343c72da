"""The figures: pure functions, tables and selection in, ``plotly.graph_objects.Figure`` out."""
