"""Statistics: series in, estimate out. Imports nothing of ours but itself; no file, no clock, no screen.

series      what goes in and out: Series, Interval, Reason
counts      E* and E*pt: rate ratio of weekly counts     shift     circular-shift test, the second key
control     D*: share of a treated office's incidents    pooling   random effects, Holm
scores      L*: answers on a scale                       shares    Wilson on the effective n, Newcombe
amounts     difference of weekly means                   spc       control charts
verdict     the scale and its rules                      guards    guard rails with their numbers
power       what could be seen, what it would take       windows   which weeks count
regression  textbook methods, for checking              randomness  were days drawn at random
underneath: glm (Newton, profile limits), step (ratio with intervals), means, scale (the careful scale)
"""
