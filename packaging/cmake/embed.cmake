# Join the baseline's files into one JSON text and write it as a C array.
# cmake -DHEAD=baseline.json -DCONTROLS=folder -DJSON=out.json -DC=out.c -P embed.cmake
#
# HEAD is one JSON object without "controls"; each file of CONTROLS is one
# control. Their order in a report is the "order" list of HEAD.

cmake_policy(SET CMP0007 NEW)
file(READ "${HEAD}" head)
string(JSON count LENGTH "${head}" order)
math(EXPR last "${count} - 1")
set(controls "")
foreach(i RANGE ${last})
	string(JSON id GET "${head}" order ${i})
	file(READ "${CONTROLS}/${id}.json" control)
	if(NOT controls STREQUAL "")
		string(APPEND controls ",\n")
	endif()
	string(APPEND controls "${control}")
endforeach()
string(REGEX REPLACE "}[ \n\t]*$" "" head "${head}")
file(WRITE "${JSON}" "${head},\n\"controls\": [\n${controls}]\n}\n")

file(READ "${JSON}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
	"\\1\n" bytes "${bytes}")
file(WRITE "${C}" "/* Made from checks/baseline/ by packaging/cmake/embed.cmake. */
#include <stddef.h>
extern const unsigned char baseline_data[];
extern const size_t baseline_size;
const unsigned char baseline_data[] = {
${bytes}
};
const size_t baseline_size = sizeof(baseline_data);
")
