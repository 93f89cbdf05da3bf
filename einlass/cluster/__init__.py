"""The only door to Spark: figures of many cities, made by the query files as they stand.

plan    which months of which facts would be made again, and how long that takes; nothing is changed, no Spark needed
build   tables of each city as Parquet (DuckDB), facts of them (Spark)
fetch   tables and facts of a city as a data folder that the app serves
"""

from einlass.cluster.build import build
from einlass.cluster.fetch import Fetched, fetch
from einlass.cluster.plan import CityPlan, Plan, plan
from einlass.cluster.spark import read, run, session

__all__ = ["CityPlan", "Fetched", "Plan", "build", "fetch", "plan", "read", "run", "session"]
