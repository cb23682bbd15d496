/// The front door of the registry server: [Registry] starts and stops one, [RegistryConfig] says
/// how. What happens at run time is told to a [RegistryListener]. Requests travel through
/// `exchange` to the endpoints in `route`; bytes and facts are kept by the contracts in `store`.
/// Nothing here knows the HTTP server that listens; that is the package `jetty` alone.
@NullMarked
package dev.jbuild.registry.server;

import org.jspecify.annotations.NullMarked;
