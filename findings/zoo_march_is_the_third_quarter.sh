#!/usr/bin/env bash
# zoo 1.8-11 (R, Debian 12): a day written "2019-03-04" belongs to the third quarter, one in April to the fourth, one in May to none.
#
# Expected: as.yearqtr("2019-03-04") is 2019 Q1, as as.yearmon("2019-03-04") is March and as.yearqtr(as.Date("2019-03-04")) is Q1; or it is
#   refused.
# Seen: the month is taken for the quarter and the day is dropped: of 365 days with one incident each January is Q1, February Q2, March Q3,
#   April Q4, and from May on all are NA and drop out of aggregate() and table(): four quarters of 31, 28, 31 and 30 incidents, 245 gone. "2019-03"
#   likewise. As Date right. No message; only read.zoo(FUN = as.yearqtr) refuses a file that goes beyond April.
#   In part documented: the help lists "%Y-%q" among the formats that are tried; nothing found upstream on days.
# Who is hurt: incidents by quarter, before and after: a table with all four quarters, tidy and wrong, made of the first four months.
# What to do: as.yearqtr(as.Date(...)); compare the sum with the number of rows.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-zoo==1.8-11, r-cran-lattice==0.20-45, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-zoo=1.8-11-1" "r-cran-lattice=0.20-45-3" \
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
suppressPackageStartupMessages(library(zoo))
options(warn = 2)
log <- data.frame(day = format(as.Date("2019-01-01") + 0:364), incidents = 1)
for (day in c("2019-02-15", "2019-03-04", "2019-04-04", "2019-05-02", "2019-03")) {
  as_day <- if (nchar(day) == 10) format(as.yearqtr(as.Date(day))) else "-"
  cat(sprintf("%-10s  as text: %s  as a day: %s  month: %s\n", day, format(as.yearqtr(day)), as_day, format(as.yearmon(day))))
}
counted <- function(quarter) {
  found <- aggregate(incidents ~ quarter, data.frame(log, quarter), sum)
  cat(paste0(format(found$quarter), ": ", found$incidents, collapse = ", "), "| sum", sum(found$incidents), "\n")
  found$incidents
}
wrong <- counted(as.yearqtr(log$day))
right <- counted(as.yearqtr(as.Date(log$day)))
write.csv(log, "log.csv", row.names = FALSE)
read <- function(rows) read.zoo("log.csv", header = TRUE, sep = ",", nrows = rows, FUN = as.yearqtr, aggregate = sum)
cat("read.zoo of the first 90 days:", paste(format(index(read(90))), coredata(read(90))), "\n")
months <- as.integer(substr(log$day, 6, 7))
stopifnot(
  wrong == c(31, 28, 31, 30), right == c(90, 91, 92, 92), coredata(read(90)) == wrong[1:3],
  inherits(try(read(365), silent = TRUE), "try-error"), is.na(as.yearqtr(log$day)) == (months > 4),
  format(as.yearqtr("2019-03")) == "2019 Q3", format(as.yearmon("2019-03-04"), "%m") == "03"
)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
