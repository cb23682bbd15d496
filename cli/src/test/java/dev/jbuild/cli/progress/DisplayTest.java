package dev.jbuild.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DisplayTest {
  private static final class Recorder implements Renderer<Integer> {
    final List<Integer> events = Collections.synchronizedList(new ArrayList<>());
    final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    volatile boolean finished;
    volatile boolean abandoned;
    final AtomicInteger refreshes = new AtomicInteger();

    @Override
    public void accept(Integer event) {
      events.add(event);
      threads.add(Thread.currentThread());
    }

    @Override
    public void refresh(Instant now) {
      refreshes.incrementAndGet();
    }

    @Override
    public void finish(Instant now) {
      finished = true;
    }

    @Override
    public void abandon() {
      abandoned = true;
    }
  }

  private final Recorder recorder = new Recorder();

  @Test
  void drawsEveryEventInOrderOnOneThread() {
    try (Display<Integer> display = new Display<>("test", recorder, InstantSource.system())) {
      for (int i = 0; i < 20_000; i++) {
        display.accept(i);
      }
    }
    assertEquals(20_000, recorder.events.size());
    for (int i = 0; i < 20_000; i++) {
      assertEquals(i, recorder.events.get(i));
    }
    assertEquals(1, recorder.threads.stream().distinct().count());
    assertTrue(recorder.finished);
    assertTrue(recorder.refreshes.get() < 1_000, "refreshed " + recorder.refreshes + " times");
  }

  @Test
  void tidiesUpOnInterruptAndDropsWhatComesLater() {
    Display<Integer> display = new Display<>("test", recorder, InstantSource.system());
    display.accept(1);
    display.interrupt();
    display.accept(2);
    display.close();
    assertTrue(recorder.abandoned);
    assertFalse(recorder.finished);
    assertFalse(recorder.events.contains(2));
  }
}
