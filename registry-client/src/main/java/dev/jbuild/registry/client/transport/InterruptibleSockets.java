package dev.jbuild.registry.client.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;

/// Makes sockets whose waits end when the waiting thread is interrupted, also that of a platform
/// thread: they are views of channels.
///
/// Transfers could run on virtual threads instead, whose waits always end so. But once one of these
/// has waited for a socket, the JVM keeps a thread in the kernel, for which it waits 300 ms when
/// the process ends.
final class InterruptibleSockets extends SocketFactory {
  @Override
  public Socket createSocket() throws IOException {
    return SocketChannel.open().socket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    return connected(new InetSocketAddress(address, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return bound(local, localPort, new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    return bound(local, localPort, new InetSocketAddress(address, port));
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    return connected(createSocket(), address);
  }

  private Socket bound(InetAddress local, int localPort, InetSocketAddress address)
      throws IOException {
    Socket socket = createSocket();
    try {
      socket.bind(new InetSocketAddress(local, localPort));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return connected(socket, address);
  }

  private static Socket connected(Socket socket, InetSocketAddress address) throws IOException {
    try {
      socket.connect(address);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
