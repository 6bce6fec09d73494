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

if(NOT GARDE_PREFIX)
	execute_process(COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/dependencies.sh
		OUTPUT_VARIABLE GARDE_PREFIX OUTPUT_STRIP_TRAILING_WHITESPACE
		RESULT_VARIABLE status)
	if(NOT status EQUAL 0)
		message(FATAL_ERROR "The libraries for Windows cannot be built")
	endif()
	set(GARDE_PREFIX ${GARDE_PREFIX} CACHE PATH
		"Folder of the libraries that dependencies.sh built")
endif()
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES GARDE_PREFIX)

set(CMAKE_FIND_ROOT_PATH ${GARDE_PREFIX} /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
