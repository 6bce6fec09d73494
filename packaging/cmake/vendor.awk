# Make a C table of who makes network cards from Debian's ieee-data.
#   LC_ALL=C awk -f vendor.awk /usr/share/ieee-data/oui.csv > vendor_data.c
# Names are shortened to what a person calls the maker, and each is there once.

# The next field of a line of CSV, off the front of rest.
function field(    value, i, c) {
	value = ""
	if (substr(rest, 1, 1) != "\"") {
		i = index(rest, ",")
		if (i == 0)
			i = length(rest) + 1
		value = substr(rest, 1, i - 1)
		rest = substr(rest, i + 1)
		return value
	}
	for (i = 2; i <= length(rest); i++) {
		c = substr(rest, i, 1)
		if (c != "\"") {
			value = value c
		} else if (substr(rest, i + 1, 1) == "\"") {
			value = value c
			i++
		} else {
			break
		}
	}
	rest = substr(rest, i + 2)
	return value
}

# "Synology Incorporated" is Synology, "HP Inc." is HP.
function shorten(name,    n, word, i, kept, last) {
	gsub(/\([^)]*\)/, " ", name)
	gsub(/[,;"\\?]/, " ", name)
	gsub(/[^ -~]/, "", name)
	n = split(name, word, " ")
	while (n > 1) {
		last = tolower(word[n])
		gsub(/\./, "", last)
		if (!(last in dropped))
			break
		n--
	}
	kept = word[1]
	for (i = 2; i <= n && length(kept) + length(word[i]) < 24; i++)
		kept = kept " " word[i]
	return substr(kept, 1, 28)
}

function value(hex,    i, v) {
	v = 0
	for (i = 1; i <= length(hex); i++)
		v = v * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
	return v
}

# Sort key[low..high], numbers.
function sort(low, high,    i, j, pivot, swap) {
	if (low >= high)
		return
	pivot = key[int((low + high) / 2)]
	i = low
	j = high
	while (i <= j) {
		while (key[i] < pivot)
			i++
		while (key[j] > pivot)
			j--
		if (i <= j) {
			swap = key[i]
			key[i] = key[j]
			key[j] = swap
			i++
			j--
		}
	}
	sort(low, j)
	sort(i, high)
}

BEGIN {
	n = split("ab ag as bv co company corp corporate corporation " \
		"corporated electronics gmbh group holding holdings inc " \
		"incorporated industrial industries industry international " \
		"kg llc limited ltd oy plc pte pty sa sas spa srl sl " \
		"technologies technology tech telecommunications co,ltd " \
		"colimited coltd company systems system and & of " \
		"networks communications communication", word, " ")
	for (i = 1; i <= n; i++)
		dropped[word[i]] = 1
	for (i = 32; i < 127; i++)
		code[sprintf("%c", i)] = i
}

{
	sub(/\r$/, "")
	rest = $0
	registry = field()
	prefix = field()
	name = field()
	# Blocks that the registry divides further tell no maker.
	if (registry != "MA-L" || length(prefix) != 6 || name == "Private" ||
	    name ~ /^IEEE Registration/)
		next
	number = value(prefix)
	if (number in maker)
		next
	maker[number] = shorten(name)
	key[++count] = number
}

END {
	sort(1, count)
	print "/* Made from ieee-data by packaging/cmake/vendor.awk. */"
	print "#include \"checks/probe/net/vendor_data.h\""
	print "const char vendor_names[] = {"
	for (i = 1; i <= count; i++) {
		name = maker[key[i]]
		if (name in place)
			continue
		place[name] = at + 0
		at += length(name) + 1
		line = ""
		for (j = 1; j <= length(name); j++)
			line = line code[substr(name, j, 1)] ","
		print line "0,"
	}
	print "};"
	print "const size_t vendor_count = " count ";"
	print "const uint8_t vendor_table[][VENDOR_ROW] = {"
	for (i = 1; i <= count; i++) {
		k = key[i]
		p = place[maker[k]]
		printf "{%d,%d,%d,%d,%d,%d},\n", int(k / 65536),
			int(k / 256) % 256, k % 256, int(p / 65536),
			int(p / 256) % 256, p % 256
	}
	print "};"
}
