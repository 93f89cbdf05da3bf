#!/usr/bin/env bash
# erlanglib 1.2.0, call-center-tools 1.0.0 (PyPI): in an hour with more visitors than the guards can check, the wait is less than nothing.
#
# Expected: with less staff than traffic the queue grows without end: an error, infinity, or at least what the probability 1 says.
# Seen: a check of 3 minutes; 200 visitors an hour are ten guards' work. With 12 guards the mean wait is 40 seconds; with 9 it is -256
#   in erlanglib, the probability to wait 1.42, the share served within 20 seconds -0.59; call-center-tools says -180 seconds with
#   probability 1. The fewer guards, the nearer to nothing: with 5 -159 and -36. A day of ten hours, three of them with twice the
#   visitors, has a mean wait of -7 or 22 seconds, a day without a rush of 40. Only with exactly ten guards erlanglib raises.
#   No message. Nothing upstream found.
# Who is hurt: roster plans by the hour: the hours in which the queue breaks down bring the mean wait of the day down.
# What to do: leave out, and name, every hour with staff <= visitors x minutes / 60 before any formula.
# Pinned: erlanglib==1.2.0, call-center-tools==1.0.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check erlanglib==1.2.0 call-center-tools==1.0.0
cd "$dir"
cat >run.py <<'PY'
import call_center_tools
import erlanglib

CHECK = 180  # seconds


def waits(visitors, guards):
    load = visitors * CHECK / 3600
    wait = erlanglib.erlang_c(guards, load)
    first = erlanglib.average_speed_of_answer(guards, load, wait, CHECK)
    share = erlanglib.service_level(guards, load, wait, 20, CHECK)
    second = call_center_tools.calc_staffing(visitors, CHECK, agents=guards)
    return [round(float(x), 2) for x in (first, wait, share, second.average_speed_of_answer, second.wait_probability)]


seen = {guards: waits(200, guards) for guards in (12, 11, 9, 8, 5)}
for guards, numbers in seen.items():
    print(f"200 visitors, {guards:2} guards: erlanglib wait {numbers[0]} s, probability {numbers[1]}, in time {numbers[2]};",
          f"call-center-tools wait {numbers[3]} s, probability {numbers[4]}")
# Ten hours, twelve guards: enough all day, or three hours with twice the visitors.
quiet, rush = waits(200, 12), waits(400, 12)
days = {name: [round((7 * quiet[i] + 3 * late[i]) / 10) for i in (0, 3)] for name, late in {"enough": quiet, "rush": rush}.items()}
print("mean wait of a day in seconds (erlanglib, call-center-tools):", days)
assert seen[12][0] == seen[12][3] == 40.44, seen
assert seen[9] == [-255.53, 1.42, -0.59, -180.0, 1.0] and seen[5][0] == -158.73 and seen[5][3] == -36.0, seen
assert days == {"enough": [40, 40], "rush": [-7, 22]}, days
PY
venv/bin/python -B -W error run.py || { echo "behaviour changed" && exit 1; }
