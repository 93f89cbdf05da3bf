#!/usr/bin/env bash
# GNU PSPP 1.6.2 (Debian 12): one table of FREQUENCIES holds a median and another 50th percentile; and
# after SET DECIMAL=COMMA the format DOT reads the German "1.234" as one point two.
#
# Expected: the rows "Median" and "Percentile 50" are equal; EXAMINE gives
#   the same quartiles as FREQUENCIES; DOT (built for 1.234,5) is right for German thousands, the more
#   so with DECIMAL=COMMA.
# Seen for answers 1, 2, 3, 4: Median 2.50, Percentile 50: 3 in the next row; quartiles 2 and 3 in
#   FREQUENCIES, 1.25 and 3.75 in EXAMINE. With SET DECIMAL=COMMA, COMMA and DOT change places:
#   "1.234" is 1,23 under DOT and 1.234 under COMMA. (That exchange is in the manual.)
# Who is hurt: survey reports that take the median from one row and the quartiles from the next; the
#   syntax that sets both, "to be safe", divides large offices by a thousand.
# Needs Debian 12 with package lists (apt-get update).
# Pinned: pspp==1.6.2 (Debian 1.6.2-2), libgsl27==2.7.1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -q download "pspp=1.6.2-2" "libgsl27=2.7.1+dfsg-5+deb12u1" "libgslcblas0=2.7.1+dfsg-5+deb12u1" >/dev/null 2>&1 || {
	echo "this version of the package is not to be had"
	exit 2
}
for deb in *.deb; do dpkg-deb -x "$deb" root; done
libs=$PWD/root/usr/lib/x86_64-linux-gnu
cat >answers.sps <<'SPS'
DATA LIST LIST /a (F8.0).
BEGIN DATA
1
2
3
4
END DATA.
FREQUENCIES a /FORMAT=NOTABLE /PERCENTILES=25 50 75 /STATISTICS=MEDIAN.
EXAMINE a /PERCENTILES(25,50,75).
SPS
cat >comma.sps <<'SPS'
SET DECIMAL=COMMA.
DATA LIST LIST (";") /dot (DOT10.3) comma (COMMA10.3).
BEGIN DATA
1.234;1.234
END DATA.
COMPUTE dot1000 = dot * 1000.
COMPUTE comma1 = comma.
FORMATS dot1000 comma1 (F8.0).
LIST dot1000 comma1.
SPS
pspp() { LD_LIBRARY_PATH=$libs:$libs/pspp root/usr/bin/pspp -o - -O format=txt "$1" | tr -s ' ' | grep -E '[0-9]'; }
first=$(pspp answers.sps)
second=$(pspp comma.sps)
printf '%s\n%s\n' "$first" "$second"
want() { case $1 in *"$2"*) ;; *) echo "behaviour changed: no $2" && exit 1 ;; esac; }
want "$first" '|Median |2.50|'
want "$first" '50 | 3|'
want "$first" 'Weighted Average|1.25|2.50|3.75|'
want "$second" '| 1234| 1234|'
