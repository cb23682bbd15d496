package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.instruction.ExposeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Evaluates EXPOSE: numbers and ranges, with a protocol. One variable may hold several ports.
/// Addresses and host ports are understood and dropped, with a warning.
final class ExposeEvaluator {

  private static final int HIGHEST = 65_535;

  /// A port takes about as much memory as ten references to a variable.
  private static final long COST_OF_PORT = 10;

  private final StepContext step;

  ExposeEvaluator(StepContext step) {
    this.step = step;
  }

  void evaluate(ExposeInstruction expose) throws PlanException {
    List<String> words = new ArrayList<>();
    for (String port : expose.ports()) {
      words.addAll(step.words(port));
    }
    List<String> ports = new ArrayList<>();
    for (String word : words) {
      addPorts(word, expose, ports);
    }
    ports.forEach(step.state().config::exposedPort);
    step.state().addHistory("EXPOSE " + HistoryText.list(ports), false);
  }

  /// Adds the ports that a word stands for, such as `80/tcp`.
  ///
  /// @param expose what to warn about; null for no warnings
  void addPorts(String word, @Nullable ExposeInstruction expose, List<String> ports)
      throws PlanException {
    int last = word.lastIndexOf(':');
    int before = last < 0 ? -1 : word.lastIndexOf(':', last - 1);
    String port = word.substring(last + 1);
    String hostPort = last < 0 ? "" : word.substring(before + 1, last);
    String address = before < 0 ? "" : word.substring(0, before);
    int slash = port.indexOf('/');
    String number = slash < 0 ? port : port.substring(0, slash);
    String written = slash < 0 ? "" : port.substring(slash + 1);
    String protocol = written.isEmpty() ? "tcp" : written.toLowerCase(Locale.ROOT);
    if (number.isEmpty() || !List.of("tcp", "udp", "sctp").contains(protocol)) {
      throw new PlanException(
          "'" + word + "' is not a port",
          word,
          "write a number or a range, and tcp, udp or sctp after a slash");
    }
    if (expose != null) {
      warn(word, written, !address.isEmpty() || !hostPort.isEmpty(), expose);
    }
    if (!address.isEmpty() && !InternetAddress.isValid(address)) {
      throw new PlanException("'" + address + "' is not an internet address", address);
    }
    int[] range = range(number, word);
    if (!hostPort.isEmpty()) {
      int[] host = range(hostPort, word);
      if (range[1] != range[0] && range[1] - range[0] != host[1] - host[0]) {
        throw new PlanException("the two ranges of '" + word + "' differ in length", word);
      }
    }
    step.plan().budget().spend(COST_OF_PORT * (range[1] - range[0] + 1));
    for (int p = range[0]; p <= range[1]; p++) {
      ports.add(p + "/" + protocol);
    }
  }

  private void warn(String word, String protocol, boolean host, ExposeInstruction expose) {
    if (!protocol.equals(protocol.toLowerCase(Locale.ROOT))) {
      step.log()
          .add(
              Rule.EXPOSE_PROTO_CASING,
              expose.range(),
              word,
              "Defined protocol '" + word + "' in EXPOSE instruction should be lowercase");
    }
    if (host) {
      step.log()
          .add(
              Rule.EXPOSE_INVALID_FORMAT,
              expose.range(),
              word,
              "EXPOSE instruction should not define an IP address or host-port mapping, found '"
                  + word
                  + "'");
    }
  }

  private static int[] range(String text, String word) throws PlanException {
    int dash = text.indexOf('-');
    int first = number(dash < 0 ? text : text.substring(0, dash), word);
    int last = dash < 0 ? first : number(text.substring(dash + 1), word);
    if (last < first) {
      throw new PlanException("the range '" + text + "' runs backwards", word);
    }
    return new int[] {first, last};
  }

  private static int number(String text, String word) throws PlanException {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && text.length() <= 9 && Integer.parseInt(text) <= HIGHEST) {
      return Integer.parseInt(text);
    }
    throw new PlanException(
        "'" + text + "' in '" + word + "' is not a port number", word, "use 0 to " + HIGHEST);
  }
}
