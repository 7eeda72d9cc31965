#!/usr/bin/env bash
# Private PostgreSQL 15 clusters for development, tests and measurements; sourced by ./opora and
# usable alone:
#
#   tools/cluster.sh start NAME [on|off]   start it (made when missing) with fsync on or off
#   tools/cluster.sh dsn NAME              its libpq conninfo, as superuser
#   tools/cluster.sh standby NAME OF DELAY make NAME a standby of OF that lags by DELAY, and start it
#   tools/cluster.sh stop NAME             stop it and keep its data
#   tools/cluster.sh destroy NAME          stop it and remove its data
#
# A cluster lies in /var/tmp/opora-<uid>-<name>/cluster: never below the checkout, because the
# user postgres may not be able to enter a home, and short, because a socket path ends at 107
# bytes. It listens on a Unix socket only. PostgreSQL refuses to run as root, so for root the
# cluster belongs to the user postgres.
#
# Authentication is `trust`. That is for development alone, and safe there because the socket lies
# in a directory that only its owner (and root) may enter; there is no TCP listener to trust.

readonly CLUSTER_BIN=/usr/lib/postgresql/15/bin

# state_root NAME: the directory of everything that is called NAME, which need not exist. Refused
# when it is not ours, since anybody may put a directory of that name into /var/tmp.
state_root() {
  local root
  [[ $1 =~ ^[a-z0-9-]{1,40}$ ]] || { echo "Not a name of a cluster: '$1'" >&2; return 1; }
  root="/var/tmp/opora-$(id -u)-$1"
  if [[ -L $root ]] || [[ -e $root && ! (-d $root && -O $root) ]]; then
    echo "$root belongs to somebody else" >&2
    return 1
  fi
  echo "$root"
}

# state_make NAME: state_root, made when missing. Others may pass through it and see nothing.
state_make() {
  local root
  root=$(state_root "$1") || return 1
  [[ -d $root ]] || mkdir -m 0711 "$root" || return 1
  echo "$root"
}

# cluster_dsn NAME: conninfo of the cluster's superuser.
cluster_dsn() {
  local root
  root=$(state_root "$1") || return 1
  echo "host=$root/cluster port=5432 user=postgres dbname=postgres"
}

# cluster_psql NAME DATABASE [argument...]: psql as superuser, stopping at the first error.
cluster_psql() {
  local root
  root=$(state_root "$1") || return 1
  "$CLUSTER_BIN/psql" -X -q -v ON_ERROR_STOP=1 -d "host=$root/cluster port=5432 user=postgres dbname=$2" \
    "${@:3}"
}

# cluster_start NAME on|off: running and accepting connections when it returns 0. `off` trades
# safety against a crash of the machine for speed: right for tests and for nothing else.
cluster_start() (
  fsync=$2
  root=$(state_make "$1") || exit 1
  directory="$root/cluster"
  data="$directory/data"
  cd / || exit 1
  exec {lock}>"$root/cluster.lock" && flock "$lock" || exit 1

  cluster_initialise "$directory" || exit 1
  if cluster_postmaster "$data" >/dev/null; then
    grep -qx "fsync = $fsync" "$data/postgresql.conf" && exit 0
    cluster_as_owner "$CLUSTER_BIN/pg_ctl" stop -s -w -m fast -t 60 -D "$data" {lock}>&- || exit 1
  else
    cluster_clear_remains "$directory" || exit 1
  fi
  cluster_configuration "$directory" "$fsync" | cluster_write "$data/postgresql.conf" || exit 1
  # The lock is closed for the server, which would otherwise hold it as long as it lives.
  cluster_as_owner "$CLUSTER_BIN/pg_ctl" start -s -w -t 120 -D "$data" -l "$directory/log" \
      </dev/null >/dev/null {lock}>&- && exit 0
  echo "PostgreSQL did not start; the end of $directory/log:" >&2
  tail -n 20 "$directory/log" >&2
  exit 1
)

