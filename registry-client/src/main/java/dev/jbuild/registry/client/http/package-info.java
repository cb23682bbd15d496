/// The client of [dev.jbuild.registry.client.RegistryClient] over HTTP. Start at
/// [HttpRegistryClient]; behind it stands one class for each verb of the specification. How a
/// request is sent (retries, redirects, authorization) is in [Session], and everything below that
/// in the packages `transport` and `auth`, which are not exported.
@NullMarked
package dev.jbuild.registry.client.http;

import org.jspecify.annotations.NullMarked;
