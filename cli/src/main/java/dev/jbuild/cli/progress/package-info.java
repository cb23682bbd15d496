/// What is shown while a build or a transfer goes on: a live picture on a terminal, plain lines
/// elsewhere.
///
/// A [dev.jbuild.cli.progress.Display] takes events from any thread and lets one thread of its own
/// draw them through a [dev.jbuild.cli.progress.Renderer]. Renderers are plain state machines over
/// events and a clock, without threads, so that tests can drive them.
@NullMarked
package dev.jbuild.cli.progress;

import org.jspecify.annotations.NullMarked;
