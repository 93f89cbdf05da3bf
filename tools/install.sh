#!/bin/sh
# install.sh ENVIRONMENT FILE…: creates the environment if needed and installs the locked files into it.
set -eu

environment=$1
shift

if ! "$environment/bin/python" -c 'import pip' 2>/dev/null; then
    python=$("$(dirname "$0")/python.sh")
    "$python" -m venv --clear "$environment"
fi

for file in "$@"; do
    set -- "$@" -r "$file"
    shift
done
echo "Installing into $environment …"
# The lock files name every package, so nothing has to be worked out; `check` says if one were missing. A module
# is compiled when it is first imported: compiling them all takes longer than using those we need.
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-compile "$@"
"$environment/bin/python" -m pip check --disable-pip-version-check

# The checkout is importable, and `einlass` a command, from any folder.
root=$(cd "$(dirname "$0")/.." && pwd)
echo "$root" > "$("$environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/einlass.pth"
cat > "$environment/bin/einlass" <<'COMMAND'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m einlass "$@"
COMMAND
chmod +x "$environment/bin/einlass"
