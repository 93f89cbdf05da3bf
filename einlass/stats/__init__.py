"""Pure functions: series in, estimate out. Knows neither Streamlit nor Plotly nor DuckDB."""
