# Write the pages' style sheet as a C array, with its SHA-256.
# cmake -DCSS=style.css -DC=out.c [-DNAME=style] -P style.cmake
if(NOT NAME)
	set(NAME style)
endif()
get_filename_component(from "${CSS}" DIRECTORY)
get_filename_component(from "${from}" NAME)

# A sheet as one long line: what browsers hash is exactly these bytes.
file(READ "${CSS}" css)
string(REGEX REPLACE "/\\*[^*]*\\*/" "" css "${css}")
string(REGEX REPLACE "[ \t\r\n]+" " " css "${css}")
file(WRITE "${C}.css" "${css}")
file(SHA256 "${C}.css" hash)
file(READ "${C}.css" hex HEX)
foreach(part hash hex)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," ${part} "${${part}}")
	string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))"
		"\\1\n" ${part} "${${part}}")
endforeach()
file(WRITE "${C}" "/* Made from ${from}/style.css by packaging/cmake/style.cmake. */
#include <stddef.h>
extern const unsigned char ${NAME}_data[];
extern const size_t ${NAME}_size;
extern const unsigned char ${NAME}_sha256[];
const unsigned char ${NAME}_data[] = {
${hex}
};
const size_t ${NAME}_size = sizeof(${NAME}_data);
const unsigned char ${NAME}_sha256[] = {
${hash}
};
")
