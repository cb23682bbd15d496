package dev.jbuild.registry.client.transport;

import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import okhttp3.Request;

/// Turns the exceptions of sockets, TLS and the HTTP library into a [RegistryException] that says
/// what to do.
public final class Failures {
  /// How the HTTP library begins to tell of an answer to CONNECT that is none.
  private static final String CONNECT_REFUSED = "Unexpected response code for CONNECT: ";

  private final TrustedHosts trusted;
  private final Proxies proxies;

  Failures(TrustedHosts trusted, Proxies proxies) {
    this.trusted = trusted;
    this.proxies = proxies;
  }

  /// A failure without a usable answer.
  RegistryException of(Task task, Request request, IOException e) {
    if (e instanceof RegistryException already) {
      return already;
    }
    if (isCancelled(e)) {
      return failure(Reason.CANCELLED, task, request, "interrupted", e);
    }
    Optional<Throwable> local = cause(e, LocalReadException.class);
    if (local.isPresent()) {
      return failure(Reason.LOCAL, task, request, String.valueOf(local.get().getMessage()), e);
    }
    String host = Redaction.host(request.url());
    Optional<Proxies.Named> proxy = proxies.named(request.url());
    Optional<String> ofProxy = proxy.flatMap(p -> proxy(p, host, e));
    if (ofProxy.isPresent()) {
      return failure(Reason.UNREACHABLE, task, request, ofProxy.get(), e);
    }
    if (e instanceof UnknownHostException) {
      return unreachable(task, request, "host '" + host + "' is not known", e);
    }
    if (e instanceof NoRouteToHostException) {
      return unreachable(task, request, "there is no route to '" + host + "'", e);
    }
    if (e instanceof ConnectException) {
      return unreachable(task, request, "'" + host + "' does not accept connections", e);
    }
    if (e instanceof SocketTimeoutException && isConnecting(e)) {
      return unreachable(task, request, "'" + host + "' does not answer", e);
    }
    if (e instanceof SSLException tls) {
      return tls(task, request, host, tls);
    }
    if (e instanceof InterruptedIOException) {
      return failure(Reason.BROKEN, task, request, "'" + host + "' sent nothing for too long", e);
    }
    if (trusted.isAsking(host)) {
      return wantsClientCertificate(task, request, host, e);
    }
    String through = proxy.map(p -> " through " + p).orElse("");
    String found = "the connection to '" + host + "'" + through + " broke (" + detail(e) + ")";
    return failure(Reason.BROKEN, task, request, found, e);
  }

  /// What is wrong with the proxy, when it is the proxy; by the words of the HTTP library where it
  /// has no exception for that. It resolves and connects to nothing but the proxy.
  private static Optional<String> proxy(Proxies.Named proxy, String host, IOException e) {
    String message = String.valueOf(e.getMessage());
    String advice = "; check %s, or list '%s' in NO_PROXY".formatted(proxy.variable(), host);
    if (e instanceof UnknownHostException) {
      return Optional.of("the host of " + proxy + " is not known" + advice);
    }
    if (e instanceof NoRouteToHostException) {
      return Optional.of("there is no route to " + proxy + advice);
    }
    if (e instanceof ConnectException) {
      return Optional.of(proxy + " does not accept connections" + advice);
    }
    if (e instanceof SocketTimeoutException && isConnecting(e)) {
      return Optional.of(proxy + " does not answer" + advice);
    }
    if (message.contains("authenticate with proxy")) {
      return Optional.of(proxyRefuses(proxy, "HTTP status 407"));
    }
    int code = message.indexOf(CONNECT_REFUSED);
    if (code >= 0) {
      String status = message.substring(code + CONNECT_REFUSED.length());
      return Optional.of(
          "%s does not connect to '%s' (HTTP status %s)%s".formatted(proxy, host, status, advice));
    }
    return Optional.empty();
  }

  /// A proxy that wants a user and password, or others than it got.
  static String proxyRefuses(Proxies.Named proxy, String said) {
    return "%s wants a user and password (%s); put them into %s as http://USER:PASSWORD@HOST:PORT"
        .formatted(proxy, said, proxy.variable());
  }

  private RegistryException unreachable(Task task, Request request, String found, IOException e) {
    String advice = "; check the name, the port and the network";
    return failure(Reason.UNREACHABLE, task, request, found + advice, e);
  }

