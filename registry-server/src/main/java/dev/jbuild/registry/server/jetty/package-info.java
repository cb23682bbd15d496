/// The HTTP listener: Jetty's core, one virtual thread for each request. [JettyListener] starts and
/// stops it, [JettyHandler] carries requests to the registry's own `exchange` and answers back. No
/// other package knows Jetty.
@NullMarked
package dev.jbuild.registry.server.jetty;

import org.jspecify.annotations.NullMarked;
