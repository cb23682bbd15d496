package dev.jbuild.registry.server.auth;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Basic authentication, RFC 7617, against a file of bcrypt hashes.
///
/// A password that is wrong costs the same time whether the user exists or not, and only a few
/// hashes are computed at once, so that guessing cannot take the whole machine.
public final class BasicAuthenticator implements Authenticator {
  private static final String CHALLENGE = "Basic realm=\"jbuild registry\", charset=\"UTF-8\"";
  private static final String SCHEME = "Basic ";

  /// A hash of cost 10 that no password is known for, for files without users.
  private static final String NOBODY =
      "$2y$10$abcdefghijklmnopqrstuuJbXbUbwVPCQ5RM8tB4Lq5wQ3bVnZ5xS";

  private final UsersFile file;
  private final VerifiedCredentials verified;
  private final Semaphore computing;

  /// @param parallel how many passwords may be hashed at the same time
  public BasicAuthenticator(UsersFile file, RandomGenerator random, int parallel) {
    this.file = file;
    this.verified = new VerifiedCredentials(random);
    this.computing = new Semaphore(parallel);
  }

  @Override
  public Identity authenticate(Request request) throws RegistryFault {
    Optional<String> header = request.header("Authorization");
    if (header.isEmpty()) {
      throw challenge("authentication required");
    }
    String credentials = decoded(header.get());
    int colon = credentials.indexOf(':');
    if (colon < 0) {
      throw challenge("the authorization header holds no basic credentials");
    }
    String user = credentials.substring(0, colon);
    String password = credentials.substring(colon + 1);
    if (!passes(user, password)) {
      throw challenge("unknown user or wrong password");
    }
    return new Identity(user);
  }

  private static String decoded(String header) throws RegistryFault {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return "";
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private boolean passes(String user, String password) {
    Htpasswd users = file.users();
    Optional<String> known = users.hash(user);
    String hash = known.or(users::anyHash).orElse(NOBODY);
    String name = verified.name(user, password);
    if (known.isPresent() && verified.has(name, hash)) {
      return true;
    }
    computing.acquireUninterruptibly();
    boolean same;
    try {
      same =
          OpenBSDBCrypt.checkPassword(hash, password.getBytes(StandardCharsets.UTF_8))
              && known.isPresent();
    } finally {
      computing.release();
    }
    if (same) {
      verified.add(name, hash);
    }
    return same;
  }

  private static RegistryFault challenge(String message) {
    return RegistryFault.of(ErrorCode.UNAUTHORIZED, message)
        .withHeader("WWW-Authenticate", CHALLENGE);
  }
}
