package dev.jbuild.registry.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InterruptibleSocketsTest {
  private final InterruptibleSockets sockets = new InterruptibleSockets();

  @Test
  void aPlatformThreadThatWaitsForBytesCanBeInterrupted() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = sockets.createSocket(server.getInetAddress(), server.getLocalPort());
        Socket peer = server.accept()) {
      socket.setSoTimeout(20_000);
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread reader =
          Thread.ofPlatform()
              .start(() ->
                  end.complete(
                      assertThrows(IOException.class, () -> socket.getInputStream().read())));
      peer.getOutputStream().flush();
      TimeUnit.MILLISECONDS.sleep(100);
      reader.interrupt();
      assertInstanceOf(ClosedByInterruptException.class, end.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void timeoutsAndBytesAreThoseOfAnySocket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = sockets.createSocket(server.getInetAddress(), server.getLocalPort());
        Socket peer = server.accept()) {
      socket.setSoTimeout(50);
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
      peer.getOutputStream().write(7);
      assertEquals(7, socket.getInputStream().read());
    }
  }
}
