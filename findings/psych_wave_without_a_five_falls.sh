#!/usr/bin/env bash
# psych 2.2.9 (R, Debian 12): in a survey wave in which nobody chose the highest answer, a reversed question is reversed by another rule.
#
# Expected: scoreItems() with a key of -1, and reverse.code(), turn 5 into 1 and 1 into 5 on a scale of five, in every wave; who answered
#   nothing has no score.
# Seen: the scale is taken from the answers, from 1 to what somebody chose. "I feel safe" and, reversed, "I feel watched": in the first
#   wave one person of 100 says 5 to something, in the second nobody does. The same answers of the other 99 are 0.5 lower in the second
#   wave: 3.17 becomes 2.67, a fall of half a point from nothing. Who answered no question has a score, 3, made of the
#   medians of all others, and is counted. No message.
#   Documented (min, max, impute in the help), and hardly read: the help calls the arguments optional.
# Who is hurt: indices of several questions, before and after: the wave without extremes has another mean, the missing have an opinion.
# What to do: min=1, max=5, impute="none" in every call; look at missing.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-psych==2.2.9, r-cran-mnormt==2.1.1, r-cran-lattice==0.20-45, r-cran-nlme==3.1.162, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-psych=2.2.9-1" "r-cran-mnormt=2.1.1-2" "r-cran-lattice=0.20-45-3" "r-cran-nlme=3.1.162-1" \
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
suppressPackageStartupMessages(library(psych))
# 99 persons answer alike in both waves; only the hundredth tells the waves apart.
safe <- rep(c(2, 3, 4), 33)
watched <- rep(c(4, 3, 2, 3, 3, 1, 4, 2, 2), 11)
waves <- list(first = data.frame(safe = c(safe, 5), watched = c(watched, 2)), second = data.frame(safe = c(safe, 4), watched = c(watched, 2)))
keys <- list(index = c("safe", "-watched"))
scores <- function(wave, ...) {
  said <- capture.output(found <- scoreItems(keys, wave, ...))
  stopifnot(length(said) == 0)
  found$scores[, 1]
}
options(warn = 2)
same <- 1:99
first <- mean(scores(waves$first)[same])
second <- mean(scores(waves$second)[same])
cat("the same 99 persons: first wave", round(first, 2), "second wave", round(second, 2), "\n")
bounded <- sapply(waves, function(wave) mean(scores(wave, min = 1, max = 5)[same]))
cat("with min and max:", round(bounded, 2), "\n")
turned <- sapply(waves, function(wave) reverse.code(-1, wave["watched"])[1:4])
cat("reverse.code of 4, 3, 2, 3:", turned[, 1], "\n")
silent <- rbind(waves$first, data.frame(safe = NA, watched = NA))
nothing <- unname(scores(silent)[101])
cat("who answered nothing:", nothing, "| with impute none:", scores(silent, impute = "none")[101], "\n")
stopifnot(round(first - second, 2) == 0.5, bounded[1] == bounded[2], turned[, 1] == c(1, 2, 3, 2), nothing == 3)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
