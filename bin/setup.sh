# shellcheck shell=sh
# Sourced by bin/pia and bin/test, which set $self: makes .venv in this checkout and keeps it in step with the locks.
#
# What is missing on the machine is installed through apt or Homebrew; everything else stays inside the checkout.
# stdout belongs to the program: whatever is said here goes to stderr, what pip and apt say to .venv.log.

root=$(CDPATH='' cd -- "$(dirname -- "${self:?}")/.." && pwd -P)
venv=$root/.venv
log=$root/.venv.log
lock=$root/.venv.lock

find_homebrew() { # its libraries and its Java are on nobody's search path
    for prefix in /opt/homebrew /usr/local; do
        if [ -d "$prefix/Cellar" ]; then
            export DYLD_FALLBACK_LIBRARY_PATH="$prefix/lib:${DYLD_FALLBACK_LIBRARY_PATH:-/usr/local/lib:/usr/lib}"
            PATH=$PATH:$prefix/bin
            if [ -x "$prefix/opt/openjdk/bin/javac" ]; then PATH=$prefix/opt/openjdk/bin:$PATH; fi
        fi
    done
}

find_homebrew

ready() { # ready pia|test: return when .venv holds what the program, or the check, needs
    current "$1" || set_up "$1"
}

current() {
    [ -x "$venv/bin/python" ] && [ -f "$venv/$1.stamp" ] && [ "$(state "$1")" = "$(cat "$venv/$1.stamp")" ]
}

state() { # what .venv was made from and where: checksums with full paths
    case $1 in
    pia) cksum "$root/pyproject.toml" "$root/requirements.lock" ;;
    test) cksum "$root/pyproject.toml" "$root/requirements.lock" "$root/requirements-dev.lock" ;;
    esac
}

set_up() {
    [ -w "$root" ] || fail "$root is not writable and .venv must be made in it; clone it to a folder of your own."
    take_lock
    if ! current "$1"; then
        rm -f "$log"
        made=$(cat "$venv/pia.stamp" 2>/dev/null) || made=
        rm -f "$venv/pia.stamp" "$venv/test.stamp" # from here on, an interruption means that it is made anew
        case $made in
        *" $root/requirements.lock") [ -x "$venv/bin/python" ] || make_environment ;;
        *) make_environment ;; # there was none, or the checkout has moved
        esac
        install_packages "$1"
        install_libraries "$1"
        state pia >"$venv/pia.stamp"
        [ "$1" = pia ] || state test >"$venv/test.stamp"
    fi
    rm -f "$lock"
    trap - EXIT HUP INT TERM
}

take_lock() { # a link that names this process: made in one step, so that it is never seen without its owner
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    tries=0
    while ! ln -s "$$" "$lock" 2>/dev/null; do
        if ! holder=$(readlink "$lock"); then # given back just now, or the file system has no links
            tries=$((tries + 1))
            [ "$tries" -lt 9 ] || fail "the link $lock cannot be made; clone to a file system that has links."
        elif [ "$holder" != "$$" ] && { kill -0 "$holder" 2>/dev/null || [ -d "/proc/$holder" ]; }; then
            [ -n "${waiting-}" ] || say "waiting for process $holder, which sets up the same folder (if not: rm $lock)."
            waiting=yes
            sleep 1
        elif mv "$lock" "$lock.$$" 2>/dev/null; then # its process was killed
            if [ "$(readlink "$lock.$$")" = "$holder" ]; then rm -f "$lock.$$"; else mv "$lock.$$" "$lock"; fi
        fi
    done
    trap 'rm -f "$lock"' EXIT
}

say() {
    echo "pia: $*" >&2
}

fail() {
    say "$@"
    exit 69
}

# --- Python ----------------------------------------------------------------------------------------------------------

