#!/usr/bin/env bash
# epitools 0.5-10.1 (R, Debian 12): the risk ratio of the same persons is 0.50 with "yes" and "no" and 1.21 with "ja" and "nein".
#
# Expected: riskratio(wave, answer) is the ratio of those who say yes, whatever the language of the answers; or it says what it took for yes.
# Seen: what comes second in the alphabet is the event: "yes" stands behind "no", "ja" before "nein". 30 of 100 before and 15 of 100 after
#   feel threatened: 0.50 in English, 1.21 in German, which is the ratio of those who do not; oddsratio() 0.41 and 2.43, both
#   with limits that leave out 1 and p = 0.01. "before" stands behind "after" in English, "vorher" behind "nachher" in German: with these names the
#   comparison starts from the time after, 2.00 and 0.82. As TRUE and FALSE, or 1 and 0, right. No message; the table printed above
#   the ratio has the columns, not which of them counts.
#   In part documented: the help shows the layout of a table, and nothing of answers as words; nothing found upstream.
# Who is hurt: surveys and logs with German answers: the share that feels threatened halves, and the report says it rose by a fifth.
# What to do: factor(answer, levels = c("nein", "ja")), factor(wave, levels = c("vorher", "nachher")).
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-epitools==0.5-10.1, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-epitools=1:0.5-10.1-2" \
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
library(epitools)
options(warn = 2)
first <- rep(c(TRUE, FALSE), each = 100) # the wave before
threatened <- c(rep(c(TRUE, FALSE), c(30, 70)), rep(c(TRUE, FALSE), c(15, 85)))
ratios <- function(name, wave, answer) {
  risk <- riskratio(wave, answer)
  odds <- oddsratio(wave, answer, method = "wald")
  found <- round(c(risk$measure[2, ], odds$measure[2, 1], odds$p.value[2, "chi.square"]), 2)
  cat(sprintf("%-36s risk ratio %.2f (%.2f to %.2f), odds ratio %.2f, p %.2f\n", name, found[1], found[2], found[3], found[4], found[5]))
  unname(found[c(1, 4)])
}
waves <- ifelse(first, "wave 1", "wave 2")
logical <- ratios("wave 1 and 2, FALSE and TRUE", waves, threatened)
english <- ratios("wave 1 and 2, no and yes", waves, ifelse(threatened, "yes", "no"))
german <- ratios("wave 1 and 2, ja and nein", waves, ifelse(threatened, "ja", "nein"))
before <- ratios("before and after, no and yes", ifelse(first, "before", "after"), ifelse(threatened, "yes", "no"))
vorher <- ratios("vorher and nachher, ja and nein", ifelse(first, "vorher", "nachher"), ifelse(threatened, "ja", "nein"))
told <- ratios(
  "the same with levels", factor(ifelse(first, "vorher", "nachher"), levels = c("vorher", "nachher")),
  factor(ifelse(threatened, "ja", "nein"), levels = c("nein", "ja"))
)
right <- c(0.5, 0.41)
stopifnot(logical == right, english == right, told == right, german == c(1.21, 2.43), before == c(2, 2.43), vorher == c(0.82, 0.41))
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
