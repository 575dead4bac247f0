# Sourced by the commands beside it, which have set $home to the top of the distribution.
# A command calls: ringcast_exec "JVM options" MAIN_CLASS "$@"

ringcast_fail() {
    echo "${0##*/}: $1" >&2
    exit 1
}

# Sets $java to a Java 17 or later, and $version to what it is, or ends with a word on what is missing. A distribution with a
# runtime of its own uses that.
ringcast_find_java() {
    if [ -x "$home/runtime/bin/java" ]; then
        java=$home/runtime/bin/java
    elif [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || ringcast_fail "JAVA_HOME is $JAVA_HOME, but there is no $java"
    else
        java=$(command -v java) || ringcast_fail "no Java found: install Java 17 or later, or set JAVA_HOME"
    fi
    # The file "release" tells the version without the cost of starting a JVM.
    java_top=$(readlink -f "$java" 2>/dev/null) || java_top=$java
    java_top=${java_top%/*}
    release=${java_top%/*}/release
    version=
    if [ -r "$release" ]; then
        while IFS='=' read -r key value; do
            case $key in
                JAVA_VERSION)
                    value=${value#\"}
                    version=${value%\"}
                    ;;
            esac
        done <"$release"
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

# Sets $class_path, always in the same order: an archive of classes holds for one order only.
ringcast_class_path() {
    class_path=
    for jar in "$home"/lib/*.jar; do
        class_path=$class_path${class_path:+:}$jar
    done
}

# Replaces the shell with the JVM. RINGCAST_JAVA_OPTS comes last and so wins.
ringcast_exec() {
    jvm_options=$1
    main=$2
    shift 2
    ringcast_find_java
    ringcast_class_path
    archive=$home/lib/ringcast-$version.jsa
    made_for=
    if [ -r "$archive.home" ]; then
        IFS= read -r made_for <"$archive.home" || made_for=
    fi
    # Java passes an archive by that was made elsewhere, but then it has none, not even its own.
    if [ "$made_for" = "$home" ] && [ -r "$archive" ]; then
        set -- "-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Xlog:cds+dynamic=off -Xlog:class+path=off \
            "-Djava.library.path=$home/lib/native" -cp "$class_path" "$main" "$@"
    else
        set -- "-Djava.library.path=$home/lib/native" -cp "$class_path" "$main" "$@"
    fi
    # Options are split at spaces, but never expanded as file names.
    set -f
    # shellcheck disable=SC2086
    exec "$java" -Xshare:auto $jvm_options "-Dlogback.configurationFile=$logback" ${RINGCAST_JAVA_OPTS:-} "$@"
}

# For the tools: they live briefly, so a quick start is worth more than a fast JIT compiler.
ringcast_tool() {
    logback=$home/conf/logback-tools.xml
    ringcast_exec "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+PerfDisableSharedMem" "$@"
}
