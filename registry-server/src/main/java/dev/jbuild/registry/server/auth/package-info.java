/// Who a client is. [Authenticator] is asked before every request; [BasicAuthenticator] answers
/// from a [UsersFile] of bcrypt hashes. What a client may do with which repository will be decided
/// elsewhere, by the [Identity] found here.
@NullMarked
package dev.jbuild.registry.server.auth;

import org.jspecify.annotations.NullMarked;
