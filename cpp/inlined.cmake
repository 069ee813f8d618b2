# Fails if a loop of the library calls a function for each element: one that the compiler did not
# inline has a symbol of its own. Run by the build with -DNM=… -DLIBRARY=….

execute_process(COMMAND "${NM}" -C "${LIBRARY}" OUTPUT_VARIABLE symbols RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${NM} ${LIBRARY} failed: ${failed}")
endif()
string(REGEX MATCHALL "[^\n]* [tTwW] gradcore::[a-z0-9]+::(math|detail::rule)::([^\n]*::)?[a-zA-Z0-9]+\\([^\n]*" called "${symbols}")
list(FILTER called EXCLUDE REGEX "detail::rule::[A-Za-z0-9]+<[^\n]*>::reduce\\(")
if(called)
  list(JOIN called "\n" called)
  message(FATAL_ERROR "These are called element by element instead of being inlined (see cpp/src/inline.hpp):\n${called}")
endif()
