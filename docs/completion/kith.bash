# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# bash completion for kith. Asks the program for its commands and options, so it is never behind.

_kith() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} program=${COMP_WORDS[0]}
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$("$program" --help 2>/dev/null | sed -n 's/^  \([a-z]*\) .*/\1/p') \
			--help --version" -- "$word")
		return
	fi
	case $before in
	--state | --all | --explanation) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
	--secret | --config | --out | -o) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
	--language) mapfile -t COMPREPLY < <(compgen -W "en ja" -- "$word") ;;
	--tlp) mapfile -t COMPREPLY < <(compgen -W "CLEAR GREEN AMBER AMBER+STRICT RED" -- "$word") ;;
	--user) mapfile -t COMPREPLY < <(compgen -u -- "$word") ;;
	--org | --authserv | --jobs | -j | --since | --until | --expire | --min-confidence | --tag | --sample | --interface | -i | --listen | --name | --timeout) ;;
	*)
		if [[ $word == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$("$program" "${COMP_WORDS[1]}" --help 2>/dev/null |
				grep -o -- '--[a-z][a-z-]*' | sort -u)" -- "$word")
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$word")
		fi
		;;
	esac
}
complete -o filenames -F _kith kith
