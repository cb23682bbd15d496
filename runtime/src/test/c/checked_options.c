/* Settings of the sanitizers, built in: the launcher is run with an empty environment. */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void) { return "exitcode=99:detect_leaks=1:abort_on_error=0"; }
const char *__ubsan_default_options(void) { return "exitcode=99:print_stacktrace=1"; }
