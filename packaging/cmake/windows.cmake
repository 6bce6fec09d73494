# What only a program of Windows has: included by CMakeLists.txt for that system.
enable_language(RC)
set(CMAKE_RC_FLAGS "-c 65001")
find_program(PERL perl REQUIRED)

# A static OpenSSL does not say what it takes itself.
find_package(OpenSSL REQUIRED)
set_property(TARGET OpenSSL::Crypto APPEND PROPERTY
	INTERFACE_LINK_LIBRARIES ws2_32)

set(WINDOWS_SOURCE ${PROJECT_SOURCE_DIR}/packaging/windows)
set(WINDOWS_BINARY ${PROJECT_BINARY_DIR}/windows)

# The icon: small sizes as bitmaps, the large one as a picture, as Windows does.
find_program(RSVG_CONVERT rsvg-convert REQUIRED)
find_program(ICOTOOL icotool REQUIRED)
set(ICON ${WINDOWS_BINARY}/garde.ico)
set(pictures)
set(commands)
foreach(size 16 20 24 32 40 48 64 256)
	set(picture ${WINDOWS_BINARY}/icon-${size}.png)
	list(APPEND commands COMMAND ${RSVG_CONVERT}
		-w ${size} -h ${size} -o ${picture} ${WINDOWS_SOURCE}/garde.svg)
	if(size EQUAL 256)
		set(picture --raw=${picture})
	endif()
	list(APPEND pictures ${picture})
endforeach()
add_custom_command(OUTPUT ${ICON} ${commands}
	COMMAND ${ICOTOOL} -c -o ${ICON} ${pictures}
	DEPENDS ${WINDOWS_SOURCE}/garde.svg VERBATIM)
add_custom_target(icon DEPENDS ${ICON})

# windows_program(TARGET NAME FRENCH ENGLISH): call it NAME.exe, give it the
# icon, the manifest and the words that the Explorer shows, and mark it as fit
# for shadow stacks.
function(windows_program target RC_NAME RC_FRENCH RC_ENGLISH)
	string(REPLACE "." "," RC_VERSION "${PROJECT_VERSION},0")
	set(MANIFEST ${WINDOWS_BINARY}/${RC_NAME}.manifest)
	configure_file(${WINDOWS_SOURCE}/garde.manifest.in ${MANIFEST} @ONLY)
	configure_file(${WINDOWS_SOURCE}/garde.rc.in
		${WINDOWS_BINARY}/${RC_NAME}.rc @ONLY)
	set_source_files_properties(${WINDOWS_BINARY}/${RC_NAME}.rc PROPERTIES
		OBJECT_DEPENDS "${MANIFEST};${ICON}")
	target_sources(${target} PRIVATE ${WINDOWS_BINARY}/${RC_NAME}.rc
		${WINDOWS_SOURCE}/shadow_stack.c)
	add_dependencies(${target} icon)
	# Nothing names it: the linker would leave it out.
	target_link_options(${target} PRIVATE -Wl,--undefined=shadow_stack)
	set_target_properties(${target} PROPERTIES OUTPUT_NAME ${RC_NAME}
		RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
	add_custom_command(TARGET ${target} POST_BUILD
		COMMAND ${PERL} ${WINDOWS_SOURCE}/shadow_stack.pl
			$<TARGET_FILE:${target}> VERBATIM)
	set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS
		${WINDOWS_SOURCE}/shadow_stack.pl)
endfunction()
