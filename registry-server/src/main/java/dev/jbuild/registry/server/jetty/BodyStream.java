package dev.jbuild.registry.server.jetty;

import dev.jbuild.registry.server.exchange.ClientGoneException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A request's body whose failures tell that they are the client's, not the storage's.
final class BodyStream extends FilterInputStream {
  BodyStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private static ClientGoneException gone(IOException e) {
    return new ClientGoneException("the request's body ended early: " + e.getMessage(), e);
  }
}
