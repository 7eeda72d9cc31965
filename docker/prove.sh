#!/usr/bin/env bash
# Proof of docker/Dockerfile where there is neither a Docker engine nor a registry:
#
#   docker/prove.sh [--service NAME] [--binary PATH] [--jobs N] [--keep]
#
# Makes a Debian 12 base with mmdebstrap, builds the image from the Dockerfile as it is with
# buildah, and runs the image's own entry point, command and health check as a container would:
# the image's files and nothing else, read-only, as the image's user, own network, own processes.
# The database is a private cluster of tools/cluster.sh. Neighbours are not there: a service must
# migrate, serve and be healthy without them.
#
# --service is client-registry when not given. --binary takes that service built already and skips
# the compiling stage.
# --jobs is how many compilers run at once. --keep leaves the storage for a look and says where.
#
# As root on Debian 12, with what ./opora installs. Needs no more than 4 GB below /var/tmp.
set -euo pipefail
export LC_ALL=C.UTF-8

ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
readonly ROOT
# shellcheck source=tools/cluster.sh
. "$ROOT/tools/cluster.sh"
# shellcheck source=tools/system.sh
. "$ROOT/tools/system.sh"

readonly NAME=dockerproof BASE=localhost/dockerproof-base
readonly PACKAGES=(buildah mmdebstrap iproute2 binutils)
readonly USER_ID=65532
STATE=$(state_make "$NAME")
readonly STATE STORE="$STATE/store" FILES="$STATE/files"

main() {
  local service=client-registry binary='' jobs=1 keep='' inside=''
  while (($#)); do
    case $1 in
      --service) service=${2-} && shift ;;
      --binary) binary=$(readlink -e "${2-}") || fail "--binary takes a file" && shift ;;
      --jobs) jobs=${2-} && shift ;;
      --keep) keep=1 ;;
      --inside) inside=${2-} && shift ;;
      *) fail "does not know '$1'" ;;
    esac
    shift
  done
  take_service "$service"
  if [[ $inside ]]; then
    run_image "$inside"
    return
  fi
  ((EUID == 0)) || fail "needs root"
  clean_up
  [[ $keep ]] || trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkdir -p "$STORE/tmp" "$FILES"
  export TMPDIR="$STORE/tmp"

  step "Packages of ./opora and of the Dockerfile are the same" compare_packages
  step "Install ${PACKAGES[*]}" install_packages
  step "Base" make_base
  if [[ $binary ]]; then
    step "Take $binary" take_binary "$binary"
    step "Build the image" build_image --build-context build="$STORE/binary"
  else
    step "Compile and build the image" build_image --build-arg JOBS="$jobs"
  fi
  step "Look at the image" inspect_image
  step "PostgreSQL, certificates, issuers" prepare
  # What is mounted and started inside goes away with it.
  unshare --mount --net --pid --fork --kill-child=KILL --mount-proc "$0" \
    --service "$SERVICE" --inside "$(image_root)"
  [[ ! $keep ]] || echo "Kept: $STORE ($(command -v buildah) ${STORAGE[*]})"
  echo "Proven in $SECONDS s"
}

# take_service NAME: its schema and port, by tools/system.sh.
take_service() {
  local entry name schema offset
  for entry in "${SYSTEM_SERVICES[@]}"; do
    read -r name schema offset <<<"$entry"
    [[ $name == "$1" ]] || continue
    readonly SERVICE=$name SCHEMA=$schema PORT=$((7100 + offset)) IMAGE=localhost/opora-$name
    return
  done
  fail "there is no service '$1'"
}

# --- building ------------------------------------------------------------------------------------

readonly STORAGE=(--root "$STORE/storage" --runroot "$STORE/runroot" --storage-driver vfs)

tool() {
  buildah "${STORAGE[@]}" "$@"
}

