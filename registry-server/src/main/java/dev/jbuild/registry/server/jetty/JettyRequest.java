package dev.jbuild.registry.server.jetty;

import dev.jbuild.registry.server.exchange.Query;
import dev.jbuild.registry.server.exchange.Request;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;

/// A request as Jetty read it.
final class JettyRequest implements Request {
  private final org.eclipse.jetty.server.Request request;
  private final Query query;
  private final InputStream body;

  JettyRequest(org.eclipse.jetty.server.Request request, InputStream body) {
    this.request = request;
    String raw = request.getHttpURI().getQuery();
    this.query = raw == null ? Query.EMPTY : Query.parse(raw);
    this.body = body;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return request.getHttpURI().getPath();
  }

  @Override
  public Query query() {
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public OptionalLong bodyLength() {
    if (request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Math.max(0, request.getLength()));
  }

  @Override
  public InputStream body() {
    return body;
  }
}
