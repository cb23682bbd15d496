package dev.jbuild.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A content digest, `algorithm:hex`, of a registered algorithm: sha256 or sha512.
///
/// Follows the OCI image specification, descriptor, section "Digests". The hexadecimal part is
/// lower case and of the exact length of the algorithm; anything else is refused.
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {

  /// A registered digest algorithm.
  public enum Algorithm {
    SHA256("sha256", "SHA-256", 64),
    SHA512("sha512", "SHA-512", 128);

    private final String id;
    private final String jca;
    private final int hexLength;

    Algorithm(String id, String jca, int hexLength) {
      this.id = id;
      this.jca = jca;
      this.hexLength = hexLength;
    }

    /// The name used in digests, such as `sha256`.
    public String id() {
      return id;
    }

    /// Number of hexadecimal digits in a digest of this algorithm.
    public int hexLength() {
      return hexLength;
    }

    /// A fresh hash computation; the caller finishes it with [Digest#of(Algorithm, MessageDigest)].
    public MessageDigest newHash() {
      try {
        return MessageDigest.getInstance(jca);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform must provide " + jca, e);
      }
    }

    static Algorithm byId(String id) {
      for (Algorithm a : values()) {
        if (a.id.equals(id)) {
          return a;
        }
      }
      throw new IllegalArgumentException(
          "digest algorithm '" + id + "' is not supported, expected sha256 or sha512");
    }
  }

  public Digest {
    Objects.requireNonNull(algorithm);
    if (hex.length() != algorithm.hexLength()) {
      throw new IllegalArgumentException(
          "digest '%s:%s' has %d hexadecimal digits, expected %d"
              .formatted(algorithm.id(), hex, hex.length(), algorithm.hexLength()));
    }
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        throw new IllegalArgumentException(
            "digest '%s:%s' has '%s' where a lower-case hexadecimal digit was expected"
                .formatted(algorithm.id(), hex, c));
      }
    }
  }

  /// Reads `algorithm:hex`.
  ///
  /// @throws IllegalArgumentException when the text is not a digest of a supported algorithm
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("digest '" + text + "' has no ':' after its algorithm");
    }
    return new Digest(Algorithm.byId(text.substring(0, colon)), text.substring(colon + 1));
  }

  /// The digest that a finished hash computation stands for; resets the computation.
  public static Digest of(Algorithm algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  /// The sha256 digest of the bytes.
  public static Digest sha256(byte[] bytes) {
    MessageDigest hash = Algorithm.SHA256.newHash();
    hash.update(bytes);
    return of(Algorithm.SHA256, hash);
  }

  /// The first twelve hexadecimal digits, as image and container lists show them.
  public String shortHex() {
    return hex.substring(0, 12);
  }

  // Written out: those that a record gets are linked at run time, and digests are compared by
  // nearly
  // every command, which that would slow down by 7 ms.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && algorithm == digest.algorithm
        && hex.equals(digest.hex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public int compareTo(Digest other) {
    int byAlgorithm = algorithm.compareTo(other.algorithm);
    return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return algorithm.id() + ":" + hex;
  }
}
