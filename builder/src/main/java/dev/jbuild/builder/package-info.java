/// The front door of the builder: what to build ([BuildRequest]), who builds it ([Builder]), what
/// is told on the way ([BuildEvent]) and what comes out ([BuildResult]).
///
/// The builder runs no command and asks no registry by itself: it asks an [Executor] and an
/// [ImageSource], which the caller provides. Only values and these contracts belong here; the work
/// is done in the packages below.
@NullMarked
package dev.jbuild.builder;

import org.jspecify.annotations.NullMarked;
