# Sourced by the commands beside it, which have set $home to the top of the distribution.
# A command calls: ringcast_exec "JVM options" MAIN_CLASS "$@"

ringcast_fail() {
    echo "${0##*/}: $1" >&2
    exit 1
}

# Sets $java to a Java 17 or later, or ends with a word on what is missing.
ringcast_find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || ringcast_fail "JAVA_HOME is $JAVA_HOME, but there is no $java"
    else
        java=$(command -v java) || ringcast_fail "no Java found: install Java 17 or later, or set JAVA_HOME"
    fi
    # The file "release" tells the version without the cost of starting a JVM.
    java_top=$(readlink -f "$java" 2>/dev/null) || java_top=$java
    release=$(dirname "$(dirname "$java_top")")/release
    if [ -r "$release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$release")
    else
        version=
    fi
    if [ -z "$version" ]; then
        version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
    fi
    major=${version%%[!0-9]*}
    case $major in
        '') ringcast_fail "$java does not tell its version; Java 17 or later is needed" ;;
    esac
    [ "$major" -ge 17 ] || ringcast_fail "$java is Java $version; Java 17 or later is needed (set JAVA_HOME)"
}

# Replaces the shell with the JVM. RINGCAST_JAVA_OPTS comes last and so wins.
ringcast_exec() {
    jvm_options=$1
    main=$2
    shift 2
    ringcast_find_java
    # Options are split at spaces, but never expanded as file names.
    set -f
    # shellcheck disable=SC2086
    exec "$java" $jvm_options "-Dlogback.configurationFile=$logback" ${RINGCAST_JAVA_OPTS:-} \
        -cp "$home/lib/*" "$main" "$@"
}

# For the tools: they live briefly, so a quick start is worth more than a fast JIT compiler.
ringcast_tool() {
    logback=$home/conf/logback-tools.xml
    ringcast_exec "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto" "$@"
}
