#!/bin/sh
# Set up what the dashboard needs (`sh setup.sh run`) or also what its tests need (`sh setup.sh dev`).
# Nothing outside this folder is touched, except that `dev` installs Chromium, LibreOffice, Poppler, nginx and
# PostgreSQL from the system's packages where it may. Quick when nothing has changed.
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

is_suitable() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

# Python 3.12 or newer: first on PATH, then in the folders of common version managers.
find_python() {
    for name in python3 python3.13 python3.12 python3.14 python; do
        path=$(command -v "$name" 2>/dev/null) || continue
        if is_suitable "$path"; then echo "$path"; return; fi
    done
    for path in "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 "$HOME"/.local/share/uv/python/*3.1[2-9]*/bin/python3 \
        "$HOME"/.asdf/installs/python/3.1[2-9]*/bin/python3 "$HOME"/.local/share/mise/installs/python/3.1[2-9]*/bin/python3 \
        "$HOME"/miniconda3/bin/python3 "$HOME"/anaconda3/bin/python3 /opt/homebrew/bin/python3 /usr/local/bin/python3.1[2-9]; do
        if [ -x "$path" ] && is_suitable "$path"; then echo "$path"; return; fi
    done
}

# No suitable Python here: let uv fetch one into .cache.
fetch_python() {
    say "No Python 3.12 or newer found; fetching one with uv ..."
    uv=$(command -v uv 2>/dev/null) || uv=.cache/uv/bin/uv
    if [ ! -x "$uv" ]; then
        # The pinned one, with its hashes; it knows those of the Pythons that it fetches.
        mkdir -p .cache
        sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt >.cache/uv.txt
        { python3 -m venv .cache/uv &&
            .cache/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .cache/uv.txt; } \
            >/dev/null 2>&1 || return 0
    fi
    export UV_PYTHON_INSTALL_DIR="$PWD/.cache/python"
    "$uv" python install --quiet 3.12 2>/dev/null || return 0
    "$uv" python find 3.12 2>/dev/null || true
}

make_venv() {
    if [ -x .venv/bin/python ] && is_suitable .venv/bin/python; then return; fi
    python=$(find_python)
    [ -n "$python" ] || python=$(fetch_python)
    [ -n "$python" ] || stop "Python 3.12 or newer is missing and could not be fetched: install it (python.org, your system's packages, or pyenv) and run this again."
    rm -rf .venv
    "$python" -m venv .venv || stop "The folder .venv could not be made with $python: check that this folder is writable and has space, and run this again."
}

install_packages() {
    stamp=".venv/installed-$1"
    if cmp -s "$1.txt" "$stamp"; then return; fi
    say "Installing the packages of $1.txt ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$1.txt" ||
        stop "The packages of $1.txt could not be installed (pip says why above): check that this machine reaches a package index and run this again."
    cp "$1.txt" "$stamp"
    # Beforehand, so that the first reader need not wait for it; the server does what is left.
    .venv/bin/python -m serving.static 2>/dev/null || true
}

# The first of some names that is a program.
find_program() {
    for name in "$@"; do
        [ -n "$name" ] || continue
        if command -v "$name" 2>/dev/null; then return; fi
    done
}

# Without root: packages and what they depend on are unpacked into .cache, where nothing else sees them.
# The place of a program is a pattern: it may have a version in it.
unpack() {
    program=$1 place=$2 packages=$3
    root="$PWD/.cache/system" apt="$PWD/.cache/apt"
    [ -n "$(unpacked "$place")" ] || fetch_packages || return 0
    [ -n "$(unpacked "$place")" ] || return 0
    libraries=$(find "$root/usr" -name '*.so*' -exec dirname {} + | sort -u | tr '\n' ':')
    printf '#!/bin/sh\nexport LD_LIBRARY_PATH="%s" XDG_DATA_HOME="%s"\nexec "%s" "$@"\n' \
        "$libraries" "$root/usr/share" "$(unpacked "$place")" >"$root/$program"
    chmod +x "$root/$program"
    echo "$root/$program"
}

unpacked() {
    if [ -d "$root" ]; then find "$root" -path "$root/$1" | sort | tail -n 1; fi
}

