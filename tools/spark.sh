#!/bin/sh
# spark.sh ENVIRONMENT: the product and PySpark in an environment of its own, and the Java that Spark runs on; installs
# Debian's package when none is found. Safe to repeat; what is there already is not installed again.
set -eu

environment=$1
folder=$(dirname "$0")
root=$(cd "$folder/.." && pwd)

has_java() { # 17 or newer
    java=${JAVA_HOME:+$JAVA_HOME/bin/}java
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 17 ]
}

install_java() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif sudo -n true 2>/dev/null; then
        sudo="sudo -n"
    else
        return 1
    fi
    echo "Installing the Java of this system for Spark …" >&2
    $sudo apt-get update -qq >&2
    for package in openjdk-17-jre-headless openjdk-21-jre-headless; do
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2 && return
    done
    return 1
}

if ! has_java && ! { install_java && has_java; }; then
    echo "Spark needs Java 17 or newer, and it may not be installed from here." >&2
    echo "Install it (Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME." >&2
    exit 1
fi

locked=$(cat "$root/requirements.txt" "$root/requirements-spark.txt" | sha256sum)
if [ "$(cat "$environment/.spark" 2>/dev/null)" = "$locked" ]; then
    exit 0
fi
"$folder/install.sh" "$environment" "$root/requirements.txt"
# There is no wheel of PySpark: the setuptools of the lock builds it, and must be there first.
others=$(mktemp)
trap 'rm -f "$others"' EXIT
sed '/^pyspark==/,/# via/d' "$root/requirements-spark.txt" > "$others"
for file in "$others" "$root/requirements-spark.txt"; do
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-compile \
        --no-build-isolation --use-pep517 --requirement "$file"
done
echo "$locked" > "$environment/.spark"