compare_packages() {
  diff <(sed -n '/^readonly BUILD_PACKAGES=(/,/)$/p' "$ROOT/opora" | sed 's/.*(//; s/)$//' | words |
    grep -vE '^(postgresql-.*|python3.*|openssl|tzdata)$') \
    <(sed -n '/ AS build$/,/rm -rf/p' "$ROOT/docker/Dockerfile" | sed '1,/apt-get install/d; /rm -rf/d; s/&& *\\$//; s/\\$//' | words)
}

words() {
  tr -s ' \n' '\n' | grep . | sort
}

install_packages() {
  dpkg-query -W "${PACKAGES[@]}" >/dev/null 2>&1 && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${PACKAGES[@]}" >/dev/null
}

# Where this machine gets its packages from, and by which proxy, is the base's way too. It stays in
# the base: the image takes no file of apt's.
make_base() {
  local file sources=() options=() container
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources}; do
    if grep -qs bookworm "$file"; then sources+=("$file"); fi
  done
  for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
    if grep -qsiE '^ *Acquire::(https?|check-)' "$file"; then options+=(--aptopt="$file"); fi
  done
  [[ ! $(ls -A /etc/apt/auth.conf.d 2>/dev/null) ]] ||
    options+=(--customize-hook='copy-in /etc/apt/auth.conf.d /etc/apt')
  mmdebstrap --quiet --variant=minbase --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    "${options[@]}" bookworm "$STORE/base.tar" "${sources[@]}" >"$STORE/base.log" 2>&1 ||
    { tail -n 40 "$STORE/base.log" >&2; return 1; }
  container=$(tool from scratch)
  tool add --quiet "$container" "$STORE/base.tar" / >/dev/null
  tool commit --quiet "$container" "$BASE" >/dev/null
  tool rm "$container" >/dev/null
  rm "$STORE/base.tar"
}

# Its folder stands in for the stage `build`, which is then not run.
take_binary() {
  mkdir "$STORE/binary"
  strip -o "$STORE/binary/opora" "$1"
}

# Docker's format, since OCI's has no health check.
build_image() {
  tool bud --isolation chroot --format docker --pull-never -f "$ROOT/docker/Dockerfile" \
    --build-arg BASE="$BASE" --build-arg SERVICE="$SERVICE" --build-arg PORT="$PORT" "$@" \
    --target runtime -t "$IMAGE" "$ROOT" >"$STORE/build.log" 2>&1 && return
  tail -n 40 "$STORE/build.log" >&2
  return 1
}

# image_root: where the image's files are; the same folder at each call.
image_root() {
  [[ -e $STORE/container ]] || tool from --pull-never "$IMAGE" >"$STORE/container"
  tool mount "$(<"$STORE/container")"
}

# image_config EXPRESSION: lines of the image's configuration, to which `it` is bound.
image_config() {
  tool inspect --type image "$IMAGE" | /usr/bin/python3 -c "
import json, sys
it = json.load(sys.stdin)['Docker']['config']
value = $1
print(*([value] if isinstance(value, str) else value), sep='\n')"
}

inspect_image() {
  local root found
  root=$(image_root)
  found=$(find "$root" -type f -perm /111 ! -name '*.so' ! -name '*.so.*' -printf '/%P\n')
  [[ $found == /usr/bin/opora ]] || fail "programs besides the service:"$'\n'"$found"
  found=$(find "$root" \( -type f -perm /6000 -o -type f -perm /022 -o -path "$root/etc/apt" \) -printf '/%P\n')
  [[ -z $found ]] || fail "set-id, writable by others, or apt's:"$'\n'"$found"
  [[ $(image_config "it['User']") == "$USER_ID:$USER_ID" ]] || fail "the image's user is not $USER_ID"
  echo "    one program, /usr/bin/opora: no shell, no compiler, no package manager"
  echo "    $(du -sm --apparent-size "$root" | cut -f1) MB, $(tar -C "$root" -c . | gzip | wc -c | awk '{printf "%d", $1 / 1e6}') MB compressed, $(find "$root/var/lib/dpkg/status.d" -type f | wc -l) Debian packages"
}

# --- running -------------------------------------------------------------------------------------

