# Sourced by the scripts beside it: builds Troupe and the benchmark when something has changed, and starts a program.
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
target=$home/bench/target
built=$target/built

is_current() {
  [ -f "$built" ] && [ -z "$(
    find "$home" \( -name target -o -name .git \) -prune -o \
      -type f \( -path '*/src/main/*' -o -name pom.xml \) -newer "$built" -print -quit
  )" ]
}

build_what_is_missing() {
  is_current && return
  mkdir -p "$target"
  started=$(mktemp "$target/started.XXXXXX")
  trap 'rm -f "$started"' EXIT
  echo "Building Troupe and the benchmark (the first time also downloads the reference) ..."
  if ! (cd "$home" && mvn -B ${MAVEN_OPTIONS:-} -Pbench -Dmaven.test.skip=true -Dspotless.check.skip=true package) >"$target/build.log" 2>&1; then
    tail -n 25 "$target/build.log" >&2
    echo "bench: the build failed; its whole log is $target/build.log" >&2
    exit 3
  fi
  # As old as the beginning of the build: what was changed while it ran is built the next time.
  mv "$started" "$built"
}

# Of the main class and its arguments.
run_program() {
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m "-Dbench.home=$home" \
    "-Dlogback.configurationFile=$target/classes/worker-logback.xml" \
    -cp "$target/classes:$target/lib/*:$target/reference/lib/*" "$@"
}
