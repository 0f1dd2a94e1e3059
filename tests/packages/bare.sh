#!/bin/sh
# Shows that two commands do everything on a machine that has nothing: makes the root
# folder of a bare Debian, clones this checkout into it, and runs `make run` and
# `make test` inside.  Takes ten minutes and more for each release, needs root,
# debootstrap and the network as apt knows it; not part of `make test`.
#
#   tests/packages/bare.sh                 Debian 12 and 13
#   tests/packages/bare.sh trixie          one of them, by its code name
#
#   KEEP=1       leaves the folders and says where they are
#   BARE_DIR=DIR makes them there (default: a new folder beneath TMPDIR)
#   BARE_RUN=... the commands to run inside (default: make run && make test)
#
# Mirror and settings are those of this machine's own apt, read when the script runs.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd) || exit 70
suites=${*:-bookworm trixie}
inside=${BARE_RUN:-make run && make test}
passed=0
failed=0

stop()
{
    echo "bare.sh: $1" >&2
    exit "${2:-69}"
}

[ "$(id -u)" = 0 ] || stop "needs root (chroot and mounts)"
for tool in debootstrap git apt-get chroot mountpoint; do
    command -v "$tool" >/dev/null 2>&1 || stop "needs $tool"
done
if [ -n "${BARE_DIR:-}" ]; then
    mkdir -p "$BARE_DIR" || exit 73
    work=$(cd "$BARE_DIR" && pwd)
else
    work=$(mktemp -d "${TMPDIR:-/tmp}/bare.XXXXXX") || exit 73
fi
mine=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")

# The first archive of this machine that has a plain release (no updates, no security).
mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Identifier: Packages' |
    awk -v suite="$mine" '$2 == suite { print $1; exit }')
[ -n "$mirror" ] || stop "apt on this machine names no archive of $mine"

umount_all()
{
    for place in dev/pts dev proc; do
        if mountpoint -q "$1/$place"; then umount "$1/$place" || umount -l "$1/$place"; fi
    done
}

clean()
{
    for suite in $suites; do
        [ -d "$work/$suite" ] && umount_all "$work/$suite"
    done
    if [ -n "${KEEP:-}" ]; then
        echo "bare.sh: kept $work"
        return
    fi
    for suite in $suites; do
        # Never remove a tree with something of this machine still mounted in it.
        if grep -q " $work/$suite/" /proc/mounts; then
            echo "bare.sh: $work/$suite is still in use, left there" >&2
        else
            rm -rf "${work:?}/$suite"
        fi
    done
    rmdir "$work" 2>/dev/null
}
trap clean EXIT
trap 'exit 130' INT TERM

# apt inside fetches the way apt outside does, for the release inside.
copy_apt()
{
    to=$1
    suite=$2
    rm -f "$to/etc/apt/sources.list"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
        /etc/apt/sources.list.d/*.sources; do
        [ -s "$file" ] || continue
        grep -q "$mirror\|$mine" "$file" || continue
        sed "s/\\b$mine\\b/$suite/g" "$file" >"$to/${file#/}"
    done
    for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
        if [ -f "$file" ] && grep -q 'Acquire' "$file"; then
            cp "$file" "$to/${file#/}"
        fi
    done
    cp /usr/share/keyrings/debian-archive-*.gpg "$to/usr/share/keyrings/" 2>/dev/null
    for file in /etc/resolv.conf /etc/hosts; do
        [ -e "$file" ] && cat "$file" >"$to$file"
    done
}

make_root()
{
    to=$1
    suite=$2
    extra=
    case $mirror in https:*) extra=--include=ca-certificates ;; esac
    debootstrap --variant=minbase $extra "$suite" "$to" "$mirror" >"$to.debootstrap" 2>&1 ||
        { tail -n 5 "$to.debootstrap" >&2; return 1; }
    copy_apt "$to" "$suite"
    # make itself is the one thing a machine must have to be told `make run`.
    chroot "$to" sh -c 'apt-get -qq update && apt-get -qq -y install make' \
        >"$to.apt" 2>&1 || { tail -n 5 "$to.apt" >&2; return 1; }
    git clone -q --no-hardlinks "$root" "$to/srv/jianbao" || return 1
    mount -t proc proc "$to/proc" && mount --bind /dev "$to/dev" || return 1
}

for suite in $suites; do
    to=$work/$suite
    mkdir -p "$to" || exit 73
    echo "== $suite: making the root folder"
    if ! make_root "$to" "$suite"; then
        echo "FAIL $suite: no root folder"
        failed=$((failed + 1))
        continue
    fi
    before=$(chroot "$to" dpkg-query -W -f '${Package}\n' | wc -l)
    echo "== $suite: $before packages; running: $inside"
    if chroot "$to" env -i HOME=/root TERM=dumb LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        ${http_proxy:+http_proxy="$http_proxy"} \
        ${https_proxy:+https_proxy="$https_proxy"} \
        ${no_proxy:+no_proxy="$no_proxy"} \
        sh -c "cd /srv/jianbao && $inside"; then
        after=$(chroot "$to" dpkg-query -W -f '${Package}\n' | wc -l)
        echo "ok $suite ($((after - before)) packages installed by the commands)"
        passed=$((passed + 1))
    else
        echo "FAIL $suite: $inside ended with status $?"
        failed=$((failed + 1))
    fi
    umount_all "$to"
done
echo "bare: $passed passed, $failed failed"
[ "$failed" = 0 ]
