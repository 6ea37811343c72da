"""The floor: a bare page with one bar chart, and one choice that changes it."""

import plotly.graph_objects as go
import streamlit as st

number = st.selectbox("number", [1, 2, 3])
st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=[number, 2, 3])), key="chart")
