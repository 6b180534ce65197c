#!/bin/sh
# What Kafka's script of this name does, with Troupe: the same arguments, the same variables.
set -u

usage() {
  cat <<'EOF'
Usage: connect-distributed.sh [-daemon] [-name NAME] [-loggc] connect-distributed.properties

Starts troupe worker; with -daemon in the background, its output in LOG_DIR (default: logs beside bin).

Environment:
  KAFKA_HEAP_OPTS, KAFKA_JVM_PERFORMANCE_OPTS, KAFKA_JMX_OPTS, KAFKA_OPTS   options for Java
  LOG_DIR   where the output of -daemon goes
  and what troupe --help names
EOF
}

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd -P)
daemon=
name=connect-distributed
while [ $# -gt 0 ]; do
  case $1 in
    -daemon) daemon=yes; shift ;;
    -name) [ $# -gt 1 ] || { usage >&2; exit 1; }; name=$2; shift 2 ;;
    -loggc) shift ;;
    -h | --help) usage; exit 0 ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || { usage >&2; exit 1; }

# Those of a user come last, and count.
JAVA_OPTS="${KAFKA_HEAP_OPTS:-} ${KAFKA_JVM_PERFORMANCE_OPTS:-} ${KAFKA_JMX_OPTS:-} ${KAFKA_OPTS:-} ${JAVA_OPTS:-}"
export JAVA_OPTS
[ -n "$daemon" ] || exec "$here/troupe" worker "$@"

logs=${LOG_DIR:-$here/../logs}
mkdir -p "$logs" || exit 1
nohup "$here/troupe" worker "$@" >"$logs/$name.out" 2>&1 </dev/null &
