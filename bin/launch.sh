# Sourced by the programs of this folder: finds a JDK, builds what is missing or stale, runs a module.
#
#   launch FOLDER MODULE/CLASS TRAINING ARGS...
#
# FOLDER is the Maven module, whose target/modules holds what it depends on. TRAINING is a command that runs the program
# once after a build, to make a cache of loaded classes (JEP 514) that starts it in a fraction of the time; it calls
# "$@" with arguments. Where the cache cannot be made, everything works without.
#
# Environment: JAVA_HOME is looked at first; POLLMODE_JAVA_OPTS are further options of the JVM.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$(basename "$0")
jdk=25
# A command that runs the program, such as unshare; it is not there while the program is built.
wrap=()

fail() {
    echo "$program: $*" >&2
    exit 1
}

# Prints the java of a JDK that is new enough.
find_java() {
    local home version
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [ -x "$home/bin/java" ] && [ -r "$home/release" ]; then
            version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
            if [ "${version:-0}" -ge "$jdk" ]; then
                echo "$home/bin/java"
                return
            fi
        fi
    done
    fail "no JDK $jdk or later in JAVA_HOME or /usr/lib/jvm: install one, such as Debian's openjdk-$jdk-jdk or Temurin $jdk of adoptium.net"
}

# Succeeds if the program was never built, or something that goes into it is newer than its build.
is_stale() {
    [ -e "$1" ] || return 0
    [ -n "$(cd "$root" && find pom.xml modules ethdev bus-* pmd-* \( -name target -o -path '*/src/test' \) -prune \
        -o \( -name pom.xml -o -path '*/src/main*' \) -newer "$1" -print -quit 2>/dev/null)" ]
}

build() {
    local folder=$1
    command -v mvn >/dev/null || fail "$folder has to be built and there is no mvn: install Maven 3.8 or later"
    echo "$program: building $folder" >&2
    rm -rf "$root/$folder/target/modules"
    (cd "$root" && mvn -q -B -Dmaven.test.skip=true package -pl "$folder" -am >&2) || fail "the build failed"
}

launch() {
    local folder=$1 main=$2 training=$3 java target built cache command
    shift 3
    java=$(find_java) || exit 1
    target=$root/$folder/target
    built=$target/launch.stamp
    cache=$target/launch.aot
    # A collector whose barriers cost a burst nothing and that has no threads beside it; no file of counters for every
    # safepoint to write to. Packets lie outside the heap, so the heap stays small. Warnings of the JVM stay off standard output.
    command=("$java" -XX:+UseSerialGC -XX:-UsePerfData -Xms64m -Xlog:disable -Xlog:all=error,aot*=off,cds*=off:stderr --enable-native-access=dev.pollmode.sys)
    if is_stale "$built"; then
        mkdir -p "$target" && exec 9>"$target/launch.lock" && flock 9
        if is_stale "$built"; then
            touch "$target/launch.began"
            build "$folder" 9>&-
            rm -f "$cache"
            "$training" "${command[@]}" -p "$(module_path "$target")" -XX:AOTCacheOutput="$cache" -m "$main" >/dev/null 2>&1 9>&- || true
            mv "$target/launch.began" "$built"
        fi
        exec 9>&-
    fi
    # Classes come from the cache, profiles don't: those of a training that hardly polls make a burst half as fast for good.
    [ -r "$cache" ] && command+=(-XX:AOTCache="$cache" -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining)
    # A shell starts background jobs with SIGINT ignored, and what is ignored at its start the JVM never hears of.
    env --default-signal=INT true 2>/dev/null && command=(env --default-signal=INT "${command[@]}")
    # shellcheck disable=SC2086 # options are words
    exec "${wrap[@]}" "${command[@]}" -p "$(module_path "$target")" ${POLLMODE_JAVA_OPTS:-} -m "$main" "$@"
}

module_path() {
    echo "$1/modules:$(echo "$1"/*-SNAPSHOT.jar)"
}
