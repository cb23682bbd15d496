package dev.jbuild.cli.invocation;

import java.io.InputStream;
import java.io.PrintStream;

/// The three standard streams of an invocation.
///
/// `inherited` says that they are the process's own file descriptors 0, 1 and 2, so that a child
/// process may simply inherit them instead of having its bytes copied.
public record Streams(InputStream in, PrintStream out, PrintStream err, boolean inherited) {}