# cluster_standby NAME OF DELAY: a hot standby of the cluster OF, which applies what was committed
# there only after DELAY ("50ms").
cluster_standby() (
  root=$(state_make "$1") || exit 1
  directory="$root/cluster"
  cd / || exit 1
  install -d -m 0700 -o "$(cluster_as_owner id -un)" "$directory" || exit 1
  cluster_as_owner "$CLUSTER_BIN/pg_basebackup" -R -X stream -c fast -D "$directory/data" \
    -d "$(cluster_dsn "$2")" || exit 1
  # shellcheck disable=SC2016
  cluster_as_owner sh -c 'echo "recovery_min_apply_delay = $2" >>"$1"' sh \
    "$directory/data/postgresql.auto.conf" "'$3'" || exit 1
  cluster_start "$1" on
)

# cluster_stop NAME: open transactions are rolled back, committed data stays.
cluster_stop() (
  root=$(state_root "$1") || exit 1
  cd / || exit 1
  cluster_postmaster "$root/cluster/data" >/dev/null || exit 0
  cluster_as_owner "$CLUSTER_BIN/pg_ctl" stop -s -w -m fast -t 60 -D "$root/cluster/data"
)

# cluster_destroy NAME: the data is gone.
cluster_destroy() {
  local root
  root=$(state_root "$1") || return 1
  cluster_stop "$1" || return 1
  rm -rf "$root/cluster" "$root/cluster.lock"
  rmdir "$root" 2>/dev/null || true
}

cluster_as_owner() {
  if ((EUID == 0)); then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

# cluster_write FILE: standard input becomes FILE, as the cluster's owner.
cluster_write() {
  # shellcheck disable=SC2016
  cluster_as_owner sh -c 'cat >"$1.new" && mv "$1.new" "$1"' sh "$1"
}

# cluster_initialise DIRECTORY: the data directory appears whole or not at all.
cluster_initialise() {
  local directory=$1 owner
  [[ -d $directory/data ]] && return
  owner=$(cluster_as_owner id -un) || return 1
  install -d -m 0700 -o "$owner" "$directory" || return 1
  rm -rf "$directory/data.new"
  cluster_as_owner "$CLUSTER_BIN/initdb" -k --locale=C.UTF-8 --encoding=UTF8 --auth=trust \
    --username=postgres -D "$directory/data.new" >/dev/null &&
    mv "$directory/data.new" "$directory/data"
}

cluster_configuration() {
  cat <<CONFIGURATION
# Written anew by tools/cluster.sh at every start.
listen_addresses = ''
unix_socket_directories = '$1'
unix_socket_permissions = 0700
port = 5432
max_connections = 200
shared_buffers = 256MB
fsync = $2
full_page_writes = $2
# After a crash the file system is synced in one call, not file by file, which takes seconds.
recovery_init_sync_method = syncfs
timezone = 'UTC'
log_timezone = 'UTC'
# A log is read by people who may not read about clients: no row values, no parameters.
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
CONFIGURATION
}

# cluster_postmaster DATA: the process id of the server that runs on DATA. A postmaster.pid alone
# proves nothing: after a kill -9 or a reboot its number may be anybody's.
cluster_postmaster() {
  local pid
  pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[1-9][0-9]*$ ]] && cluster_process_uses "$pid" "$1" && echo "$pid"
}

cluster_process_uses() {
  [[ /proc/$1/cwd -ef $2 && $(readlink "/proc/$1/exe") == "$CLUSTER_BIN/postgres"* ]]
}

# cluster_clear_remains DIRECTORY: removes what a killed server left behind, once the last of its
# children is gone. Starting beside a surviving child would destroy the data.
cluster_clear_remains() {
  local data="$1/data" process child attempt
  for attempt in {1..100}; do
    child=
    for process in /proc/[1-9]*; do
      cluster_process_uses "${process#/proc/}" "$data" && child=${process#/proc/} && break
    done
    if [[ -z $child ]]; then
      rm -f "$data/postmaster.pid" "$1/.s.PGSQL.5432" "$1/.s.PGSQL.5432.lock"
      return 0
    fi
    sleep 0.1
  done
  echo "Process $child of a killed PostgreSQL still uses $data after $attempt waits" >&2
  return 1
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set -euo pipefail
  case "${1-} ${2-}" in
    "start "?*) cluster_start "$2" "${3:-on}" ;;
    "dsn "?*) cluster_dsn "$2" ;;
    "standby "?*) cluster_standby "$2" "$3" "$4" ;;
    "stop "?*) cluster_stop "$2" ;;
    "destroy "?*) cluster_destroy "$2" ;;
    *) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
fi