# As docker/README.md says, and connection strings as the job `roles` of deploy/compose.yaml writes
# them, but to the socket.
prepare() {
  local role
  install -d -m 0700 "$FILES"/{opora,run,journal}
  make_identity
  cluster_start "$NAME" on
  cluster_psql "$NAME" postgres -c 'CREATE DATABASE opora'
  cluster_psql "$NAME" opora -v service="$SCHEMA" -f "$ROOT/deploy/postgres/roles.sql"
  for role in app migrate sealer; do
    echo "host=/run/postgresql dbname=opora user=${SCHEMA}_$role" >"$FILES/run/$role"
  done
  chown -R "$USER_ID:$USER_ID" "$FILES"/{opora,run,journal}
  # The image's user may connect; only root and PostgreSQL can reach the socket.
  chmod 0777 "$STATE/cluster/.s.PGSQL.5432"
}

make_identity() {
  local identity="$FILES/identity" opora="$FILES/opora"
  /usr/bin/python3 "$ROOT/tools/devidentity.py" init "$identity"
  /usr/bin/python3 "$ROOT/tools/devidentity.py" service "$identity" "$SERVICE" --host "$SERVICE"
  cp "$identity/ca.pem" "$identity/jwks.json" "$opora/"
  cp "$identity/$SERVICE.pem" "$opora/certificate.pem"
  cp "$identity/$SERVICE.key" "$opora/certificate.key"
  openssl genpkey -algorithm ed25519 -out "$opora/audit.pem"
  [[ $SERVICE != reporting ]] || openssl rand -hex 32 >"$opora/pseudonyms"
  [[ $SERVICE != client-registry ]] || openssl rand -hex 32 >"$opora/consents"
  echo '[{"issuer":"https://issuer.opora.test","audiences":["opora"],"jwks":"/etc/opora/jwks.json"}]' \
    >"$opora/issuers.json"
}

# run_image ROOT: in namespaces of its own for mounts and network.
run_image() {
  local root=$1 entrypoint command health keys=() server process deadline=$((SECONDS + 30)) status=0
  mount_image "$root"
  ip link set lo up
  mapfile -t entrypoint < <(image_config "it['Entrypoint']")
  mapfile -t command < <(image_config "it['Cmd']")
  mapfile -t health < <(image_config "it['Healthcheck']['Test'][1:]")
  mapfile -t environment < <(image_config "it['Env']")
  environment+=(OPORA_SANDBOX=true)
  # Of the commands only `serve` is told where these keys are.
  [[ $SERVICE != reporting ]] || keys+=(OPORA_PSEUDONYM_KEY_FILE=/etc/opora/pseudonyms)
  [[ $SERVICE != client-registry ]] || keys+=(OPORA_CONSENT_KEYS_FILE=/etc/opora/consents)

  step "migrate" contained OPORA_DATABASE_MIGRATE_FILE=/run/opora/migrate -- "${entrypoint[@]}" migrate
  step "migrate again" contained OPORA_DATABASE_MIGRATE_FILE=/run/opora/migrate -- "${entrypoint[@]}" migrate
  if [[ $SERVICE == client-registry ]]; then
    step "bootstrap" contained OPORA_DATABASE_FILE=/run/opora/app -- "${entrypoint[@]}" bootstrap \
      --issuer=https://issuer.opora.test --subject=admin --name='System operator'
  fi
  ! contained -- "${health[@]}" 2>/dev/null || fail "healthy, and nobody serves"

  contained OPORA_DATABASE_FILE=/run/opora/app OPORA_DATABASE_SEALER_FILE=/run/opora/sealer "${keys[@]}" -- \
    "${entrypoint[@]}" "${command[@]}" >"$FILES/serve.log" 2>&1 &
  server=$!
  until contained -- "${health[@]}" 2>/dev/null; do
    ((SECONDS < deadline)) && kill -0 "$server" && sleep 0.3 && continue
    cat "$FILES/serve.log" >&2
    fail "not healthy"
  done
  echo "--- ${entrypoint[*]} ${command[*]}"
  echo "    healthy, by ${health[*]}"
  process=$(pgrep -x opora)  # process 1 of its own namespace
  describe_process "$process"

  kill -TERM "$process"
  wait "$server" || status=$?
  ((status == 0)) || { cat "$FILES/serve.log" >&2; fail "ended with $status at SIGTERM"; }
  ! contained -- "${health[@]}" 2>/dev/null || fail "healthy after its end"
  echo "    ended with 0 at SIGTERM"
}

