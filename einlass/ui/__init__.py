"""The only door to Streamlit beside `app.py` and `pages/`: front door, menu, view state, parts of pages."""
