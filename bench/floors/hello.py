"""The floor: a bare page."""

import streamlit as st

st.write("hello")
