# Completes the words of 'dotnet aimee' and 'dotnet-aimee'. In ~/.bashrc: source <(dotnet aimee completion bash)

_aimee() {
    local line=${COMP_LINE:0:COMP_POINT} skip=1 words current
    [[ ${COMP_WORDS[0]} == dotnet ]] && skip=2
    read -ra words <<<"$line"
    current=
    if [[ $line != *[[:space:]] ]]; then
        current=${words[-1]}
        unset 'words[-1]'
    fi

    # Bash itself breaks words at = and :, and replaces what stands after the last of them.
    local known=$current
    case ${COMP_WORDS[COMP_CWORD]} in
        "" | = | :) ;;
        *) known=${current%"${COMP_WORDS[COMP_CWORD]}"} ;;
    esac

    local candidates candidate
    COMPREPLY=()
    candidates=$("${COMP_WORDS[@]:0:skip}" completion words "${words[@]:skip}" "$current" 2>/dev/null) || return 0
    while IFS=$'\t' read -r candidate _; do
        [[ -n $candidate ]] && COMPREPLY+=("${candidate#"$known"}")
    done <<<"$candidates"

    # More follows what asks for a value, and after a package perhaps a stage.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace
    fi
}

# What completed 'dotnet' before goes on to do so for everything but 'dotnet aimee'.
_aimee_dotnet() {
    if [[ ${COMP_WORDS[1]} == aimee && COMP_CWORD -gt 1 ]]; then
        _aimee
    elif [[ -n $_aimee_before ]]; then
        "$_aimee_before" "$@"
    fi
}

if [[ $(complete -p dotnet 2>/dev/null) =~ -F\ ([^ ]+) && ${BASH_REMATCH[1]} != _aimee_dotnet ]]; then
    _aimee_before=${BASH_REMATCH[1]}
fi
complete -o default -F _aimee_dotnet dotnet
complete -o default -F _aimee dotnet-aimee