fetch_packages() {
    mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$root"
    private="-o Dir::State::lists=$apt/lists -o Dir::Cache=$apt -o Debug::NoLocking=1 -o APT::Sandbox::User=$(id -un)"
    # Options and packages are words.
    # shellcheck disable=SC2086
    apt-get $private -qq update && apt-get $private -qq -y --no-install-recommends --download-only install $packages || return
    for deb in "$apt"/archives/*.deb; do dpkg -x "$deb" "$root" || return; done
    rm -rf "$apt"
    # Links to the system's own folders lead into the unpacked ones instead.
    find "$root" -type l | while read -r link; do
        target=$(readlink "$link")
        if [ "${target#/}" != "$target" ] && [ -e "$root$target" ]; then ln -sfn "$root$target" "$link"; fi
    done
    # LibreOffice reads its settings where installing it would have put them.
    office="$root/usr/lib/libreoffice"
    if [ -d "$office" ]; then
        sed -i "s|file:///usr/lib/libreoffice|file://$office|g; s|file:///etc/libreoffice/registry|file://$office/share/.registry|g" \
            "$office"/program/*rc
    fi
}

# Link a program into .venv/bin from wherever it is, or else from the system's packages, where it has its place:
# provide PROGRAM NAMES PACKAGES PLACE MESSAGE [private]
# Where it is private, nobody but root installs it: an installed service starts with the machine, an unpacked one does not.
provide() {
    if [ -x ".venv/bin/$1" ]; then return; fi
    # Names and packages are words.
    # shellcheck disable=SC2086
    found=$(find_program $2)
    if [ -z "$found" ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing $1 from the system's packages ..."
        as_root=""
        if [ "$(id -u)" != 0 ]; then as_root="sudo -n"; fi
        if [ -n "$as_root" ] && [ "${6:-}" = private ]; then as_root=false; fi
        export DEBIAN_FRONTEND=noninteractive
        # shellcheck disable=SC2086
        if { $as_root apt-get -qq update && $as_root apt-get -qq -y --no-install-recommends install $3; } >/dev/null 2>&1; then
            found=$(find_program $2)
        else
            found=$(unpack "$1" "$4" "$3")
        fi
    fi
    [ -n "$found" ] || stop "$5 and run this again."
    ln -sf "$found" ".venv/bin/$1"
}

# The Chromium that has no window at all opens a page at two thirds of the cost: taken where it is to be had, and any
# other where not.
provide_chromium() {
    (
        stop() { exit 1; }
        provide chromium "${CHROMIUM:-} /usr/lib/chromium/chromium-headless-shell chromium-headless-shell" \
            "chromium-headless-shell fonts-liberation" usr/lib/chromium/chromium-headless-shell ""
    ) || true
    provide chromium "chromium chromium-browser google-chrome" "chromium fonts-liberation" usr/lib/chromium/chromium \
        "Chromium is missing and could not be installed: install your system's chromium package, or set CHROMIUM to its path,"
}

# What the tests open pages, decks, workbooks and PDF files with.
provide_programs() {
    provide_chromium
    provide soffice "soffice libreoffice" "libreoffice-impress libreoffice-calc fonts-liberation" usr/lib/libreoffice/program/soffice \
        "LibreOffice is missing and could not be installed: install your system's libreoffice packages"
    for tool in pdftotext pdftoppm; do
        provide "$tool" "$tool" poppler-utils "usr/bin/$tool" \
            "Poppler is missing and could not be installed: install your system's poppler-utils package"
    done
    # These lie where only root's PATH or no PATH leads.
    provide nginx "nginx /usr/sbin/nginx" nginx usr/sbin/nginx \
        "nginx is missing and could not be installed: install your system's nginx package" private
    for tool in postgres initdb; do
        provide "$tool" "$tool /usr/lib/postgresql/*/bin/$tool" postgresql "usr/lib/postgresql/*/bin/$tool" \
            "PostgreSQL is missing and could not be installed: install your system's postgresql package" private
    done
}

case "${1:-run}" in
run)
    make_venv
    # The development packages contain those for running.
    cmp -s requirements-dev.txt .venv/installed-requirements-dev 2>/dev/null || install_packages requirements
    ;;
dev)
    make_venv
    install_packages requirements-dev
    provide_programs
    ;;
*) stop "Usage: sh setup.sh [run|dev]" ;;
esac
