#!/usr/bin/env bash
# Runs the tests on the newest QGIS that Debian builds (trixie-backports), in a folder that is made once and kept.
# Needs root, or sudo. The mirror and whatever lies between are those of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
checkout=$PWD
root=${UP42_JOBS_NEWEST_QGIS:-$HOME/.cache/up42-jobs/newest-qgis}
carried=(http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY
    PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_TRUSTED_HOST PIP_DEFAULT_TIMEOUT)
if [ "$(id -u)" -ne 0 ]; then
    exec sudo --preserve-env="UP42_JOBS_NEWEST_QGIS,$(IFS=,; echo "${carried[*]}")" HOME="$HOME" "$checkout/tools/newest_qgis.sh"
fi
environment=()
for name in "${carried[@]}"; do
    [ -z "${!name:-}" ] || environment+=("$name=${!name}")
done

inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "${environment[@]}" "$@"
}

# What lets this machine reach its mirrors and registries: names, certificates, settings of the clients.
carry_settings() {
    mkdir -p "$root/etc/ssl/certs" "$root/etc/apt/apt.conf.d" "$root/root/.config/pip"
    cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
    cp -L /etc/hosts "$root/etc/hosts"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    grep -ilE 'acquire' /etc/apt/apt.conf /etc/apt/apt.conf.d/* 2>/dev/null |
        xargs -r cp -t "$root/etc/apt/apt.conf.d/" || true
    if [ -f /etc/pip.conf ]; then cp /etc/pip.conf "$root/etc/pip.conf"; fi
    if [ -f "$HOME/.config/pip/pip.conf" ]; then cp "$HOME/.config/pip/pip.conf" "$root/root/.config/pip/pip.conf"; fi
}

mount_all() {
    mkdir -p "$root$checkout" "$root/proc" "$root/sys" "$root/dev"
    mount --bind "$checkout" "$root$checkout"
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys" && mount --make-rslave "$root/sys"
    mount --rbind /dev "$root/dev" && mount --make-rslave "$root/dev"
}

unmount_all() {
    for place in "$root/dev" "$root/sys" "$root/proc" "$root$checkout"; do
        if mountpoint -q "$place"; then umount -R -l "$place"; fi
    done
}

# Removes what a broken attempt left: only a folder of our own, and never through a mount into the real machine.
remove_remains() {
    [ -d "$root" ] || return 0
    if [ ! -f "$root.ours" ] && [ -n "$(ls -A "$root")" ]; then
        echo "$root is not empty and was not made here; name another folder in UP42_JOBS_NEWEST_QGIS" >&2
        exit 1
    fi
    if grep -qF " $root/" /proc/self/mounts; then
        echo "Something is still mounted below $root" >&2
        exit 1
    fi
    rm -rf --one-file-system "$root"
}

mkdir -p "$(dirname "$root")"
# Two runs at once would take each other's mounts away.
exec 9>"$root.lock"
flock 9
trap unmount_all EXIT
unmount_all
if [ ! -f "$root/.ready" ]; then
    remove_remains
    echo "Making $root"
    command -v debootstrap >/dev/null || {
        apt-get update -q
        apt-get install -y -q --no-install-recommends debootstrap
    }
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 -E '/debian/?$' || true)
    [ -n "$mirror" ] || { echo "apt names no mirror of Debian on this machine" >&2; exit 1; }
    touch "$root.ours"
    mkdir -p "$root"
    debootstrap --variant=minbase --include=ca-certificates trixie "$root" "$mirror" >"$root.log" 2>&1 ||
        { tail -n 20 "$root.log" >&2; exit 1; }
    echo "deb $mirror trixie-backports main" >"$root/etc/apt/sources.list.d/backports.list"
    carry_settings
    mount_all
    inside apt-get update -q >>"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; exit 1; }
    inside DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -t trixie-backports \
        qgis python3-qgis python3-venv git >>"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; exit 1; }
    touch "$root/.ready"
else
    carry_settings
    mount_all
fi
sum=$(sha256sum requirements-dev.txt | cut -d' ' -f1)
if [ "$(cat "$root/opt/tests/.installed" 2>/dev/null || true)" != "$sum" ]; then
    inside /usr/bin/python3 -m venv --clear --system-site-packages /opt/tests
    inside /opt/tests/bin/python -m pip install --quiet --disable-pip-version-check -r "$checkout/requirements-dev.txt"
    echo "$sum" >"$root/opt/tests/.installed"
fi
inside /usr/bin/python3 -c 'from qgis.core import Qgis; print("QGIS", Qgis.QGIS_VERSION)'
# The official SDK is driven on this machine's Python; its old pins do not fit the newest one.
# Nothing is left in the checkout that its owner could not remove.
inside QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1 PYTEST_ADDOPTS="-p no:cacheprovider" \
    HYPOTHESIS_STORAGE_DIRECTORY=/var/tmp/hypothesis \
    GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' \
    "$checkout/tools/run_tests.sh" /opt/tests/bin/python tests/qgis tests/ui
