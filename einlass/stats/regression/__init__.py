"""Textbook regressions, for the methods page and for checking: what E* is compared with, not what decides.

rates: Poisson, quasi-Poisson, negative binomial.
logit: logit and quasi-logit models of shares.   irls: how R fits them.
exact: exact tests of a Poisson rate, the ratio of two, a binomial share.
linear: least squares with classical, Newey–West and cluster-robust errors; Prais–Winsten; AR(1) by
likelihood.
"""
