# Every foreign library in one place, all from Debian 12. Headers are system headers: their warnings are not ours.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(zmq REQUIRED IMPORTED_TARGET libzmq)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
# Minutes as a PDF: well kept, shape every script, and need no font but those that fontconfig finds (fonts-dejavu-core).
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo fontconfig cairo-pdf)
pkg_check_modules(idn2 REQUIRED IMPORTED_TARGET libidn2)
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
find_package(fmt REQUIRED)
find_library(CCTZ_LIBRARY cctz REQUIRED)
find_library(ICAL_LIBRARY ical REQUIRED)  # its pkg-config file names two more libraries, which nothing here calls
find_package(prometheus-cpp CONFIG REQUIRED)
