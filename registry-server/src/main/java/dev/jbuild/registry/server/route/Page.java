package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import dev.jbuild.registry.server.exchange.Query;
import dev.jbuild.registry.server.exchange.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a list that a client asks for: `n` elements after `last`.
record Page(int size, @Nullable String after) {
  private static final int ALL = Integer.MAX_VALUE - 1;

  static Page of(Query query) throws RegistryFault {
    Optional<String> n = query.first("n");
    String last = query.first("last").filter(l -> !l.isEmpty()).orElse(null);
    return new Page(n.isPresent() ? number(n.get()) : ALL, last);
  }

  private static int number(String text) throws RegistryFault {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw RegistryFault.of(ErrorCode.PAGINATION_NUMBER_INVALID).withDetail("n", text);
    }
    return text.length() > 9 ? ALL : Integer.parseInt(text);
  }

  /// How many elements to fetch: one more than to show, to see whether there are more.
  int fetch() {
    return size == 0 ? 0 : size + 1;
  }

  <T> List<T> shown(List<T> fetched) {
    return fetched.size() > size ? fetched.subList(0, size) : fetched;
  }

  /// Adds the link to the next page if there is one, RFC 8288.
  <T> Response link(Response response, String path, List<T> fetched) {
    if (fetched.size() <= size) {
      return response;
    }
    String last = URLEncoder.encode(fetched.get(size - 1).toString(), StandardCharsets.UTF_8);
    return response.with("Link", "<%s?n=%d&last=%s>; rel=\"next\"".formatted(path, size, last));
  }
}
