/// The registry's own view of HTTP: a [Request] goes in, a [Response] comes out of a [Handler].
/// Endpoints and their tests see nothing else, so that a listener can be exchanged. The parsers of
/// header values that more than one endpoint needs are here as well.
@NullMarked
package dev.jbuild.registry.server.exchange;

import org.jspecify.annotations.NullMarked;