# The root as `docker run --read-only --tmpfs /tmp` has it.
mount_image() {
  local root=$1 device
  mount --bind "$root" "$root"
  mount -t tmpfs -o nosuid,noexec,mode=0755 tmpfs "$root/dev"
  for device in null zero random urandom; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  done
  mount -t tmpfs -o nosuid,nodev,noexec,mode=1777 tmpfs "$root/tmp"
  mount -t tmpfs -o nosuid,nodev,noexec,mode=0755 tmpfs "$root/run"
  mkdir "$root"/run/{postgresql,opora}
  touch "$root/run/postgresql/.s.PGSQL.5432"
  mount --bind "$STATE/cluster/.s.PGSQL.5432" "$root/run/postgresql/.s.PGSQL.5432"
  mount --bind "$FILES/run" "$root/run/opora"
  mount --bind "$FILES/opora" "$root/etc/opora"
  mount --bind "$FILES/journal" "$root/var/lib/opora"
  mount -o remount,bind,ro "$root/run/opora"
  mount -o remount,bind,ro "$root/etc/opora"
  mount -o remount,bind,ro "$root"
  ! touch "$root/usr/written" 2>/dev/null || fail "the root can be written"
}

# contained [VARIABLE=value...] -- PROGRAM [argument...]: in the image's root as process 1, with the
# image's user and environment, without capabilities or a way to them.
contained() {
  local own=()
  while [[ $1 != -- ]]; do own+=("$1") && shift; done
  shift
  # shellcheck disable=SC2016
  env -i "${environment[@]}" "${own[@]}" /usr/bin/unshare --pid --mount --fork --kill-child=KILL -- \
    /bin/bash -c '/usr/bin/mount -t proc -o nosuid,nodev,noexec proc "$0/proc" &&
      exec /usr/bin/setpriv --no-new-privs --bounding-set=-all,+sys_chroot,+setuid,+setgid \
        /usr/sbin/chroot --groups= --userspec="$1" "$0" "${@:2}"' "$root" "$USER_ID:$USER_ID" "$@"
}

describe_process() {
  local status="/proc/$1/status" line
  for line in "Uid:	$USER_ID	$USER_ID	$USER_ID	$USER_ID" 'CapEff:	0000000000000000' \
    'CapPrm:	0000000000000000' 'NoNewPrivs:	1' 'Groups:	 '; do
    grep -qxF "$line" "$status" || fail "not as a container would: $line"$'\n'"$(<"$status")"
  done
  echo "    user $USER_ID, no capabilities, no-new-privs, root read-only," \
    "$(awk '/VmRSS/ {print int($2 / 1024)}' "$status") MB resident"
}

# --- the rest ------------------------------------------------------------------------------------

# Also what a run left that was killed. Nothing is removed below a mount that is still there.
clean_up() {
  local mount
  cluster_destroy "$NAME" || true
  if [[ -d $STORE/storage ]] && command -v buildah >/dev/null; then
    tool rm --all >/dev/null 2>&1 || true
    tool rmi --all --force >/dev/null 2>&1 || true
  fi
  while read -r mount; do
    umount "$mount" || umount --lazy "$mount"
  done < <(awk -v below="$STATE/" 'index($5, below) == 1 {print $5}' /proc/self/mountinfo | sort -r)
  rm -rf --one-file-system "$STATE"
}

step() {
  local begun=$SECONDS
  echo "--- $1"
  "${@:2}"
  echo "    $((SECONDS - begun)) s"
}

fail() {
  echo "docker/prove.sh: $*" >&2
  exit 1
}

main "$@"
