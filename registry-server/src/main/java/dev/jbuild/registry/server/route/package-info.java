/// One class for each thing that the distribution specification lets a client do, section
/// "Endpoints". [Router] reads the path into a [Target] and picks the [Endpoint] of its [Resource]
/// and method; [Routes] is the table of all of them; [Front] stands before it and turns faults into
/// answers.
@NullMarked
package dev.jbuild.registry.server.route;

import org.jspecify.annotations.NullMarked;
