package dev.jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.cli.invocation.Terminal;
import dev.jbuild.engine.transfer.TransferEvent;
import dev.jbuild.engine.transfer.TransferEvent.State;
import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Digest;
import dev.jbuild.image.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TransferTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Descriptor LAYER = blob("layer");
  private static final Descriptor CONFIG = blob("config");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

  private static Descriptor blob(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.sha256(content), 4_000_000);
  }

  private static TransferEvent state(Descriptor blob, State state) {
    return new TransferEvent.BlobState(blob, blob.equals(LAYER), state);
  }

  private static TransferEvent progress(long done) {
    return new TransferEvent.Progress(LAYER, State.DOWNLOADING, done, 4_000_000);
  }

  @Test
  void plainLinesTellLastingStatesOfLayersOnce() {
    PlainTransfer plain = new PlainTransfer(out, Direction.PULL);
    plain.accept(state(LAYER, State.WAITING));
    plain.accept(state(CONFIG, State.DONE));
    plain.accept(state(LAYER, State.DOWNLOADING));
    plain.accept(progress(1_000_000));
    plain.accept(state(LAYER, State.DONE));
    plain.accept(state(LAYER, State.DONE));
    plain.finish(NOW);
    String id = LAYER.digest().shortHex();
    assertEquals(
        id + ": Pulling fs layer\n" + id + ": Pull complete\n",
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theLivePictureShowsABarAndBytes() {
    VirtualScreen screen = new VirtualScreen();
    LiveTransfer live = new LiveTransfer(out, () -> new Terminal.Size(80, 24), Direction.PULL);
    live.accept(state(LAYER, State.DOWNLOADING));
    live.accept(progress(2_000_000));
    live.refresh(NOW);
    screen.write(bytes.toString(StandardCharsets.UTF_8));
    String id = LAYER.digest().shortHex();
    String bar = "=".repeat(5) + ">" + " ".repeat(7);
    assertEquals(id + ": Downloading [" + bar + "] 2MB/4MB\n", screen.text());
    bytes.reset();
    live.accept(progress(3_000_000));
    live.refresh(NOW.plusSeconds(1));
    screen.write(bytes.toString(StandardCharsets.UTF_8));
    bar = "=".repeat(8) + ">" + " ".repeat(4);
    assertEquals(id + ": Downloading [" + bar + "] 3MB/4MB 1MB/s 1s\n", screen.text());
    bytes.reset();
    live.accept(state(LAYER, State.DONE));
    live.finish(NOW);
    screen.write(bytes.toString(StandardCharsets.UTF_8));
    assertEquals(id + ": Pull complete\n", screen.text());
    assertTrue(screen.cursorVisible());
  }
}
