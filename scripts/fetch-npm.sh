#!/bin/sh
# usage: fetch-npm.sh CACHE_FOLDER echarts|playwright-core
# Puts a pinned npm package, unpacked, into CACHE_FOLDER and prints its path: the chart library of report.html
# (Apache-2.0), or what drives the browser in its tests (Apache-2.0). A copy that is there already is kept without any
# download.
set -eu

fail() {
    echo "fetch-npm: $1" >&2
    exit 2
}

[ $# -eq 2 ] || fail "expected two arguments, the cache folder and the package"
cache=$1
name=$2
case "$name" in
echarts)
    version='6.1.0'
    sha256='681aff88cc1038c3fa941a3a53d1b177a52250b05335efc607d6105ae13be481'
    members='package/dist/echarts.min.js'
    ;;
playwright-core)
    version='1.65.1'
    sha256='6f5a60be62a4fddfbe7d10c448d8fbd54547da3358f2f8a04211440471ee863e'
    members='package'
    ;;
*) fail "$name: no pinned version; known are echarts and playwright-core" ;;
esac
mkdir -p "$cache" || fail "$cache: cannot be created"
folder=$cache/$name-$version

# A folder gets its name when it is whole.
if [ -d "$folder" ]; then
    echo "$folder"
    exit 0
fi

command -v npm >/dev/null 2>&1 || fail "npm is not installed; it is needed once to fetch $name@$version"
partial=$(mktemp -d "$cache/partial.XXXXXX")
trap 'rm -rf "$partial"' EXIT
npm pack --silent --pack-destination "$partial" "$name@$version" >/dev/null 2>"$partial/log" ||
    fail "npm pack $name@$version failed: $(grep -m 1 . "$partial/log" || echo 'no message')"
file=$partial/$name-$version.tgz
[ -f "$file" ] || fail "npm pack made no $name-$version.tgz"
actual=$(sha256sum "$file" | cut -d ' ' -f 1)
[ "$actual" = "$sha256" ] || fail "$name-$version.tgz: SHA-256 is $actual, expected $sha256"
tar -xzf "$file" -C "$partial" "$members" || fail "$name-$version.tgz: cannot be unpacked"
mv "$partial/package" "$folder"
echo "$folder"
