package dev.jbuild.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CrewTest {
  @Test
  void endsWithTheLastTask() throws Exception {
    AtomicInteger done = new AtomicInteger();
    Crew crew = new Crew();
    for (int i = 0; i < 5; i++) {
      crew.add("one", done::incrementAndGet);
      crew.add("other", done::incrementAndGet);
    }
    crew.finish();
    assertEquals(10, done.get());
  }

  @Test
  void stopsTheOthersWhenOneFailsAndThrowsTheFirstFailure() {
    IOException failure = new IOException("first");
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch waiting = new CountDownLatch(1);
    Crew crew = new Crew();
    crew.add(
        "waits",
        () -> {
          try {
            waiting.countDown();
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.set(true);
            throw e;
          }
          return true;
        });
    crew.add(
        "fails",
        () -> {
          waiting.await();
          throw failure;
        });
    assertSame(failure, assertThrows(IOException.class, crew::finish));
    assertTrue(interrupted.get(), "the other task has ended");
  }

  @Test
  void stopsAllWhenItsOwnThreadIsInterrupted() {
    AtomicBoolean ended = new AtomicBoolean();
    Crew crew = new Crew();
    Thread owner = Thread.currentThread();
    crew.add(
        "waits",
        () -> {
          try {
            owner.interrupt();
            new CountDownLatch(1).await();
            return true;
          } finally {
            ended.set(true);
          }
        });
    assertThrows(InterruptedException.class, crew::finish);
    assertTrue(ended.get());
    assertFalse(Thread.interrupted());
  }
}
