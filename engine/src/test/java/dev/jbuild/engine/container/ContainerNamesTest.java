package dev.jbuild.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainerNamesTest {
  @Test
  void namesAreTwoWordsThatAContainerMayHave() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      String name = ContainerNames.pick(random, Set.of());
      assertTrue(name.matches("[a-z]+_[a-z]+"), name);
      assertEquals(name, ContainerOptions.builder("x").name(name).build().nameOrNull());
    }
  }

  @Test
  void namesDoNotRepeatHoweverManyAreTaken() {
    Random random = new Random(1);
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertTrue(taken.add(ContainerNames.pick(random, taken)));
    }
  }
}
