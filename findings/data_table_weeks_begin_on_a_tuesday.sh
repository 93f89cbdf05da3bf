#!/usr/bin/env bash
# data.table 1.14.8 (R, Debian 12): a day rounded to weeks is a Tuesday in 2019, a Wednesday in 2020 and a Monday in 2018.
#
# Expected: round(day, "weeks") gives Mondays (or Sundays), as lubridate and cut() do, and weeks of seven days.
# Seen: weeks are counted from New Year, and their first day is the one before the day they are named after: in 2019 Monday, 4 March is in the
#   week of Tuesday, 5 March, all 52 Mondays are a day before their week; in 2018 weeks are named after Mondays and begin on Sundays, in
#   2020 after Wednesdays. The first week of a year has six days, the last two or three, and none is rounded to the nearest. Not one day of
#   2019 has the week that cut() gives it. No message.
#   Known (issues 747 of 2014, 2083; pull requests 4334, 6024); the help says "weeks", no more.
# Who is hurt: counts per week before and after a Monday on which a measure begins: another week before and after, and two short ones at each New Year.
# What to do: lubridate::floor_date(day, "week", week_start = 1), or cut(day, "week").
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-data.table==1.14.8, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-data.table=1.14.8+dfsg-1" \
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
suppressPackageStartupMessages(library(data.table))
options(warn = 2)
weekday <- function(day) c("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")[wday(day)]
seen <- list()
for (year in 2018:2020) {
  days <- as.IDate(paste0(year, "-01-01")) + 0:(364 + (year == 2020))
  weeks <- round(days, "weeks")
  mondays <- as.IDate(cut(as.Date(days), "week"))
  length <- as.integer(table(format(weeks)))
  at_mondays <- days[weekday(days) == "Mon"]
  late <- sum(round(at_mondays, "weeks") > at_mondays)
  cat(
    year, "all weeks begin on", unique(weekday(weeks)), "| days:", length[1], "in the first,", range(length[2:52]), "in others,", length[53],
    "in the last | another week than cut():", sum(weeks != mondays), "days | Mondays whose week begins later:", late, "\n"
  )
  seen[[format(year)]] <- c(length[1], length[53], late)
  stopifnot(unique(weekday(weeks)) == c("Mon", "Tue", "Wed")[year - 2017], length[2:52] == 7)
}
day <- as.IDate(c("2018-03-05", "2019-03-04", "2019-03-05", "2019-03-10"))
cat(paste(day, weekday(day), "->", round(day, "weeks"), collapse = ", "), "\n")
stopifnot(
  format(round(day, "weeks")) == c("2018-03-05", "2019-03-05", "2019-03-05", "2019-03-05"), seen$`2018` == c(6, 2, 0),
  seen$`2019` == c(6, 2, 52), seen$`2020` == c(6, 3, 0)
)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
