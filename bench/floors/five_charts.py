"""What the overview must at least cost: a bare page with five bar charts, and one choice that changes three of them."""

import plotly.graph_objects as go
import streamlit as st

number = st.selectbox("number", [1, 2, 3])
for n in range(5):
    heights = [number if n < 3 else 1, 2, 3]
    st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=heights)), key=f"chart{n}", on_select="rerun")
