package dev.jbuild.registry.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// A certificate authority in a directory of the registry's storage, and the server certificate it
/// signs. Files: `ca.crt` (for clients), `ca.key`, `server.crt`, `server.key`, keys with mode 0600.
///
/// The authority lives ten years, so that clients need to trust it once; the server certificate
/// lives 397 days, the most that clients accept, and is made anew at a start when fewer than 30
/// days are left or it lacks a name.
public final class OwnAuthority {
  static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  static final Duration SERVER_LIFE = Duration.ofDays(397);
  private static final Duration MARGIN = Duration.ofDays(30);

  private final Path directory;
  private final InstantSource clock;
  private final CertificateMaker maker;

  public OwnAuthority(Path directory, InstantSource clock, RandomGenerator random) {
    this.directory = directory;
    this.clock = clock;
    this.maker = new CertificateMaker(clock, random);
  }

  /// The certificate that clients have to trust.
  public Path certificateFile() {
    return directory.resolve("ca.crt");
  }

  /// A certificate valid for all these host names and addresses, made or found.
  ///
  /// @throws KeyMaterialException when files are damaged or cannot be written
  public KeyMaterial serverMaterial(Collection<String> names) throws KeyMaterialException {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      KeyMaterial authority = authority();
      Optional<KeyMaterial> present = usable(names, authority.certificate().getPublicKey());
      if (present.isPresent()) {
        return present.get();
      }
      KeyMaterial server = maker.server(authority, names, SERVER_LIFE);
      save(server, "server");
      return server;
    } catch (IOException e) {
      throw e instanceof KeyMaterialException k
          ? k
          : new KeyMaterialException(
              "keeping certificates in %s failed: %s".formatted(directory, e.getMessage()), e);
    } catch (GeneralSecurityException e) {
      throw new KeyMaterialException("making a certificate failed: " + e.getMessage(), e);
    }
  }

  private KeyMaterial authority() throws IOException, GeneralSecurityException {
    Path key = directory.resolve("ca.key");
    if (Files.exists(key) && Files.exists(certificateFile())) {
      KeyMaterial authority =
          new KeyMaterial(PemFiles.key(key), PemFiles.certificates(certificateFile()));
      if (lasts(authority.certificate(), SERVER_LIFE)) {
        return authority;
      }
    }
    KeyMaterial authority = maker.authority("jbuild registry authority", AUTHORITY_LIFE);
    save(authority, "ca");
    return authority;
  }

  private Optional<KeyMaterial> usable(Collection<String> names, PublicKey authority)
      throws KeyMaterialException {
    Path certificate = directory.resolve("server.crt");
    Path key = directory.resolve("server.key");
    if (!Files.exists(certificate) || !Files.exists(key)) {
      return Optional.empty();
    }
    KeyMaterial found = new KeyMaterial(PemFiles.key(key), PemFiles.certificates(certificate));
    try {
      found.certificate().verify(authority);
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // of an authority that was replaced
    }
    return lasts(found.certificate(), MARGIN) && covers(found.certificate(), names)
        ? Optional.of(found)
        : Optional.empty();
  }

  private boolean lasts(X509Certificate certificate, Duration time) {
    Instant now = clock.instant();
    return !certificate.getNotBefore().toInstant().isAfter(now)
        && certificate.getNotAfter().toInstant().isAfter(now.plus(time));
  }

  private static boolean covers(X509Certificate certificate, Collection<String> names) {
    try {
      TreeSet<String> present = new TreeSet<>();
      for (List<?> name : certificate.getSubjectAlternativeNames()) {
        present.add(AlternativeNames.canonical(String.valueOf(name.get(1))));
      }
      return names.stream().map(AlternativeNames::canonical).allMatch(present::contains);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private void save(KeyMaterial material, String name) throws IOException {
    write(name + ".key", CertificateMaker.pem(material.key()), "rw-------");
    write(name + ".crt", CertificateMaker.pem(material.chain()), "rw-r--r--");
  }

  private void write(String name, String text, String mode) throws IOException {
    Path draft = directory.resolve(name + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text, StandardOpenOption.SYNC);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(mode));
    Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