  private RegistryException tls(Task task, Request request, String host, SSLException e) {
    if (isPlainText(e)) {
      String found =
          "'%s' does not speak TLS; if it is meant to be plain HTTP, list '%s' among the insecure registries"
              .formatted(host, host);
      return failure(Reason.UNTRUSTED, task, request, found, e);
    }
    if (e instanceof SSLPeerUnverifiedException) {
      String found =
          "the certificate of '%s' is for another name (%s); use a name it has, or have it reissued"
              .formatted(host, names(e));
      return failure(Reason.UNTRUSTED, task, request, found, e);
    }
    if (cause(e, CertificateExpiredException.class).isPresent()
        || cause(e, CertificateNotYetValidException.class).isPresent()) {
      String found =
          "the certificate of '%s' has expired or is not valid yet; renew it, or set the clock"
              .formatted(host);
      return failure(Reason.UNTRUSTED, task, request, found, e);
    }
    if (cause(e, CertificateException.class).isPresent()) {
      String found =
          "the certificate of '%s' is signed by an unknown authority; put that authority's certificate at %s, or list '%s' among the insecure registries"
              .formatted(host, trusted.advisedFile(host, "ca.crt"), host);
      return failure(Reason.UNTRUSTED, task, request, found, e);
    }
    if (refusesClientCertificate(e) || trusted.isAsking(host)) {
      return wantsClientCertificate(task, request, host, e);
    }
    boolean handshake = e instanceof SSLHandshakeException;
    String found =
        (handshake ? "no TLS connection to '%s' (%s)" : "the TLS connection to '%s' broke (%s)")
            .formatted(host, detail(e));
    return failure(handshake ? Reason.UNTRUSTED : Reason.BROKEN, task, request, found, e);
  }

  private RegistryException wantsClientCertificate(
      Task task, Request request, String host, IOException e) {
    String found =
        "'%s' wants a client certificate that it trusts (%s); put it at %s with its key beside it"
            .formatted(host, detail(e), trusted.advisedFile(host, "client.cert"));
    return failure(Reason.UNTRUSTED, task, request, found, e);
  }

  private static RegistryException failure(
      Reason reason, Task task, Request request, String found, IOException e) {
    return new RegistryException(
        reason,
        task.failed() + found,
        request.method(),
        Redaction.of(request.url()),
        0,
        List.of(),
        null,
        e);
  }

  /// A failure whose answer came but is not what the protocol demands.
  public static RegistryException malformed(Task task, String method, HttpUrl url, String found) {
    return new RegistryException(
        Reason.MALFORMED,
        task.failed() + found,
        method,
        Redaction.of(url),
        0,
        List.of(),
        null,
        null);
  }

  /// The end of a task whose thread was interrupted.
  public static RegistryException cancelled(Task task, Throwable cause) {
    return new RegistryException(
        Reason.CANCELLED, task.failed() + "interrupted", "", "", 0, List.of(), null, cause);
  }

  private static boolean isCancelled(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return Thread.currentThread().isInterrupted()
        || e instanceof ClosedByInterruptException
        || message.equals("canceled")
        || message.equals("closed by interrupt")
        || (e instanceof InterruptedIOException && message.equals("interrupted"));
  }

  /// Whether a timeout struck before there was a connection, by the words of the JDK and okhttp.
  private static boolean isConnecting(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("connect");
  }

  private static boolean isPlainText(SSLException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Unsupported or unrecognized SSL message")
        || message.contains("plaintext connection");
  }

  /// Whether the server broke off over a certificate, which can only be the client's, by the words
  /// of RFC 8446, "Error Alerts".
  private static boolean refusesClientCertificate(SSLException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("Received fatal alert: ")
        && (message.contains("certificate") || message.contains("unknown_ca"));
  }

  /// The names in a certificate, from okhttp's many-line message.
  private static String names(SSLException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(l -> l.contains("subjectAltNames:"))
        .map(l -> Redaction.text(l.substring(l.indexOf(':') + 1)))
        .findFirst()
        .orElse("none");
  }

  private static Optional<Throwable> cause(Throwable e, Class<? extends Throwable> type) {
    Throwable current = e;
    for (int depth = 0; current != null && depth < 20; depth++) {
      if (type.isInstance(current)) {
        return Optional.of(current);
      }
      current = current.getCause();
    }
    return Optional.empty();
  }

  private static String detail(Throwable e) {
    String message = e.getMessage();
    return Redaction.text(
        message == null || message.isBlank() ? e.getClass().getSimpleName() : message);
  }
}
