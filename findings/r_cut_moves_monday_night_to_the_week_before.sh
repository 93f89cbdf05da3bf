#!/usr/bin/env bash
# R 4.2.2 (base, Debian 12): cut() by day or week moves the first hour of every summer day to the day, and of every Monday to the week, before.
#
# Expected: cut(times, "week") and cut(times, "day") group local times by the weeks and days of their calendar, as "month" does.
# Seen: the bounds go in steps of 86,400 seconds from the first incident on. Where the log begins in winter each summer day lasts
#   from 1:00 to 1:00: Monday, 1 July, 0:30 is in the week of 24 June and the day of 30 June; where it begins in summer each winter
#   day starts at 23:00 of the day before. "month" is right; with incidents of one season only all is right, and so is a clock in UTC.
#   The labels tell it ("2019-06-24 01:00:00"), no message does. Of 100 incidents at 0:30 and 23:30 of the
#   50 days from 6 March on 24 are a day off. "DSTday" is right and documented as another unit; for weeks there is none.
# Who is hurt: incidents per day and week before and after, of all those that happen at night: Saturday's midnight is Friday's.
# What to do: as.Date(times, tz = "Europe/Berlin") first, and cut that.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" \
	libblas3 liblapack3 libgfortran5 libpaper1 >/dev/null 2>&1 || {
	echo "this version of the package is not to be had"
	exit 2
}
for deb in *.deb; do dpkg-deb -x "$deb" root; done
rm -rf root/usr/lib/R/etc
mkdir root/usr/lib/R/etc
printf 'EDITOR=vi\nPAGER=cat\n' >root/usr/lib/R/etc/Renviron
libs=$dir/root/usr/lib/x86_64-linux-gnu
cat >run.R <<'R'
night <- function(text) as.POSIXct(text, tz = "Europe/Berlin")
log <- night(c("2019-01-07 09:00", "2019-03-25 00:30", "2019-07-01 00:30", "2019-07-01 01:30"))
seen <- data.frame(time = format(log, "%a %d.%m. %H:%M"), week = cut(log, "week"), day = cut(log, "day"), month = cut(log, "month"))
print(seen)
summer <- night(c("2019-07-01 09:00", "2019-11-03 22:30", "2019-11-03 23:30"))
from_summer <- cut(summer, "week")
print(data.frame(time = format(summer, "%a %d.%m. %H:%M"), week = from_summer))
days <- seq(as.Date("2019-03-06"), by = "day", length.out = 50)
nights <- night(c(paste(days, "00:30"), paste(days, "23:30")))
off <- sum(as.Date(as.character(cut(nights, "day"))) != as.Date(nights, tz = "Europe/Berlin"))
dst <- sum(as.Date(as.character(cut(nights, "DSTday"))) != as.Date(nights, tz = "Europe/Berlin"))
cat("of 100 incidents at 0:30 and 23:30 on another day:", off, "by day,", dst, "by DSTday\n")
stopifnot(
  as.character(seen$week) == c("2019-01-07 00:00:00", "2019-03-25 00:00:00", "2019-06-24 01:00:00", "2019-07-01 01:00:00"),
  as.character(seen$day)[3] == "2019-06-30 01:00:00", as.character(seen$month)[3] == "2019-07-01",
  as.character(from_summer)[2:3] == c("2019-10-27 23:00:00", "2019-11-03 23:00:00"), off == 24, dst == 0
)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
