#!/usr/bin/env bash
# haven 2.5.1 (R, Debian 12): an answer that is.na() calls missing is counted in the mean with na.rm = TRUE.
#
# Expected: 99 "no answer" is declared missing in an SPSS file; read with user_na = TRUE, which keeps the label, is.na() finds it and
#   na.rm = TRUE leaves it out, as SPSS, PSPP and every other vector of R do.
# Seen: is.na() is TRUE for the 20 of 100 persons without an answer, lm() leaves them out, and mean(na.rm = TRUE) is 22.2 instead of 3, the
#   standard deviation 38.6 instead of 1.4, the median 4 instead of 3, the maximum 99; in the office where half did not answer the
#   mean is 51. Read without user_na all is right, and after zap_missing(), too. No message.
#   Known: haven's own article on semantics shows it, issues 588 and 574 ask for the other; the help of read_sav() does not say so.
# Who is hurt: surveys in which "no answer" and "does not apply" must be told apart: who reads them so has means that nobody could answer.
# What to do: zap_missing() before every calculation; look at the range.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-haven==2.5.1, r-cran-vctrs==0.5.2, r-cran-tibble==3.1.8, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-haven=2.5.1-1" "r-cran-vctrs=0.5.2-1" "r-cran-tibble=3.1.8+dfsg-1" \
	r-cran-{ellipsis,magrittr,cli,hms,pillar,glue,utf8,fansi,forcats,lifecycle,pkgconfig,rlang,readr,r6,tzdb,vroom,bit64,bit,clipr,crayon,tidyselect,withr} \
	libblas3 liblapack3 libgfortran5 libpaper1 libreadstat1 >/dev/null 2>&1 || {
	echo "this version of the package is not to be had"
	exit 2
}
for deb in *.deb; do dpkg-deb -x "$deb" root; done
rm -rf root/usr/lib/R/etc
mkdir root/usr/lib/R/etc
printf 'EDITOR=vi\nPAGER=cat\n' >root/usr/lib/R/etc/Renviron
libs=$dir/root/usr/lib/x86_64-linux-gnu
cat >run.R <<'R'
library(haven)
options(warn = 2)
# 80 persons answer 1 to 5, 20 of the 40 of office B do not answer.
said <- c(rep(1:5, 12), rep(1:5, 4), rep(99, 20))
office <- rep(c("A", "B"), c(60, 40))
survey <- data.frame(office = office)
survey$safe <- labelled_spss(said, labels = c("not at all" = 1, fully = 5, "no answer" = 99), na_values = 99, label = "I feel safe")
write_sav(survey, "survey.sav")
kept <- read_sav("survey.sav", user_na = TRUE)
plain <- read_sav("survey.sav")
look <- function(name, wave) {
  safe <- wave$safe
  found <- c(
    missing = sum(is.na(safe)), mean = mean(safe, na.rm = TRUE), sd = sd(safe, na.rm = TRUE), median = median(safe, na.rm = TRUE),
    max = max(as.numeric(range(safe, na.rm = TRUE))), B = mean(safe[wave$office == "B"], na.rm = TRUE), persons = nobs(lm(safe ~ office, wave))
  )
  cat(sprintf("%-20s", name), paste(names(found), round(found, 1), collapse = ", "), "\n")
  round(unname(found), 1)
}
wrong <- look("user_na = TRUE:", kept)
right <- look("plain:", plain)
zapped <- look("after zap_missing():", zap_missing(kept))
stopifnot(wrong == c(20, 22.2, 38.6, 4, 99, 51, 80), right == c(20, 3, 1.4, 3, 5, 3, 80), zapped == right)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
