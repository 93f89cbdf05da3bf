#!/usr/bin/env bash
# survey 4.1-1 (R, Debian 12): the mean of one question changes when another question is asked for in the same call.
#
# Expected: svymean(~safe + remark, na.rm = TRUE) leaves out of each question those who did not answer it, as colMeans, SPSS and the call
#   for each question alone do.
# Seen: who left one of them open is out of all. 100 persons, all with an answer on safety, 40 of the calm ones without one on the
#   checks: the mean of "safe" is 3.4 alone and 2.5 together, the total 340 and 150, "at least 4" 60 and 33 per cent; svyby() likewise: office A is
#   before B with 3.83 and 2.75, and behind it with 2.00. The more questions in the call the fewer persons, and which is nowhere printed.
#   No message. The help says "should cases with missing values be dropped?", which is this, for who knows.
# Who is hurt: tables of a survey made in one call: every question stands for those who answered all of them, and adding one
#   to the table changes all others.
# What to do: one call for each question, lapply() over the formulas; print the number of answers beside each mean.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-survey==4.1-1, r-cran-mitools==2.4, r-cran-dbi==1.1.3, r-cran-minqa==1.2.5, r-cran-matrix==1.5-3, r-cran-survival==3.5-3,
#   r-cran-numderiv==2016.8-1.1, r-cran-lattice==0.20-45, r-cran-rcpp==1.0.10, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-survey=4.1-1-1" "r-cran-mitools=2.4-2" "r-cran-dbi=1.1.3-1" "r-cran-minqa=1.2.5-1" \
	"r-cran-matrix=1.5-3-1" "r-cran-survival=3.5-3-1" "r-cran-numderiv=2016.8-1.1-3" "r-cran-lattice=0.20-45-3" "r-cran-rcpp=1.0.10-1" \
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
suppressPackageStartupMessages(library(survey))
options(warn = 2)
answers <- data.frame(
  safe = rep(c(5, 4, 2, 1), c(30, 30, 30, 10)), checks = c(rep(NA, 40), rep(3, 60)),
  office = rep(c("A", "B", "A", "B"), c(40, 20, 20, 20)), weight = 1
)
sample <- svydesign(ids = ~1, weights = ~weight, data = answers)
look <- function(name, what, ...) {
  found <- round(as.numeric(coef(what(..., sample, na.rm = TRUE))[1]), 2)
  cat(name, found, "\n")
  found
}
alone <- look("safe, alone:", svymean, ~safe)
both <- look("safe, with another question:", svymean, ~safe + checks)
total <- c(look("total, alone:", svytotal, ~safe), look("total, with another:", svytotal, ~safe + checks))
high <- c(look("at least 4, alone:", svymean, ~as.numeric(safe >= 4)), look("at least 4, with another:", svymean, ~as.numeric(safe >= 4) + checks))
offices <- svyby(~safe, ~office, sample, svymean, na.rm = TRUE)$safe
together <- svyby(~safe + checks, ~office, sample, svymean, na.rm = TRUE)$safe
cat("offices A and B, alone:", round(offices, 2), "together:", round(together, 2), "| colMeans:", colMeans(answers[1:2], na.rm = TRUE), "\n")
stopifnot(alone == 3.4, both == 2.5, total == c(340, 150), high == c(0.6, 0.33), round(offices, 2) == c(3.83, 2.75), round(together, 2) == c(2, 2.75))
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
