"""How light and fast the dashboard is, against bare Streamlit pages measured in the same run."""
