package dev.jbuild.layer.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrewTest {
  /// A tree of tasks, each with the next two.
  private final List<Crew<Integer>> crews = new ArrayList<>();

  private Crew<Integer> crew(Crew.Work<Integer> work) {
    Crew<Integer> crew = new Crew<>(2, work);
    crews.add(crew);
    return crew;
  }

  @Test
  void tasksLeadToMoreTasksUntilAllAreDone() throws Exception {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    Crew<Integer> crew =
        crew(n -> {
          assertTrue(done.add(n));
          if (2 * n + 1 < 1000) {
            crews.getFirst().add(2 * n);
            crews.getFirst().add(2 * n + 1);
          }
        });
    crew.add(1);
    crew.run();
    assertEquals(999, done.size());
  }

  @Test
  void theFirstFailureEndsAll() {
    AtomicInteger done = new AtomicInteger();
    Crew<Integer> crew =
        crew(n -> {
          if (done.incrementAndGet() == 10) {
            throw new IOException("the tenth");
          }
          crews.getFirst().add(n + 1);
        });
    crew.add(1);
    assertEquals("the tenth", assertThrows(IOException.class, crew::run).getMessage());
    assertEquals(10, done.get());
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Crew<Integer> crew =
        crew(n -> {
          begun.countDown();
          crews.getFirst().add(n + 1); // without end
        });
    crew.add(1);
    List<Throwable> thrown = new ArrayList<>();
    Thread runner =
        Thread.ofVirtual()
            .start(() -> {
              try {
                crew.run();
              } catch (IOException | InterruptedException e) {
                thrown.add(e);
              }
            });
    begun.await();
    runner.interrupt();
    runner.join();
    assertEquals(InterruptedException.class, thrown.getFirst().getClass());
    assertFalse(runner.isAlive());
  }
}
