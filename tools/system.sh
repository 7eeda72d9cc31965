#!/usr/bin/env bash
# A private system: one PostgreSQL cluster, a development CA and token issuer, and every service
# that the build holds, on loopback. Sourced by ./opora after tools/cluster.sh; needs ROOT, the
# checkout.
#
# All of a system lies in its state directory, /var/tmp/opora-<uid>-<name>:
#
#   cluster/                PostgreSQL (tools/cluster.sh)
#   identity/               CA, certificates, issuer keys (tools/devidentity.py)
#   issuers.json            the issuers whose tokens the services believe
#   keys/<service>.pem      Ed25519 key of the audit seal
#   journal/<service>       journal of withdrawals, outside the database on purpose
#   env/<service>.sh        the service's settings; source it to run a binary by hand
#   log/<service>.log       run/<service>.pid ("PID INODE BINARY")
#   system.json             name, issuer, audience, identity folder, addresses, for clients

# Binary suffix, schema, offset of the port; in the order of the call graph, callee first.
readonly SYSTEM_SERVICES=("client-registry registry 1" "housing-referral housing 3"
  "case-conference conference 2" "reporting reporting 4")
readonly SYSTEM_ISSUER=https://issuer.opora.test
readonly SYSTEM_READY_SECONDS=15
readonly SYSTEM_STOP_SECONDS=30

# system_up NAME PRESET PORT_BASE: services listen on PORT_BASE + 1 …, their admin pages 100 above.
# Running services of that system are replaced. When one does not come up, none stays.
system_up() {
  local name=$1 state
  state=$(state_make "$name") || return 1
  system_stop_services "$state" || return 1
  if (umask 077 && system_prepare "$@" "$state" && system_start_services "$2" "$state"); then
    return 0
  fi
  system_down "$name"
  return 1
}

# system_down NAME: stops services, then the cluster; the data stays.
system_down() {
  local state
  state=$(state_root "$1") || return 1
  [[ -d $state ]] || return 0
  system_stop_services "$state" && cluster_stop "$1"
}

# system_destroy NAME: stops it and removes its state directory.
system_destroy() {
  local state
  state=$(state_root "$1") || return 1
  [[ -d $state ]] || return 0
  system_down "$1" && cluster_destroy "$1" && rm -rf "$state"
}

# system_status NAME PRESET: one line per service; fails unless all that is built is serving.
system_status() {
  local state entry service schema offset pid binary failed=0
  state=$(state_root "$1") || return 1
  for entry in "${SYSTEM_SERVICES[@]}"; do
    read -r service schema offset <<<"$entry"
    binary="$ROOT/build/$2/opora-$service"
    if pid=$(system_process "$state" "$service"); then
      if system_healthy "$state" "$service"; then
        printf '%-17s serving on %s, pid %s\n' "$service" "$(system_address "$state" "$service")" "$pid"
      else
        printf '%-17s not healthy, pid %s, log %s\n' "$service" "$pid" "$state/log/$service.log"
        failed=1
      fi
    elif [[ -x $binary ]]; then
      printf '%-17s stopped\n' "$service"
      failed=1
    else
      printf '%-17s not built\n' "$service"
    fi
  done
  return "$failed"
}

# system_free_base: the first base of ports, from 7100, at which nobody listens.
system_free_base() {
  local base offset
  for base in {7100..9900..200}; do
    for offset in 1 2 3 4 90 101 102 103 104; do
      system_port_taken $((base + offset)) && continue 2
    done
    echo "$base" && return 0
  done
  echo "No free ports between 7100 and 10000" >&2
  return 1
}

# system_built PRESET: whether there is any service to start.
system_built() {
  local entry
  for entry in "${SYSTEM_SERVICES[@]}"; do
    [[ -x $ROOT/build/$1/opora-${entry%% *} ]] && return
  done
  return 1
}

# --- preparing -----------------------------------------------------------------------------------

system_prepare() {
  local name=$1 preset=$2 base=$3 state=$4 entry service schema offset
  mkdir -p "$state"/{journal,keys,env,log,run} || return 1
  cluster_start "$name" on || return 1
  system_database "$name" || return 1
  system_issuer "$state" || return 1
  for entry in "${SYSTEM_SERVICES[@]}"; do
    read -r service schema offset <<<"$entry"
    [[ -x $ROOT/build/$preset/opora-$service ]] || continue
    system_identity "$state" "$service" || return 1
    system_environment "$state" "$service" "$schema" $((base + offset)) "$offset" >"$state/env/$service.sh" ||
      return 1
    cluster_psql "$name" opora -v service="$schema" -f "$ROOT/deploy/postgres/roles.sql" || return 1
  done
  system_describe "$name" "$state" "$preset" "$base" >"$state/system.json"
}