make_environment() {
    python=$(find_python 'sys, ensurepip, venv') || {
        install_python
        python=$(find_python 'sys, ensurepip, venv')
    } || fail "Python 3.11 or newer with its venv module is needed and could not be installed from here; install it" \
        "(Debian 12, Ubuntu 24.04 and newer: apt install python3-venv; macOS: brew install python@3.13) and try again."
    "$python" -I -m venv --clear "$venv" >>"$log" 2>&1 || fail "$python cannot make $venv; $log says why."
}

find_python() { # find_python MODULES: print the first Python that is new enough and has them
    for name in python3.13 python3.12 python3.11 python3.14 python3; do
        found=$(command -v "$name") || continue
        if "$found" -I -c "import $1; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
            echo "$found"
            return
        fi
    done
    return 1
}

install_python() {
    if python=$(find_python 'sys') && apt_here; then # Debian's comes without its venv
        apt_install "$("$python" -I -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    elif apt_here; then
        for version in 3.13 3.12 3.11; do
            if apt_knows "python$version-venv"; then
                apt_install "python$version-venv"
                return
            fi
        done
    else
        brew_install python@3.13
    fi
}

install_packages() { # every file is checked against the hashes in the lock; nothing is built but the project itself
    case $1 in
    pia) hashed=requirements.lock ;;
    test) hashed=requirements-dev.lock ;;
    esac
    say "installing Python packages into .venv (the first time, and when a lock changes; $log tells more)."
    if ! pip install --require-hashes -r "$hashed" || ! pip install --no-deps --no-build-isolation --editable .; then
        fail "the Python packages could not be installed; $log says why (is the network there?)."
    fi
}

pip() ( # without its cache, which would be outside the checkout
    export PIP_USER=0 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
    cd "$root" && "$venv/bin/python" -I -m pip "$@" >>"$log" 2>&1 </dev/null
)

# --- The system ------------------------------------------------------------------------------------------------------

install_libraries() {
    if ! has_pango; then
        apt_install libpango-1.0-0 libpangoft2-1.0-0 || brew_install pango || :
        has_pango || say "without the Pango library no PDF can be written, and it could not be installed from here;" \
            "all else works (Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango)."
    fi
    if [ "$1" = test ] && ! has_javac; then # it runs veraPDF
        apt_install default-jdk-headless || brew_install openjdk || :
        has_javac || say "without a JDK nothing checks that the PDFs are PDF/A, and it could not be installed from here" \
            "(Debian, Ubuntu: apt install default-jdk-headless; macOS: brew install openjdk)."
    fi
}

has_pango() { # the libraries that WeasyPrint loads
    "$venv/bin/python" -I -c '
import ctypes, sys
for name, number in ("gobject-2.0", 0), ("pango-1.0", 0), ("pangoft2-1.0", 0), ("harfbuzz", 0), ("fontconfig", 1):
    ctypes.CDLL(f"lib{name}.{number}.dylib" if sys.platform == "darwin" else f"lib{name}.so.{number}")
' 2>>"$log"
}

has_javac() { # macOS has one that only says where to get a real one
    javac -version >>"$log" 2>&1
}

apt_install() {
    apt_here || return 1
    say "installing $* through apt."
    apt_get install --no-install-recommends "$@" || { apt_update && apt_get install --no-install-recommends "$@"; }
}

apt_here() { # is there an apt, and may it be used?
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }
}

apt_knows() {
    apt-cache show "$1" >/dev/null 2>&1 || { apt_update && apt-cache show "$1" >/dev/null 2>&1; }
}

apt_update() { # once: a new machine has no lists, an old one has old lists
    [ -n "${updated-}" ] || apt_get update || return 1
    updated=yes
}

apt_get() {
    set -- env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
    [ "$(id -u)" -eq 0 ] || set -- sudo "$@"
    "$@" >>"$log" 2>&1 </dev/null
}

brew_install() {
    command -v brew >/dev/null || return 1
    say "installing $* through Homebrew."
    brew install "$@" >>"$log" 2>&1 </dev/null || return 1
    find_homebrew
}
