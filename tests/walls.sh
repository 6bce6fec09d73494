#!/bin/sh
# The walls between folders, held by grep: who may include whom, who may speak,
# and how long a file may be. Run from the top of the tree.
set -eu

bad=0

# forbid WHAT PATTERN PATH...: no line of these files may match.
forbid() {
	what=$1
	pattern=$2
	shift 2
	found=$(git ls-files -- "$@" | grep '\.[ch]$' | tr '\n' '\0' |
		xargs -0 grep -nE "$pattern" /dev/null) || true
	if [ -n "$found" ]; then
		echo "$what:"
		echo "$found"
		bad=1
	fi
}

forbid "core knows nobody" '#include "(checks|report|agent|coordinator)/' core
forbid "checks knows core alone" '#include "(report|agent|coordinator)/' checks
forbid "report knows core alone" '#include "(checks|agent|coordinator)/' report
forbid "agent knows no coordinator" '#include "coordinator/' agent
forbid "coordinator knows core and report alone" '#include "(checks|agent)/' coordinator

system='#include "core/(file|run|clock|worker|lock|place)|#include <(sys/|unistd|fcntl|dirent|time\.h|windows|signal|netinet)'
forbid "rules are pure" "$system" checks/rule
forbid "rules know no probe" '#include "checks/probe' checks/rule checks/ruling.c
forbid "reports are pure" "$system" report

forbid "only the agent speaks" \
	'(^|[^a-z_])(printf|puts|putchar|perror|fprintf|vprintf) ?\([^)]' core checks report
forbid "the console is for commands" \
	'(^|[^a-z_])(printf|puts|putchar|perror|vprintf|stdout) ?\([^)]' \
	coordinator ":!coordinator/main.c" ":!coordinator/order*.c"
forbid "only main exits" '(^|[^_a-z.>])(exit|abort|quick_exit) ?\(' \
	core checks report agent coordinator ":!agent/main.c" ":!coordinator/main.c"
forbid "systems are files of core" '_WIN32|__linux__|__MINGW' checks report agent coordinator
forbid "use what core has" \
	'(^|[^a-z_])(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|system|popen|mktemp|tmpnam) ?\(' \
	core checks report agent coordinator
# What strangers send never becomes a part of a statement.
sql='"(SELECT|INSERT INTO|UPDATE|DELETE FROM|DROP|CREATE|ALTER|WITH) '
forbid "SQL is never put together" \
	"(printf|buf_fmt|buf_str|buf_add|arena_fmt) ?\\(.*$sql|db_(run|query|number|script) ?\\([a-z>.-]+, *(buf_|arena_)" \
	coordinator ":!coordinator/partition.c" ":!coordinator/migrate.c"
forbid "scripts are the program's own" '[^_a-z]db_script ?\(' coordinator \
	":!coordinator/db*" ":!coordinator/migrate.c" ":!coordinator/partition.c" \
	":!coordinator/vault.c" ":!coordinator/order_demo.c"
forbid "no struct typedefs" '^typedef struct' core checks report agent coordinator
forbid "languages of the machine do not matter" 'setlocale|gettext' core checks report

# One noun a file: 500 lines is already a long one.
for file in $(git ls-files 'core/*.[ch]' 'checks/*.[ch]' 'report/*.[ch]' 'agent/*.[ch]' 'coordinator/*.[ch]'); do
	lines=$(wc -l <"$file")
	if [ "$lines" -gt 500 ]; then
		echo "$file has $lines lines, more than 500"
		bad=1
	fi
done

# Every source file says its licence on its first line.
for file in $(git ls-files '*.c' '*.h'); do
	if ! head -n 1 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0'; then
		echo "$file does not say its licence"
		bad=1
	fi
done

exit "$bad"
