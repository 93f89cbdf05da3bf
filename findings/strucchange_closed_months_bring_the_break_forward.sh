#!/usr/bin/env bash
# strucchange 1.5.3 (R, Debian 12): months without a number before the break bring the break forward by as many months.
#
# Expected: breakpoints() names the place of a break in the series it was given, whether or not some months are missing, or raises.
# Seen: 60 months, a fall from 20 to 10 after the 36th (December 2017). Complete: 36, "2017(12)". With five months of 2016 missing, in
#   which the office was closed: 31, which is July 2017 in the list of months. It counts the months that are left. breakdates() says 0.56
#   instead of 2017.917, fitted() has 55 values for 60 months, and the line drawn from it is shifted, too.
#   No message. The manual says nothing of missing values; the author explains it in an answer to a question on the web.
# Who is hurt: "the fall began five months before the checks": the date of a break in a series with closed or unreported months.
# What to do: take the missing months out of both, months and numbers, first; or as.integer(names(fitted(...))).
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-strucchange==1.5.3, r-cran-sandwich==3.0.2, r-cran-zoo==1.8.11, r-cran-lattice==0.20-45, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-strucchange=1.5-3-1" "r-cran-zoo=1.8-11-1" "r-cran-sandwich=3.0-2-1" "r-cran-lattice=0.20-45-3" \
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
suppressPackageStartupMessages(library(strucchange))
options(warn = 2)
months <- seq(as.Date("2015-01-01"), by = "month", length.out = 60)
incidents <- ts(c(rep(20, 36), rep(10, 24)) + rep(c(-1, 0, 1, 0, 2, -2), 10), start = c(2015, 1), frequency = 12)
closed <- incidents
closed[15:19] <- NA
look <- function(series) {
  said <- capture.output(found <- breakpoints(series ~ 1), type = "message")
  list(place = found$breakpoints, date = breakdates(found), fitted = length(fitted(found)), said = length(said))
}
whole <- look(incidents)
gaps <- look(closed)
for (one in list(whole, gaps))
  cat("break after number", one$place, "=", format(months[one$place], "%m/%Y"), "| breakdates", round(one$date, 3), "| fitted values", one$fitted, "\n")
left <- !is.na(closed)
right <- months[left][breakpoints(as.numeric(closed)[left] ~ 1)$breakpoints]
cat("months and numbers without the missing:", format(right, "%m/%Y"), "\n")
stopifnot(whole$place == 36, gaps$place == 31, format(right) == "2017-12-01", gaps$fitted == 55, gaps$said == 0, gaps$date < 1)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
