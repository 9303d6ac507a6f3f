# Completes the words of 'dotnet aimee' and 'dotnet-aimee'. In ~/.zshrc, after compinit: source <(dotnet aimee completion zsh)

_aimee() {
    local skip=1 line found
    local -a values shown unended
    [[ ${words[1]} == dotnet ]] && skip=2
    found=$("${(@)words[1,skip]}" completion words "${(@)words[skip+1,CURRENT-1]}" "$PREFIX" 2>/dev/null) || found=
    for line in ${(f)found}; do
        values+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  }")
    done
    if (( ! $#values )); then
        _files
        return
    fi

    # No blank after what asks for a value.
    if [[ $#values -eq 1 && $values[1] == *= ]]; then
        unended=(-S '')
    fi
    compadd $unended -l -d shown -- $values
}

# What completed 'dotnet' before goes on to do so for everything but 'dotnet aimee'.
_aimee_dotnet() {
    if [[ $words[2] == aimee && $CURRENT -gt 2 ]]; then
        _aimee
    elif [[ -n $_aimee_before ]]; then
        $_aimee_before "$@"
    else
        _files
    fi
}

[[ $_comps[dotnet] == _aimee_dotnet ]] || typeset -g _aimee_before=$_comps[dotnet]
compdef _aimee_dotnet dotnet
compdef _aimee dotnet-aimee
