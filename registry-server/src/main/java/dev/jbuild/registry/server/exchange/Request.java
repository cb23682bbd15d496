package dev.jbuild.registry.server.exchange;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One HTTP request, seen by one thread. Header names match without regard to case.
public interface Request {
  /// The method in upper case.
  String method();

  /// The path as sent, percent-encoded, without the query.
  String path();

  /// The decoded query parameters.
  Query query();

  /// The first value of a header.
  Optional<String> header(String name);

  /// All values of a header, one for each line.
  List<String> headers(String name);

  /// What `Content-Length` announces; empty when the body's length is unknown, as in chunked
  /// transfer coding.
  OptionalLong bodyLength();

  /// The body, read as it arrives. An [java.io.IOException] from it means that the client went away
  /// or was silent for too long.
  InputStream body();
}
