package dev.jbuild.registry.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Remembers which credentials passed the check against which hash, so that bcrypt is not paid on
/// every request. Kept is a keyed hash of user and password with a key of this process alone, never
/// the password; a changed file of users ends an entry because the hash differs.
final class VerifiedCredentials {
  private static final int MAX = 10_000;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final ConcurrentHashMap<String, String> passed = new ConcurrentHashMap<>();

  VerifiedCredentials(RandomGenerator random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /// Names a pair of user and password.
  String name(String user, String password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(user.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(password.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform must provide " + ALGORITHM, e);
    }
  }

  boolean has(String name, String bcrypt) {
    return bcrypt.equals(passed.get(name));
  }

  void add(String name, String bcrypt) {
    if (passed.size() >= MAX) {
      passed.clear();
    }
    passed.put(name, bcrypt);
  }
}
