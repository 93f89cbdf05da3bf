#!/usr/bin/env bash
# lubridate 1.9.2 (R, Debian 12): the sum of the hours of a roster is 0, their mean, too, and all shifts are one shift.
#
# Expected: hm("08:30") is made to calculate with: it prints as "8H 30M 0S", sorts and adds to a day. So sum() and mean() know the hours,
#   unique() and match() tell 08:30 from 07:30, or they raise.
# Seen: sum, mean, max and aggregate() look at the seconds alone: 8:30, 7:45 and 9:15 are 0 in all, the longest shift is 0,
#   each office has 0 hours; with seconds in it the sum is a plausible small number (90 for 8:30:40 and 7:45:50). Of three different
#   shifts unique() leaves one, 07:30 is found in a list of 08:30 and 09:30, a table counts all as one. median(), sort()
#   and == are right, so that a look at some of them shows no fault. No message, no warning.
#   Known, unfixed: issues 918, 937 (sum), 1154 (unique); the manual speaks of none.
# Who is hurt: planned and worked hours per office: nothing is missing, all is 0, or incidents are joined to the first shift of the list.
# What to do: as.duration(hm(...)) or period_to_seconds() before anything else.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-lubridate==1.9.2, r-cran-timechange==0.2.0, r-cran-generics==0.1.3, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-lubridate=1.9.2+dfsg-1" "r-cran-timechange=0.2.0-1" "r-cran-generics=0.1.3-1" \
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
suppressPackageStartupMessages(library(lubridate))
shifts <- hm(c("08:30", "07:45", "09:15"))
office <- c("A", "A", "B")
print(shifts)
cat("sum", sum(shifts), "| mean", mean(shifts), "| longest", max(shifts), "| median", as.character(median(shifts)), "\n")
per_office <- aggregate(hours ~ office, data.frame(hours = shifts, office = office), sum)
print(per_office)
seconds <- sum(hms(c("08:30:40", "07:45:50")))
half_past <- hm(c("08:30", "07:30", "09:30"))
found <- hm("07:30") %in% hm(c("08:30", "09:30"))
cat("with 40 and 50 seconds", seconds, "| different shifts:", length(unique(half_past)), "of 3 | 07:30 is among 08:30, 09:30:", found, "\n")
right <- sum(as.duration(shifts)) / 3600
cat("as durations:", right, "hours\n")
stopifnot(
  sum(shifts) == 0, mean(shifts) == 0, max(shifts) == 0, as.character(median(shifts)) == "8H 30M 0S",
  all(per_office$hours == 0), seconds == 90, length(unique(half_past)) == 1, found,
  (half_past[1] == half_past[2]) == FALSE, right == 25.5
)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
