"""Who ends these tests by a signal leaves no machine, no mount and no folder behind either."""

import signal

signal.signal(signal.SIGTERM, signal.default_int_handler)
