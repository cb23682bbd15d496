package dev.jbuild.registry.server.exchange;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A request made of values.
public final class FakeRequest implements Request {
  private record Header(String name, String value) {}

  private final String method;
  private final String path;
  private final Query query;
  private final List<Header> headers = new ArrayList<>();
  private InputStream body = InputStream.nullInputStream();
  private OptionalLong length = OptionalLong.of(0);

  /// @param target path with query
  public FakeRequest(String method, String target) {
    int mark = target.indexOf('?');
    this.method = method;
    this.path = mark < 0 ? target : target.substring(0, mark);
    this.query = mark < 0 ? Query.EMPTY : Query.parse(target.substring(mark + 1));
  }

  public FakeRequest with(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  /// A body of known length.
  public FakeRequest body(byte[] bytes) {
    body = new ByteArrayInputStream(bytes);
    length = OptionalLong.of(bytes.length);
    return this;
  }

  public FakeRequest body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A body of unknown length.
  public FakeRequest stream(InputStream in) {
    body = in;
    length = OptionalLong.empty();
    return this;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Query query() {
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  @Override
  public List<String> headers(String name) {
    return headers.stream().filter(h -> h.name.equalsIgnoreCase(name)).map(Header::value).toList();
  }

  @Override
  public OptionalLong bodyLength() {
    return length;
  }

  @Override
  public InputStream body() {
    return body;
  }
}
