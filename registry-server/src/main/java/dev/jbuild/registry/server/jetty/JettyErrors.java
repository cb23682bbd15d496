package dev.jbuild.registry.server.jetty;

import dev.jbuild.registry.server.error.ErrorBody;
import dev.jbuild.registry.server.error.ErrorCode;
import dev.jbuild.registry.server.error.RegistryFault;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers requests that Jetty itself refuses, such as malformed or oversized ones, in the
/// registry's form of errors.
final class JettyErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    ErrorCode code =
        switch (status) {
          case 503 -> ErrorCode.UNAVAILABLE;
          case 500 -> ErrorCode.UNKNOWN;
          default -> ErrorCode.REQUEST_INVALID;
        };
    String message =
        code == ErrorCode.REQUEST_INVALID
            ? "malformed request: " + HttpStatus.getMessage(status)
            : code.message();
    byte[] body = ErrorBody.of(RegistryFault.of(code, message));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
