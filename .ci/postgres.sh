# Debian's PostgreSQL for the tests: a server of their own in a folder of its own, on 127.0.0.1 and a free port.
# Sourced by .ci/run. It waits for no disk: what it holds is thrown away.

postgres_programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

# It refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

# start_postgres FOLDER: installs it where it is missing, starts it, and sets TEST_DATABASE_URL.
start_postgres() {
  local folder="$1/postgres" port
  if [ -z "$(postgres_programs)" ]; then
    apt-get update -qq || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null || return 1
  fi
  port="$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")"
  mkdir "$folder" || return 1
  if [ "$(id -u)" = 0 ]; then chown postgres "$folder" && chmod 711 "$1" || return 1; fi
  postgres_data="$folder/data"
  as_postgres "$(postgres_programs)/initdb" -D "$postgres_data" -U postgres --auth=trust -E UTF8 --locale=C >/dev/null || return 1
  as_postgres "$(postgres_programs)/pg_ctl" -D "$postgres_data" -l "$folder/log" -w -t 60 -o "-p $port \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 \
    -c fsync=off -c full_page_writes=off -c synchronous_commit=off" start >/dev/null || return 1
  export TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres"
}

stop_postgres() {
  if [ -n "${postgres_data:-}" ]; then
    as_postgres "$(postgres_programs)/pg_ctl" -D "$postgres_data" -m immediate stop >/dev/null 2>&1
  fi
}
