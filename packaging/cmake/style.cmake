# Write the pages' style sheet as a C array, with its SHA-256.
# cmake -DCSS=style.css -DC=out.c -P style.cmake

# A sheet as one long line: what browsers hash is exactly these bytes.
file(READ "${CSS}" css)
string(REGEX REPLACE "/\\*[^*]*\\*/" "" css "${css}")
string(REGEX REPLACE "[ \t\r\n]+" " " css "${css}")
file(WRITE "${C}.css" "${css}")
file(SHA256 "${C}.css" hash)
file(READ "${C}.css" hex HEX)
foreach(name hash hex)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," ${name} "${${name}}")
	string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))"
		"\\1\n" ${name} "${${name}}")
endforeach()
file(WRITE "${C}" "/* Made from report/style.css by packaging/cmake/style.cmake. */
#include <stddef.h>
extern const unsigned char style_data[];
extern const size_t style_size;
extern const unsigned char style_sha256[];
const unsigned char style_data[] = {
${hex}
};
const size_t style_size = sizeof(style_data);
const unsigned char style_sha256[] = {
${hash}
};
")
