package dev.jbuild.registry.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// How a client reaches registries: names, times, trust and proxies. Made with [#builder].
///
/// @param userAgent what the client calls itself
/// @param connectTimeout bound of one connection attempt, TLS included
/// @param idleTimeout bound of the wait for the next bytes in either direction
/// @param requestTimeout bound of a whole request other than a blob transfer
/// @param insecureRegistries `HOST`, `HOST:PORT` or CIDR blocks whose certificates are not checked
///   and that may be plain HTTP
/// @param uploadChunk the most bytes of a blob sent in one request; 0 for whole blobs, which are
///   cut only where a registry refuses them
/// @param clock for the expiry of tokens and dates in `Retry-After`
/// @param random for the spread of retries
public record TransportSettings(
    String userAgent,
    Duration connectTimeout,
    Duration idleTimeout,
    Duration requestTimeout,
    RetryPolicy retry,
    TrustSettings trust,
    ProxySettings proxies,
    List<String> insecureRegistries,
    long uploadChunk,
    InstantSource clock,
    RandomGenerator random) {

  public TransportSettings {
    insecureRegistries = List.copyOf(insecureRegistries);
    if (uploadChunk < 0) {
      throw new IllegalArgumentException("the size of upload chunks is negative: " + uploadChunk);
    }
    for (Duration timeout : List.of(connectTimeout, idleTimeout, requestTimeout)) {
      if (!timeout.isPositive()) {
        throw new IllegalArgumentException("timeouts must be positive but one is " + timeout);
      }
    }
  }

  /// Starts from usual timeouts, the default retries, no proxy and no insecure registry.
  public static Builder builder(
      String userAgent, TrustSettings trust, InstantSource clock, RandomGenerator random) {
    return new Builder(userAgent, trust, clock, random);
  }

  /// Collects the optional parts.
  public static final class Builder {
    private final String userAgent;
    private final TrustSettings trust;
    private final InstantSource clock;
    private final RandomGenerator random;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(30);
    private Duration requestTimeout = Duration.ofMinutes(2);
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private ProxySettings proxies = ProxySettings.DIRECT;
    private List<String> insecureRegistries = List.of();
    private long uploadChunk;

    private Builder(
        String userAgent, TrustSettings trust, InstantSource clock, RandomGenerator random) {
      this.userAgent = userAgent;
      this.trust = trust;
      this.clock = clock;
      this.random = random;
    }

    public Builder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    public Builder idleTimeout(Duration timeout) {
      idleTimeout = timeout;
      return this;
    }

    public Builder requestTimeout(Duration timeout) {
      requestTimeout = timeout;
      return this;
    }

    public Builder retry(RetryPolicy policy) {
      retry = policy;
      return this;
    }

    public Builder proxies(ProxySettings settings) {
      proxies = settings;
      return this;
    }

    public Builder insecureRegistries(List<String> hosts) {
      insecureRegistries = hosts;
      return this;
    }

    public Builder uploadChunk(long bytes) {
      uploadChunk = bytes;
      return this;
    }

    public TransportSettings build() {
      return new TransportSettings(
          userAgent,
          connectTimeout,
          idleTimeout,
          requestTimeout,
          retry,
          trust,
          proxies,
          insecureRegistries,
          uploadChunk,
          clock,
          random);
    }
  }
}
