"""Signing in with the city's own provider (OpenID Connect), by Streamlit's own routes and cookie.

cookie   what the browser holds of somebody, and whether it still counts      start   what Streamlit is told at start
gate     every request is looked at here before Streamlit sees it             leaf    the pages of who is not in
"""
