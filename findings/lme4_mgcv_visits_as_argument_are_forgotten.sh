#!/usr/bin/env bash
# lme4 1.1-31 and mgcv 1.8-41 (R, Debian 12): visits handed over as offset = log(visits) are left out of every prediction with new data.
#
# Expected: offset = log(visits) beside the formula and + offset(log(visits)) in it are one model, and predict() uses the column of
#   the new data in both, as glm() and MASS::glm.nb() do.
# Seen: coefficients and likelihood are the same. Eight offices with 1202 incidents in 25 weeks: predict(newdata = the same rows) adds up to
#   2.2 with glmer() instead of 1202, with gam() to 2.2, and in gam() without new data as well; ten times as many visits change nothing.
#   simulate(newdata = ) draws 3 incidents. With the offset in the formula all are right. No message.
#   Known in lme4 (issue 447, open); documented in mgcv ("predict will ignore it"), not in the help of predict.merMod.
# Who is hurt: "expected incidents without the checks" from a model with offices as random effects or with a smooth season: none.
# What to do: + offset(log(visits)) in the formula; compare the sum of the predictions with the sum counted.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-lme4==1.1-31, r-cran-mgcv==1.8-41, r-cran-nlme==3.1.162, r-cran-matrix==1.5-3, r-cran-mass==7.3-58.2, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-lme4=1.1-31-1" "r-cran-mgcv=1.8-41-1" "r-cran-nlme=3.1.162-1" "r-cran-matrix=1.5-3-1" \
	"r-cran-mass=7.3-58.2-1" r-cran-{minqa,rcpp,nloptr,boot,lattice} \
	libnlopt0 libblas3 liblapack3 libgfortran5 libpaper1 >/dev/null 2>&1 || {
	echo "this version of the package is not to be had"
	exit 2
}
for deb in *.deb; do dpkg-deb -x "$deb" root; done
rm -rf root/usr/lib/R/etc
mkdir root/usr/lib/R/etc
printf 'EDITOR=vi\nPAGER=cat\n' >root/usr/lib/R/etc/Renviron
libs=$dir/root/usr/lib/x86_64-linux-gnu
cat >run.R <<'R'
suppressPackageStartupMessages({
  library(lme4)
  library(mgcv)
  library(MASS)
})
options(warn = 2)
set.seed(1)
log <- data.frame(office = gl(8, 25), week = rep(1:25, 8), visits = rep(seq(100, 1000, length.out = 20), 10))
rate <- 0.01 * exp(rep(c(-0.5, 0.5, -0.2, 0.2, -0.4, 0.4, 0, 0.1), each = 25))
log$incidents <- rpois(200, log$visits * rate)
more <- transform(log, visits = 10 * visits)
beside <- list(
  glm = glm(incidents ~ week, offset = log(visits), family = poisson, data = log),
  glmer = glmer(incidents ~ week + (1 | office), offset = log(visits), family = poisson, data = log, control = glmerControl("bobyqa")),
  gam = gam(incidents ~ s(week), offset = log(visits), family = poisson, data = log)
)
within <- list(
  glm = glm(incidents ~ week + offset(log(visits)), family = poisson, data = log),
  glmer = glmer(incidents ~ week + offset(log(visits)) + (1 | office), family = poisson, data = log, control = glmerControl("bobyqa")),
  gam = gam(incidents ~ s(week) + offset(log(visits)), family = poisson, data = log)
)
sums <- function(model) {
  found <- c(sum(predict(model, type = "response")), sapply(list(log, more), function(data) sum(predict(model, newdata = data, type = "response"))))
  round(found, 1)
}
counted <- sum(log$incidents)
cat("counted:", counted, "\n")
seen <- sapply(beside, sums)
right <- sapply(within, sums)
rownames(seen) <- rownames(right) <- c("no new data", "the same rows", "ten times the visits")
print(seen)
print(right)
drawn <- sapply(list(beside$glmer, within$glmer), function(model) sum(simulate(model, seed = 1, newdata = log, allow.new.levels = TRUE)[[1]]))
cat("simulate() of the same rows:", drawn, "\n")
stopifnot(
  abs(logLik(beside$glmer) - logLik(within$glmer)) < 1e-6, abs(right[1:2, ] / counted - 1) < 0.02, abs(right[3, ] / counted - 10) < 0.2,
  abs(seen[2, "glm"] / counted - 1) < 0.02, abs(seen[1, "glmer"] / counted - 1) < 0.02, seen[2:3, "glmer"] < 3, seen[, "gam"] < 3, drawn[1] < 10, drawn[2] > 900
)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
