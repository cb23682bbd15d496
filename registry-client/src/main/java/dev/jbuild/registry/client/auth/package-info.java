/// Authorization of requests: reading challenges ([Challenge]), fetching tokens ([TokenServer]) and
/// remembering what worked ([Authorizer]). Credentials go only to the registry they are stored for
/// and to the token server that this registry names.
@NullMarked
package dev.jbuild.registry.client.auth;

import org.jspecify.annotations.NullMarked;