system_database() {
  local found
  found=$(cluster_psql "$1" postgres -At -c "SELECT 1 FROM pg_database WHERE datname = 'opora'") ||
    return 1
  [[ $found == 1 ]] || cluster_psql "$1" postgres -c 'CREATE DATABASE opora'
}

system_issuer() {
  local identity="$1/identity"
  /usr/bin/python3 "$ROOT/tools/devidentity.py" init "$identity" || return 1
  printf '[{"issuer":"%s","audiences":["opora"],"jwks":"%s/jwks.json"}]\n' \
    "$SYSTEM_ISSUER" "$identity" >"$1/issuers.json"
}

# Certificates are renewed at each start, the key of the seal stays.
system_identity() {
  local key="$1/keys/$2.pem"
  /usr/bin/python3 "$ROOT/tools/devidentity.py" service "$1/identity" "$2" || return 1
  [[ $2 != reporting ]] || system_secret "$1/keys/pseudonyms" || return 1
  [[ $2 != client-registry ]] || system_secret "$1/keys/consents" || return 1
  [[ -e $key ]] && return
  openssl genpkey -algorithm ed25519 -out "$key.new" && mv "$key.new" "$key"
}

# system_secret FILE: a random key that stays.
system_secret() {
  [[ -e $1 ]] && return
  openssl rand -hex 32 >"$1.new" && mv "$1.new" "$1"
}

# system_environment STATE SERVICE SCHEMA PORT OFFSET: the service's settings as shell text.
system_environment() {
  local state=$1 identity="$1/identity" server="host=$1/cluster port=5432 dbname=opora"
  cat <<ENVIRONMENT
export OPORA_LISTEN_ADDRESS='127.0.0.1:$4'
export OPORA_ADMIN_ADDRESS='127.0.0.1:$(($4 + 100))'
export OPORA_DATABASE='$server user=$3_app'
export OPORA_DATABASE_MIGRATE='$server user=$3_migrate'
export OPORA_DATABASE_SEALER='$server user=$3_sealer'
export OPORA_TLS_CERTIFICATE='$identity/$2.pem'
export OPORA_TLS_KEY='$identity/$2.key'
export OPORA_TLS_CLIENT_CA='$identity/ca.pem'
export OPORA_ISSUERS_FILE='$state/issuers.json'
export OPORA_JOURNAL_FILE='$state/journal/$2'
export OPORA_AUDIT_KEY_FILE='$state/keys/$2.pem'
export OPORA_SANDBOX='true'
export OPORA_DRAIN_DELAY='0s'  # no load balancer that must notice first
ENVIRONMENT
  [[ $2 != reporting ]] || echo "export OPORA_PSEUDONYM_KEY_FILE='$state/keys/pseudonyms'"
  [[ $2 != client-registry ]] || echo "export OPORA_CONSENT_KEYS_FILE='$state/keys/consents'"
  [[ $2 != client-registry ]] || system_mail $(($4 - $5))
  [[ $2 != @(case-conference|housing-referral) ]] || echo "export OPORA_WORK_INTERVAL='1s'"
  system_neighbours "$2" $(($4 - $5))
}

# system_mail PORT_BASE: mails go to PORT_BASE + 90, where a test listens; moments instead of hours.
system_mail() {
  cat <<MAIL
export OPORA_SMTP_URL='smtp://127.0.0.1:$(($1 + 90))'
export OPORA_SMTP_TLS='none'
export OPORA_SMTP_RETRY='1s'
export OPORA_WORK_INTERVAL='1s'
export OPORA_NOTIFY_WINDOW='4s'
export OPORA_ESCALATE_AFTER='3s'
MAIL
}

# system_neighbours SERVICE PORT_BASE: whom the service calls or follows.
system_neighbours() {
  local neighbour name
  local -A neighbours=([housing-referral]="registry:1" [case-conference]="registry:1 housing:3"
    [reporting]="registry:1 conference:2 housing:3")
  for neighbour in ${neighbours[$1]:-}; do
    name=${neighbour%:*}
    echo "export OPORA_${name^^}_ADDRESS='127.0.0.1:$(($2 + ${neighbour#*:}))'"
  done
}

