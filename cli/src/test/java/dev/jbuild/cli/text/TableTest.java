package dev.jbuild.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void separatesColumnsAsDockerDoesAndLeavesTheLastRagged() {
    Table table = new Table("REPOSITORY", "TAG", "SIZE");
    table.add("busybox", "latest", "4.27MB");
    table.add("a", "b", "1B");
    assertEquals(
        """
        REPOSITORY   TAG       SIZE
        busybox      latest    4.27MB
        a            b         1B
        """,
        table.render());
  }

  @Test
  void refusesRowsOfAnotherLength() {
    Table table = new Table("A", "B");
    assertThrows(IllegalArgumentException.class, () -> table.add("x"));
  }
}
