"""How often each method is wrong, measured on simulated series whose truth is known.

generate: the process. naive: what dashboards and textbooks would say. grid, starts, offices, surveys,
charts: the studies, each a list of cells and a function that measures one cell. `python -m bench.calibration`
runs them, one line per cell into results.csv, and takes up where it stopped.
"""
