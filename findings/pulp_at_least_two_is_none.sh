#!/usr/bin/env bash
# PuLP 3.3.2, mip 2.0.0 (PyPI): of "at least two and at most three on duty" only "at most three" is in the roster.
#
# Expected: 2 <= on_duty <= 3 is both bounds, as Python reads it for numbers, or an error, as in cvxpy and Pyomo.
# Seen: Python asks whether the first half is true, takes the yes of any expression, and hands over the second half. A week of four
#   guards with wishes, two to three a day: status Optimal, one guard on Wednesday, none on Sunday; with the bounds one by one two
#   each. "(a) and (b)" loses its first half in the same way. mip does it, too. And what PuLP stopped at its time limit has
#   status "Optimal" as well (sol_status tells, documented). No message. Upstream: PuLP issue 83, open since 2015;
#   or-tools had it (issue 1441).
# Who is hurt: rosters made with a solver: days below the least staffing, "proved optimal", and fewer planned hours than the rule.
# What to do: two constraints, or bounds on a variable; count the constraints, check the finished roster against the rule.
# Pinned: PuLP==3.3.2, mip==2.0.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check PuLP==3.3.2 mip==2.0.0
cd "$dir"
cat >run.py <<'PY'
import random

import mip
import pulp

DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
WISHES = {"A": "Mon Tue Fri", "B": "Mon Thu Fri", "C": "Tue Wed Thu Sat", "D": "Mon Tue Thu Fri Sat"}


def roster(rule):
    problem = pulp.LpProblem("week", pulp.LpMinimize)
    works = {(name, day): pulp.LpVariable(f"{name}_{day}", cat="Binary") for name in WISHES for day in DAYS}
    problem += pulp.lpSum((-1 if day in WISHES[name].split() else 1) * works[name, day] for name, day in works)
    for day in DAYS:
        rule(problem, pulp.lpSum(works[name, day] for name in WISHES))
    problem.solve(pulp.PULP_CBC_CMD(msg=0))
    on_duty = [round(sum(works[name, day].value() for name in WISHES)) for day in DAYS]
    return pulp.LpStatus[problem.status], len(problem.constraints), on_duty


def chained(problem, on_duty):
    problem += 2 <= on_duty <= 3


def joined(problem, on_duty):
    problem += (on_duty >= 2) and (on_duty <= 3)


def one_by_one(problem, on_duty):
    problem += on_duty >= 2
    problem += on_duty <= 3


seen = {rule.__name__: roster(rule) for rule in (chained, joined, one_by_one)}
for name, (status, constraints, on_duty) in seen.items():
    print(f"{name:11} {status}, {constraints:2} constraints, on duty {dict(zip(DAYS, on_duty))}")

model = mip.Model()
model.verbose = 0
guards = [model.add_var(var_type=mip.BINARY) for _ in WISHES]
model.objective = mip.minimize(mip.xsum(guards))
model += 2 <= mip.xsum(guards) <= 3
model.optimize()
by_mip = round(sum(guard.x for guard in guards))
print("mip, fewest guards with 2 <= on duty <= 3:", by_mip)

# Far too hard for a second.
chance, hard = random.Random(1), pulp.LpProblem("hard", pulp.LpMinimize)
takes, off = [pulp.LpVariable(f"x{number}", cat="Binary") for number in range(40)], []
for row in range(5):
    weights, more, less = [chance.randint(1, 99) for _ in takes], pulp.LpVariable(f"more{row}", 0), pulp.LpVariable(f"less{row}", 0)
    hard += pulp.lpSum(weight * take for weight, take in zip(weights, takes)) + more - less == sum(weights) // 2
    off += [more, less]
hard += pulp.lpSum(off)
hard.solve(pulp.PULP_CBC_CMD(msg=0, timeLimit=1))
print("stopped after a second:", pulp.LpStatus[hard.status], "|", pulp.LpSolution[hard.sol_status])

assert seen["chained"] == seen["joined"] == ("Optimal", 7, [3, 3, 1, 3, 3, 2, 0]), seen
assert seen["one_by_one"] == ("Optimal", 14, [3, 3, 2, 3, 3, 2, 2]), seen
assert by_mip == 0
assert (pulp.LpStatus[hard.status], hard.sol_status) == ("Optimal", pulp.LpSolutionIntegerFeasible)
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
