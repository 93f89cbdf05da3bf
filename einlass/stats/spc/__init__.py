"""Control charts: they show unusual weeks and never give a verdict.

xmr: individuals and moving ranges with the NHS "Making Data Count" rules, for amounts and scores.
counts: negative binomial probability limits for weekly events.
alternatives: p′, u′, g and t, with their measured error rates on the methods page.
textbook: plain p, np, c and u; subgroups: plain x̄, R and S. Only to compare with, and for published cases.
"""
