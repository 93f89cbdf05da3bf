#!/usr/bin/env bash
# Streamlit 1.67.0 (PyPI): a slider with two ends whose range comes from st.session_state gives back one end.
#
# Expected: a widget that is drawn with two ends from the state under its key hands two ends to its callback and to the
#   script, as st.slider does; the documentation offers the state under the key as the way to set a widget.
# Seen: st.select_slider draws both ends (16.5 and 19.5), but after the reader moves them to 15.5 and 18.5 the script gets
#   15.5 alone, a number; the upper end is gone without a message. With value=(…) given as well, or with st.slider,
#   both come back.
# Who is hurt: pages whose address or saved view sets a range (a rate from 16.50 to 19.50 euros, a period): after the
#   first move the lowest is the highest, too, and a cost "from … to …" becomes one number that looks exact.
# What to do: also pass value=(low, high), or two widgets; check that what comes back is a pair.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check streamlit==1.67.0
cd "$dir"
cat >run.py <<'PY'
import logging

logging.disable(logging.CRITICAL)
from streamlit.testing.v1 import AppTest  # noqa: E402


def page(kind, given):
    import streamlit as st

    steps = [15.5, 16.5, 17.5, 18.5, 19.5]
    if "rate" not in st.session_state:
        st.session_state.rate = (16.5, 19.5)
    extra = {"value": (15.5, 19.5)} if given else {}
    if kind == "select_slider":
        rate = st.select_slider("rate", steps, key="rate", **extra)
    else:
        rate = st.slider("rate", 15.5, 19.5, step=1.0, key="rate", **extra)
    st.text(repr(rate))


def moved(kind, given):
    app = AppTest.from_function(page, args=(kind, given)).run()
    drawn = app.text[0].value
    widget = getattr(app, kind)[0]
    widget.set_range(15.5, 18.5).run()
    return drawn, app.text[0].value


for kind in ("select_slider", "slider"):
    for given in (False, True):
        drawn, after = moved(kind, given)
        print(kind, "value given" if given else "from the state alone", "| drawn", drawn, "| moved to (15.5, 18.5):", after)
        is_lost = kind == "select_slider" and not given
        assert drawn == "(16.5, 19.5)"
        assert after == ("15.5" if is_lost else "(15.5, 18.5)")
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
