#!/usr/bin/env bash
# plm 2.6-2 (R, Debian 12): with German dates as the time of a panel, the week before is the one before in the alphabet, and a fall is a rise.
#
# Expected: pdata.frame(index = c("office", "day")) with a day as text refuses "04.03.2019", or takes the order of the rows as the order of time.
# Seen: rows are put in the order of the alphabet: 01.04., 04.02., 04.03., 07.01. Eight offices, sixteen weeks, one incident more each
#   week, five fewer from week 9 on where checks began. The model of first differences finds -5 with weeks as numbers, as Date and as
#   "2019-03-04"; with "04.03.2019" +2.91 (p 0.0006), with "KW 1" to "KW 16" +2.91 (p 0.0065), because week 10 follows week 1. lag(), lead() and
#   diff() go the same way; numbers as text ("1" to "16") are right in them. No message.
#   The help of lag() says that time should be readable as whole numbers; that of model = "fd" does not. Nothing found upstream.
# Who is hurt: before and after over several offices from a German export: the sign of the effect changes.
# What to do: as.Date(day, "%d.%m.%Y"), or the number of the week, as the index.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-plm==2.6-2, collapse==1.9.2, maxlik==1.5-2, misctools==0.6-26, formula==1.2-4, rdpack==2.4, rbibutils==2.2.13, bdsmatrix==1.3-6,
#   lmtest==0.9.40, digest==0.6.31, sandwich==3.0-2, zoo==1.8-11, nlme==3.1.162, mass==7.3-58.2, lattice==0.20-45, rcpp==1.0.10, generics==0.1.3, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-plm=2.6-2+dfsg-1" "r-cran-collapse=1.9.2-1" "r-cran-maxlik=1.5-2-1" "r-cran-misctools=0.6-26-2" \
	"r-cran-formula=1.2-4-1" "r-cran-rdpack=2.4-1" "r-cran-rbibutils=2.2.13-1" "r-cran-bdsmatrix=1.3-6-1" "r-cran-lmtest=0.9.40-1" \
	"r-cran-digest=0.6.31-1" "r-cran-sandwich=3.0-2-1" "r-cran-zoo=1.8-11-1" "r-cran-nlme=3.1.162-1" "r-cran-mass=7.3-58.2-1" \
	"r-cran-lattice=0.20-45-3" "r-cran-rcpp=1.0.10-1" "r-cran-generics=0.1.3-1" \
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
suppressPackageStartupMessages(library(plm))
options(warn = 2)
log <- expand.grid(week = 1:16, office = LETTERS[1:8])
log$day <- as.Date("2019-01-07") + 7 * (log$week - 1)
log$checks <- as.numeric(log$office %in% c("A", "B", "C", "D") & log$week > 8)
log$incidents <- 30 + as.integer(log$office) + log$week - 5 * log$checks
log$iso <- format(log$day)
log$german <- format(log$day, "%d.%m.%Y")
log$name <- paste("KW", log$week)
effects <- c()
for (time in c("week", "day", "iso", "german", "name")) {
  panel <- pdata.frame(log, index = c("office", time))
  found <- summary(plm(incidents ~ checks, data = panel, model = "fd"))$coefficients["checks", ]
  steps <- as.numeric(diff(panel$incidents))[2:9]
  effects[time] <- round(found[1], 2)
  cat(sprintf("time as %-6s (%s): effect %5.2f, p %.4f | first office, step by step:", time, log[9, time], found[1], found[4]), steps, "\n")
}
stopifnot(effects[1:3] == -5, effects[4:5] == 2.91)
words <- pdata.frame(transform(log, week = as.character(week)), index = c("office", "week"))
before <- as.numeric(lag(words$incidents))[as.character(words$week) == "10" & words$office == "E"]
stopifnot(before == 30 + 5 + 9)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
