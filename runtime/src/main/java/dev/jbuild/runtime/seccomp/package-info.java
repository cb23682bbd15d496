/// System call filters: docker's default rules as a table of our own, and a compiler to the classic
/// BPF the kernel runs.
///
/// Start reading at [DefaultFilter]. The table is the resource `calls.tsv`; the filter for the
/// default capabilities is compiled when jbuild is built, other sets at run time, by the same code.
@NullMarked
package dev.jbuild.runtime.seccomp;

import org.jspecify.annotations.NullMarked;