# system_describe NAME STATE PRESET BASE: what a client must know, as JSON.
system_describe() {
  local entry service schema offset separator=
  printf '{"name":"%s","issuer":"%s","audience":"opora","identity":"%s","mail":"127.0.0.1:%d",' \
    "$1" "$SYSTEM_ISSUER" "$2/identity" $(($4 + 90))
  printf '"services":{'
  for entry in "${SYSTEM_SERVICES[@]}"; do
    read -r service schema offset <<<"$entry"
    [[ -x $ROOT/build/$3/opora-$service ]] || continue
    printf '%s"%s":{"address":"127.0.0.1:%d","admin":"127.0.0.1:%d"}' "$separator" "$service" \
      $(($4 + offset)) $(($4 + offset + 100))
    separator=,
  done
  printf '}}\n'
}

# --- running -------------------------------------------------------------------------------------

system_start_services() {
  local preset=$1 state=$2 entry service schema offset binary
  for entry in "${SYSTEM_SERVICES[@]}"; do
    read -r service schema offset <<<"$entry"
    binary="$ROOT/build/$preset/opora-$service"
    [[ -x $binary ]] || continue
    system_run "$state" "$service" "$binary" migrate || return 1
    [[ $service != client-registry ]] || system_bootstrap "$state" "$binary" || return 1
    system_serve "$state" "$service" "$binary" || return 1
  done
}

# system_run STATE SERVICE BINARY [argument...]: to its end, with the service's settings.
system_run() (
  # shellcheck disable=SC1090
  . "$1/env/$2.sh"
  exec "${@:3}" </dev/null
)

# The first administrator, once in a state's life.
system_bootstrap() {
  [[ -e $1/bootstrapped ]] && return
  system_run "$1" client-registry "$2" bootstrap --issuer="$SYSTEM_ISSUER" --subject=admin \
    --name='System operator' && touch "$1/bootstrapped"
}

system_serve() {
  local state=$1 service=$2 binary address log="$1/log/$2.log" deadline=$((SECONDS + SYSTEM_READY_SECONDS))
  binary=$(readlink -f "$3")
  address=$(system_address "$state" "$service")
  # gRPC shares a port with whoever listens there already, so the service would not notice.
  if system_port_taken "${address##*:}"; then
    echo "$service: somebody listens on $address already (OPORA_PORT_BASE moves this system)" >&2
    return 1
  fi
  # Its own session, so that Ctrl-C in this terminal is not the service's business.
  # shellcheck disable=SC1090
  (. "$state/env/$service.sh" && exec setsid "$binary" serve) </dev/null >>"$log" 2>&1 &
  echo "$! $(stat -c %d:%i "$binary") $binary" >"$state/run/$service.pid"
  until system_healthy "$state" "$service"; do
    if ! kill -0 $! 2>/dev/null; then
      echo "$service ended instead of serving; the end of $log:" >&2
    elif ((SECONDS < deadline)); then
      sleep 0.2 && continue
    else
      echo "$service is not ready after $SYSTEM_READY_SECONDS s; the end of $log:" >&2
    fi
    tail -n 30 "$log" >&2
    return 1
  done
}

system_stop_services() {
  local index service failed=0
  for ((index = ${#SYSTEM_SERVICES[@]} - 1; index >= 0; index--)); do
    service=${SYSTEM_SERVICES[index]%% *}
    system_stop_service "$1" "$service" || failed=1
  done
  return "$failed"
}

system_stop_service() {
  local state=$1 service=$2 pid deadline=$((SECONDS + SYSTEM_STOP_SECONDS))
  if pid=$(system_process "$state" "$service"); then
    kill -TERM "$pid"
    while system_process "$state" "$service" >/dev/null; do
      if ((SECONDS >= deadline)); then
        echo "$service (pid $pid) did not end within $SYSTEM_STOP_SECONDS s of SIGTERM: killed" >&2
        kill -KILL "$pid"
        break
      fi
      sleep 0.1
    done
  fi
  rm -f "$state/run/$service.pid"
}

# system_process STATE SERVICE: its process id, if that process still runs the binary that we
# started. Compared by inode: a linker may have renamed and deleted the running file since.
system_process() {
  local pid inode binary
  read -r pid inode binary 2>/dev/null <"$1/run/$2.pid" || return 1
  [[ $(stat -Lc %d:%i "/proc/$pid/exe" 2>/dev/null) == "$inode" ]] && echo "$pid"
}

system_healthy() {
  local pid inode binary
  read -r pid inode binary <"$1/run/$2.pid" || return 1
  system_run "$1" "$2" timeout 5 "$binary" healthcheck >/dev/null 2>&1
}

system_address() {
  system_run "$1" "$2" printenv OPORA_LISTEN_ADDRESS
}

system_port_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
