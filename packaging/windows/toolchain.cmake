# From Debian to 64-bit Windows, with mingw-w64. The libraries that the program
# carries are built when a folder is configured for the first time, which takes
# some minutes, once: see dependencies.sh.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
# The compiler with Windows' own threads: nothing here uses those of POSIX, and
# winpthreads would be one more library to carry.
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-win32)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_CURRENT_LIST_DIR}/wine.sh)

# GARDE_PREFIX: the folder of these libraries, in the environment when it is
# known. dependencies.sh gives it itself when it builds one with this file.
get_property(inside GLOBAL PROPERTY IN_TRY_COMPILE)
if(NOT inside AND
   EXISTS ${CMAKE_SOURCE_DIR}/packaging/windows/dependencies.sh)
	set(prefix $ENV{GARDE_PREFIX})
	if(NOT prefix)
		execute_process(
			COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/dependencies.sh
			OUTPUT_VARIABLE prefix OUTPUT_STRIP_TRAILING_WHITESPACE
			RESULT_VARIABLE status)
		if(NOT status EQUAL 0)
			message(FATAL_ERROR "The libraries cannot be built")
		endif()
	endif()
	# Newer libraries: forget where the old ones were found.
	if(GARDE_PREFIX AND NOT GARDE_PREFIX STREQUAL prefix)
		get_cmake_property(names CACHE_VARIABLES)
		foreach(name ${names})
			if("${${name}}" MATCHES "^${GARDE_PREFIX}/")
				unset(${name} CACHE)
			endif()
		endforeach()
	endif()
	set(GARDE_PREFIX ${prefix} CACHE PATH
		"Folder of the libraries that dependencies.sh built" FORCE)
endif()
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES GARDE_PREFIX)

set(CMAKE_FIND_ROOT_PATH ${GARDE_PREFIX} /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
