# Completes the words of 'dotnet aimee' and 'dotnet-aimee'. In ~/.config/fish/config.fish: dotnet aimee completion fish | source

function __aimee_words
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    if test (basename $program) = dotnet
        set program $program $words[1]
        set -e words[1]
    end
    set -l current (commandline -ct)
    set -l found ($program completion words $words $current 2>/dev/null)
    if test $status -eq 0; and set -q found[1]
        printf '%s\n' $found
    else if set -l parts (string match -r '^(-[^=]*=)?(.*)' -- $current)
        # Nothing of ours: a file.
        __fish_complete_path $parts[-1] | string replace -r '^' -- "$parts[2..-2]"
    end
end

function __aimee_is_named
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test $words[2] = aimee
end

complete -c dotnet-aimee -f -a '(__aimee_words)'
complete -c dotnet -n __aimee_is_named -f -a '(__aimee_words)'
