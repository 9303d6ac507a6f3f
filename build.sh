#!/bin/sh
# Compiles the host when its sources have changed, and hands on to it: ./build.sh --target=CrossImage
set -eu

top=$(cd "$(dirname "$0")" && pwd)
host=$top/build/bin/Release/net10.0/Build.dll
stamp=$top/build/obj/sources.sha256

if ! command -v dotnet >/dev/null; then
    echo "build.sh: the .NET SDK is missing. Install .NET 10 (https://dotnet.microsoft.com/download) and run this again." >&2
    exit 1
fi

# Names, sizes and times of all that the host is made of; a file that is gone counts as well.
sources() {
    (cd "$top" && find build src Directory.* global.json -type f \
        ! -path '*/bin/*' ! -path '*/obj/*' -printf '%p %s %T@\n' | LC_ALL=C sort | sha256sum)
}

now=$(sources)
if [ ! -f "$host" ] || [ ! -f "$stamp" ] || [ "$now" != "$(cat "$stamp")" ]; then
    # Not to standard output: that is for the answers of the tasks.
    (cd "$top" && dotnet build build/Build.csproj --configuration Release --nologo --verbosity quiet \
        "--consoleLoggerParameters:ErrorsOnly;NoSummary") >&2
    (cd "$top" && dotnet tool restore --verbosity quiet >/dev/null)
    # Scripts that were compiled against the add-in as it was.
    rm -rf "$top/tools/cache"
    printf '%s\n' "$now" >"$stamp"
fi

exec dotnet "$host" "$@"
