# A Debian in a folder of its own, for a QGIS that this machine does not have. Sourced with `root` (the folder),
# `checkout` and `variable` (the name of the environment variable that names another folder). Needs root, or sudo. The
# mirror, its certificates and proxies are those of this machine.
carried=(http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY
    PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_TRUSTED_HOST PIP_DEFAULT_TIMEOUT)
environment=()
for name in "${carried[@]}"; do
    [ -z "${!name:-}" ] || environment+=("$name=${!name}")
done

# as_root SCRIPT [KEPT...]: starts the script once more through sudo, with the named variables kept.
as_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    local script=$1 kept
    shift
    kept=("$variable" "$@" "${carried[@]}")
    exec sudo --preserve-env="$(IFS=,; echo "${kept[*]}")" HOME="$HOME" "$script"
}

inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "${environment[@]}" "$@"
}

# Runs a command inside with its words in the log, whose end is shown if the command fails.
inside_logged() {
    inside DEBIAN_FRONTEND=noninteractive "$@" >>"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; exit 1; }
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
    local environment_folder
    mkdir -p "$root$checkout" "$root/proc" "$root/sys" "$root/dev"
    mount --bind "$checkout" "$root$checkout"
    # The virtual environments of this machine belong to its Python and have no packages for the one inside, which
    # therefore sees empty folders. Private, as they would otherwise be hidden in the checkout too.
    mount --make-private "$root$checkout"
    for environment_folder in "$checkout"/.venv*; do
        # A link leads nowhere inside, and a mount on it would hide what it leads to here.
        if [ -d "$environment_folder" ] && [ ! -L "$environment_folder" ]; then
            mount -t tmpfs none "$root$environment_folder"
        fi
    done
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys" && mount --make-rslave "$root/sys"
    mount --rbind /dev "$root/dev" && mount --make-rslave "$root/dev"
}

# Takes away all that is mounted below the folder, also by a run that was killed or that had another checkout.
unmount_all() {
    local place
    awk -v below="$root/" 'index($2, below) == 1 { print $2 }' /proc/self/mounts | tac | while read -r place; do
        umount -l "$(printf '%b' "$place")"
    done
}

# Removes what a broken attempt left: only a folder of our own, and never through a mount into the real machine.
remove_remains() {
    [ -d "$root" ] || return 0
    if [ ! -f "$root.ours" ] && [ -n "$(ls -A "$root")" ]; then
        echo "$root is not empty and was not made here; name another folder in $variable" >&2
        exit 1
    fi
    if grep -qF " $root/" /proc/self/mounts; then
        echo "Something is still mounted below $root" >&2
        exit 1
    fi
    rm -rf --one-file-system "$root"
}

# Waits for its turn: two runs at once would take each other's mounts away.
take_folder() {
    mkdir -p "$(dirname "$root")"
    exec 9>"$root.lock"
    flock 9
    trap unmount_all EXIT
    unmount_all
}

# Makes the bare Debian (trixie), sets `mirror`, and leaves the folder mounted.
make_base() {
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
    carry_settings
    mount_all
}

# Makes the environment of the tests inside, from requirements-dev.txt.
make_test_environment() {
    local sum
    sum=$(sha256sum "$checkout/requirements-dev.txt" | cut -d' ' -f1)
    if [ "$(cat "$root/opt/tests/.installed" 2>/dev/null || true)" != "$sum" ]; then
        inside /usr/bin/python3 -m venv --clear --system-site-packages /opt/tests
        inside /opt/tests/bin/python -m pip install --quiet --disable-pip-version-check \
            -r "$checkout/requirements-dev.txt"
        echo "$sum" >"$root/opt/tests/.installed"
    fi
}

# Runs a command inside as tests want it: nothing is left in the checkout that its owner could not remove.
inside_for_tests() {
    inside QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1 PYTEST_ADDOPTS="-o cache_dir=/var/tmp/pytest-cache" \
        HYPOTHESIS_STORAGE_DIRECTORY=/var/tmp/hypothesis \
        GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' "$@"
}
