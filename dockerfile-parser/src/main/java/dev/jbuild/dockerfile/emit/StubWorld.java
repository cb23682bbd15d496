package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import dev.jbuild.dockerfile.plan.Base;
import dev.jbuild.dockerfile.plan.BaseImage;
import dev.jbuild.dockerfile.plan.ConfigState;
import dev.jbuild.dockerfile.plan.Operation;
import dev.jbuild.dockerfile.plan.PlanOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A world in which every image exists and is the same: a fixed configuration, one layer, and a
/// digest that is the sha256 of `stub:` and the name. Plans made in it can be compared without a
/// registry.
public final class StubWorld implements World {

  /// Prefix of cache mount ids in this world.
  static final String CACHE_NAMESPACE = "ns";

  /// The history entry and the layer that every image of this world has.
  private static final Ancestry ANCESTRY =
      new Ancestry(
          List.of("sha256:" + "0".repeat(64)),
          List.of(new PastStep("2000-01-01T00:00:00Z", "stub base", "", "", false)));

  private static final ConfigState CONFIG =
      ConfigState.empty().toBuilder()
          .environment("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
          .environment("STUB_BASE", "1")
          .cmd(List.of("/bin/stub"))
          .label("stub.base", "1")
          .build();

  /// The options that go with this world: linux/amd64, last stage, nothing given.
  public static PlanOptions options() {
    return new PlanOptions(
        null,
        Map.of(),
        "linux/amd64",
        "linux/amd64",
        Map.of(),
        Map.of(),
        Operation.Network.DEFAULT,
        CACHE_NAMESPACE,
        null);
  }

  @Override
  public BaseImage resolve(String name, String platform, SourceRange where) {
    int at = name.indexOf('@');
    String tagged = at < 0 ? name : name.substring(0, at);
    String reference = tagged + "@sha256:" + digest(tagged);
    return new BaseImage(reference, CONFIG);
  }

  @Override
  public Ancestry ancestry(Base.Image base) {
    return ANCESTRY;
  }

  private static String digest(String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(("stub:" + name).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must provide SHA-256", e);
    }
  }
}
