"""Textbook regressions, for the methods page and for checking: what E* is compared with, not what decides.

rates: Poisson, quasi-Poisson, negative binomial, exact conditional ratio.
linear: least squares with classical, Newey–West and cluster-robust errors; Prais–Winsten; AR(1) by
likelihood.
"""
