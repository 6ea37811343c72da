"""What leaves the dashboard: files made from figures. Usable without Streamlit and without a browser."""
