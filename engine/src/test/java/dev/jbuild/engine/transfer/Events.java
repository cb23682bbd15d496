package dev.jbuild.engine.transfer;

import dev.jbuild.engine.transfer.TransferEvent.BlobState;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Remembers what a transfer told.
final class Events implements TransferListener {
  private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void on(TransferEvent event) {
    events.add(event);
  }

  List<TransferEvent> all() {
    return List.copyOf(events);
  }

  /// The last state of each layer.
  Map<Digest, State> layers() {
    Map<Digest, State> states = new HashMap<>();
    for (TransferEvent event : all()) {
      if (event instanceof BlobState s && s.layer()) {
        states.put(s.blob().digest(), s.state());
      }
    }
    return states;
  }

  /// How often a layer came into a state.
  long count(State state) {
    return all().stream()
        .filter(e -> e instanceof BlobState s && s.layer() && s.state() == state)
        .count();
  }

  List<String> warnings() {
    return all().stream()
        .filter(TransferEvent.Warning.class::isInstance)
        .map(e -> ((TransferEvent.Warning) e).message())
        .toList();
  }
}
