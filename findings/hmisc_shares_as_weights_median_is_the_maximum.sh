#!/usr/bin/env bash
# Hmisc 4.8-0 (R, Debian 12): with weights that are shares of the sample the weighted median is the largest value.
#
# Expected: the median does not depend on the unit of the weights: shares that add up to 1, per cents, persons give one median, as wtd.mean()
#   has one mean.
# Seen: waiting times of 1 to 99 minutes, all alike: with weight 1 each the quartiles are 25.5, 50, 74.5. With 1/99 each, which add up to 1, all of
#   them are 99, the longest wait; with weights that add up to 0.5 likewise; with a sum of 20 they are 28.8, 52.5 and 76.2, of 10 the median is 55.
#   With unequal weights, too. wtd.mean() is 50 each time. No message from wtd.quantile(); wtd.var() warns. With normwt = TRUE right.
#   Known (issue 97, pull request 134; the same in DescTools, issue 123); the help says frequencies, as an aside to normwt.
# Who is hurt: surveys weighted to a population, whose weights are handed out as shares: "half of all visitors wait 99 minutes".
# What to do: normwt = TRUE; compare with the median without weights.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: r-cran-hmisc==4.8-0, r-cran-survival==3.5-3, r-cran-data.table==1.14.8, r-cran-ggplot2==3.4.1, r-base-core==4.2.2 (Debian 12)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "r-base-core=4.2.2.20221110-2" "r-cran-hmisc=4.8-0-1" "r-cran-survival=3.5-3-1" "r-cran-data.table=1.14.8+dfsg-1" \
	"r-cran-ggplot2=3.4.1+dfsg-1" r-cran-{rcpp,pillar,rcolorbrewer,base64enc,digest,rpart,checkmate,htmltable,lifecycle,tibble,gtable,lattice} \
	r-cran-{pkgconfig,png,rlang,matrix,rstudioapi,cli,xfun,fastmap,gridextra,interp,stringr,knitr,withr,dplyr,cluster,htmlwidgets,generics} \
	r-cran-{vctrs,nnet,tidyselect,glue,r6,jpeg,fansi,foreign,latticeextra,formula,deldir,magrittr,htmltools,backports,scales,colorspace,utf8} \
	r-cran-{stringi,munsell,viridis,viridislite,farver,labeling,isoband} \
	libblas3 liblapack3 libgfortran5 libpaper1 libicu72 libjpeg62-turbo libpng16-16 libcurl4 >/dev/null 2>&1 || {
	echo "this version of the package is not to be had"
	exit 2
}
for deb in *.deb; do dpkg-deb -x "$deb" root; done
rm -rf root/usr/lib/R/etc
mkdir root/usr/lib/R/etc
printf 'EDITOR=vi\nPAGER=cat\n' >root/usr/lib/R/etc/Renviron
libs=$dir/root/usr/lib/x86_64-linux-gnu
cat >run.R <<'R'
suppressPackageStartupMessages(library(Hmisc))
options(warn = 2)
minutes <- 1:99
quartiles <- function(name, weights, ...) {
  found <- unname(round(wtd.quantile(minutes, weights, probs = c(0.25, 0.5, 0.75), ...), 1))
  cat(sprintf("%-36s sum %6.2f: quartiles %s, mean %.1f\n", name, sum(weights), paste(found, collapse = " "), wtd.mean(minutes, weights)))
  found
}
equal <- rep(1, 99)
plain <- quartiles("one each", equal)
share <- quartiles("shares of the sample", equal / 99)
half <- quartiles("half of that", equal / 198)
twenty <- quartiles("a sum of 20", equal * 20 / 99)
ten <- quartiles("a sum of 10", equal * 10 / 99)
normed <- quartiles("shares, normwt = TRUE", equal / 99, normwt = TRUE)
older <- rep(c(1, 2), c(50, 49))
unequal <- quartiles("one or two each", older)
unequal_share <- quartiles("the same as shares", older / sum(older))
stopifnot(
  plain == c(25.5, 50, 74.5), share == 99, half == 99, unequal_share == 99, unequal[2] < 99, normed == plain,
  twenty == c(28.8, 52.5, 76.2), ten[2] == 55
)
R
R_HOME=$dir/root/usr/lib/R R_LIBS=$dir/root/usr/lib/R/site-library TZ=Europe/Berlin \
	LD_LIBRARY_PATH=$dir/root/usr/lib/R/lib:$libs:$libs/blas:$libs/lapack \
	root/usr/lib/R/bin/exec/R --no-echo --no-save --no-restore --file=run.R || { echo "behaviour changed" && exit 1; }
